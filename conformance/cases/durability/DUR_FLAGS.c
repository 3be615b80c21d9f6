/* DUR_FLAGS: flags that STORE has answered survive a crash (RFC 3501, 2.3.2: permanent flags), set
 * ones and cleared ones. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "flags", 1, &name);

	need_imap(c, "OK", "STORE 1 FLAGS (\\Draft)");
	need_imap(c, "OK", "STORE 1 FLAGS (\\Seen \\Flagged)");
	need_crash(r);
	c = imapc_login(r, account(r, 0));
	need_imap(c, "OK", "SELECT %s", name);
	expect_imap(c, "OK", "FETCH 1 (FLAGS)");
	struct span flags = imapc_find(c, "FLAGS (");
	static const char *const set[] = { "\\Seen", "\\Flagged" };
	for (size_t i = 0; i < COUNT_OF(set); i++)
		expect_true(r, span_search_nocase(flags, span_str(set[i])) < flags.n,
		    "the flags \\Seen and \\Flagged", "%.*s", (int)flags.n, (const char *)flags.p);
	expect_true(r, span_search_nocase(flags, SPAN("\\Draft")) == flags.n,
	    "no flag \\Draft, which was cleared", "%.*s", (int)flags.n, (const char *)flags.p);
}

const struct test_case DUR_FLAGS = {
	.text = "flags that were stored survive a crash",
	.needs = NEED_IMAPS | NEED_CRASH,
	.accounts = 1,
	.play = play,
};
