/* WEB_MTA_STS: the MTA-STS policy is there and in force (RFC 8461, 3.2).  A field is a key, a colon,
 * a value, on a line of its own; the order is free.  Asked for under mta-sts.DOMAIN by SNI and Host. */
#include "conformance/case.h"

/* The value of a key; n = 0: none. */
static struct span
value_of(struct span policy, struct span key)
{
	for (size_t at = 0; at < policy.n; at = span_find(policy, at, '\n') + 1) {
		struct span line = span_sub(policy, at, span_find(policy, at, '\n') - at);
		size_t colon = span_find(line, 0, ':');
		if (span_eq(span_sub(line, 0, colon), key))
			return span_trim(span_sub(line, colon + 1, line.n));
	}
	return (struct span){ NULL, 0 };
}

static void
play(struct run *r)
{
	if (run_domain(r)[0] == '[')
		run_not_applicable(r, "the domain is an address");
	const char *name = run_text(r, "mta-sts.%s", webc_name(r));
	struct httpc *c = httpc_connect_name(r, name);
	int64_t age = 0;

	httpc_send(c, "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: %s\r\n\r\n", name);
	expect_status(c, "200");
	struct span p = httpc_body(c), max = value_of(p, SPAN("max_age"));
	for (size_t i = 0; i < max.n && max.p[i] >= '0' && max.p[i] <= '9' && age < 1LL << 40; i++)
		age = age * 10 + (max.p[i] - '0');
	expect_true(r, httpc_is(c, "text/plain"), "text/plain", "another type");
	expect_true(r,
	    span_starts(p, SPAN("version: STSv1")) || span_starts(p, SPAN("version:STSv1")),
	    "version: STSv1", "%.*s", (int)(p.n < 80 ? p.n : 80), (const char *)p.p);
	expect_true(r, span_eq(value_of(p, SPAN("mode")), SPAN("enforce")), "mode: enforce",
	    "another mode");
	expect_true(r, value_of(p, SPAN("mx")).n > 0, "an mx", "none");
	expect_true(r,
	    age >= limit_number(r, "web_sts_min_s") && age <= limit_number(r, "web_sts_max_s"),
	    "max_age of a day to a year", "%lld", (long long)age);
}

const struct test_case WEB_MTA_STS = {
	.text = "the MTA-STS policy is in force",
	.needs = NEED_HTTPS,
	.play = play,
};
