/* DNS_SPF: one SPF record that ends in a refusal or a doubt (RFC 7208, 3.2, 4.5 and 5.1; chatmail/relay
 * cmdeploy/src/cmdeploy/dns.py). */
#include "conformance/case.h"

static bool
ends_well(struct span record)
{
	for (size_t at = 0; at < record.n; at = span_find(record, at, ' ') + 1) {
		struct span term = span_sub(record, at, span_find(record, at, ' ') - at);
		if (span_eq_nocase(term, SPAN("-all")) || span_eq_nocase(term, SPAN("~all")) ||
		    span_starts_nocase(term, SPAN("redirect=")))
			return true;
	}
	return false;
}

static void
play(struct run *r)
{
	if (run_domain(r)[0] == '[')
		run_not_applicable(r, "the domain is an address");
	struct dnsc_found txt = need_records(r, run_domain(r), "TXT");
	struct span record = { NULL, 0 };
	unsigned n = 0;

	for (size_t i = 0; i < txt.n; i++) {
		struct span s = txt.record[i];
		if (!span_eq_nocase(span_sub(s, 0, span_find(s, 0, ' ')), SPAN("v=spf1")))
			continue;
		record = s;
		n++;
	}
	expect_true(r, n == 1, "one SPF record", "%u", n);
	expect_true(r, ends_well(record), "-all, ~all or redirect=", "%.*s", (int)record.n,
	    (const char *)record.p);
}

const struct test_case DNS_SPF = {
	.text = "SPF says which hosts send for the domain",
	.needs = NEED_RECORDS,
	.play = play,
};
