/* META_TURN_FORM: turn, where it is set, is host:port:expiry:password (chatmail/core
 * src/calls.rs): split at the first three colons, a port, a time in seconds, a password that
 * is not empty. A literal of IPv6 does not fit. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span v =
	    need_entry(need_metadata(r, account(r, 0)), "/shared/vendor/deltachat/turn");
	size_t one = span_find(v, 0, ':'), two = span_find(v, one + 1, ':');
	size_t three = span_find(v, two + 1, ':');

	expect_true(r, one > 0 && one < two && two < three && three + 1 < v.n, "four fields",
	    "%.*s", (int)v.n, (const char *)v.p);
	struct span port = span_sub(v, one + 1, two - one - 1);
	struct span expiry = span_sub(v, two + 1, three - two - 1);
	int64_t p = span_number(port, 0), e = span_number(expiry, 0);
	expect_true(r, p > 0 && p < 65536 && span_eq(port, run_span(r, "%lld", (long long)p)),
	    "a port", "%.*s", (int)v.n, (const char *)v.p);
	expect_true(r, e > 0 && span_eq(expiry, run_span(r, "%lld", (long long)e)),
	    "a decimal number of seconds", "%.*s", (int)v.n, (const char *)v.p);
}

const struct test_case META_TURN_FORM = {
	.text = "turn has the form that clients split",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
