/* MBOX_LIST_PERCENT: "%" in LIST does not go below the delimiter, "*" does (RFC 3501, 6.3.8). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	char d = need_delimiter(c);
	const char *top = box_name(r, "level");
	const char *one = run_text(r, "%s%cone", top, d), *two = run_text(r, "%s%ctwo", one, d);

	need_imap(c, "OK", "CREATE %s", top);
	need_imap(c, "OK", "CREATE %s", one);
	need_imap(c, "OK", "CREATE %s", two);
	expect_imap(c, "OK", "LIST \"\" \"%s%c%%\"", top, d);
	expect_true(r, imapc_listed(c, one).n > 0 && imapc_listed(c, two).n == 0,
	    "the next level only for %", "another list");
	expect_true(r, imapc_listed(c, top).n == 0, "not the mailbox above", "it is listed");
	expect_imap(c, "OK", "LIST \"%s%c\" *", top, d);
	expect_true(r, imapc_listed(c, one).n > 0 && imapc_listed(c, two).n > 0,
	    "both levels for * behind a reference", "one is missing");
}

const struct test_case MBOX_LIST_PERCENT = {
	.text = "LIST with % stays on one level",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
