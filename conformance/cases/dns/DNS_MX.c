/* DNS_MX: mail for the domain has somewhere to go: every MX names a host with addresses that is no
 * alias, or the domain itself has addresses (RFC 5321, 5.1; RFC 2181, 10.3; RFC 7505). */
#include "conformance/case.h"

static bool
has_address(struct run *r, const char *name)
{
	return need_records(r, name, "A").n > 0 || need_records(r, name, "AAAA").n > 0;
}

static void
look_at(struct run *r, struct span mx)
{
	struct span name = span_sub(mx, span_find(mx, 0, ' ') + 1, mx.n);

	if (name.n > 0 && name.p[name.n - 1] == '.')
		name.n--;
	expect_true(r, name.n > 0, "a host", "the null MX");
	const char *host = run_text(r, "%.*s", (int)name.n, (const char *)name.p);
	expect_true(r, !run_ok(r) || need_records(r, host, "CNAME").n == 0, "a name of its own",
	    "%s is an alias", host);
	expect_true(
	    r, !run_ok(r) || has_address(r, host), "a host with addresses", "%s has none", host);
}

static void
play(struct run *r)
{
	if (run_domain(r)[0] == '[')
		run_not_applicable(r, "the domain is an address");
	struct dnsc_found mx = need_records(r, run_domain(r), "MX");

	for (size_t i = 0; i < mx.n && run_ok(r); i++)
		look_at(r, mx.record[i]);
	expect_true(r, !run_ok(r) || mx.n > 0 || has_address(r, run_domain(r)),
	    "an MX record or an address", "neither");
}

const struct test_case DNS_MX = {
	.text = "mail for the domain has somewhere to go",
	.needs = NEED_RECORDS,
	.play = play,
};
