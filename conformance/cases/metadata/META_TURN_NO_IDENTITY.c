/* META_TURN_NO_IDENTITY: TURN credentials do not say whose they are: the TURN server learns
 * network addresses and must not learn accounts. Two accounts, one after the other: neither
 * name nor a word that differs but time and password. */
#include "conformance/case.h"

#include <time.h>

static void
play(struct run *r)
{
	for (unsigned i = 0; i < 2 && run_ok(r); i++) {
		const char *address = account(r, i)->address;
		struct span name = span_str(address);
		struct imapc *c = need_metadata(r, account(r, i));
		struct span v = need_entry(c, "/shared/vendor/deltachat/turn");
		size_t one = span_find(v, 0, ':'), two = span_find(v, one + 1, ':');
		size_t three = span_find(v, two + 1, ':');
		struct span user = span_sub(v, two + 1, three - two - 1);
		name = span_sub(name, 0, span_find(name, 0, '@'));
		expect_true(r, span_search_nocase(v, name) == v.n, "no name of the account", "%.*s",
		    (int)v.n, (const char *)v.p);
		expect_true(r, span_eq(user, run_span(r, "%lld", (long long)span_number(user, 0))),
		    "a user name that is only a time", "%.*s", (int)user.n, (const char *)user.p);
		int64_t ahead = span_number(user, 0) - (int64_t)time(NULL);
		expect_true(r, ahead < INT64_C(366) * 86400, "a time within a year", "%lld s",
		    (long long)ahead);
	}
}

const struct test_case META_TURN_NO_IDENTITY = {
	.text = "TURN credentials do not name the account",
	.needs = NEED_IMAPS,
	.accounts = 2,
	.play = play,
};
