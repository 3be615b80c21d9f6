/* DUR_MAILBOX: what CREATE, DELETE, RENAME and SUBSCRIBE have answered survives a crash (RFC 3501,
 * 6.3.3 to 6.3.6). */
#include "conformance/case.h"

static void
expect_listed(struct imapc *c, struct run *r, const char *name, bool want, const char *what)
{
	bool is = imapc_listed(c, name).n > 0;

	expect_true(r, is == want, what, "%s is %s", name, is ? "there" : "missing");
}

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *made = need_box(c, "made"), *gone = need_box(c, "gone");
	const char *old = need_box(c, "old"), *name = box_name(r, "new");

	need_imap(c, "OK", "DELETE %s", gone);
	need_imap(c, "OK", "RENAME %s %s", old, name);
	need_imap(c, "OK", "SUBSCRIBE %s", made);
	const char *last = need_box(c, "last");
	need_crash(r);
	c = imapc_login(r, account(r, 0));
	expect_imap(c, "OK", "LIST \"\" *");
	expect_listed(c, r, made, true, "the mailbox that was created");
	expect_listed(c, r, last, true, "the mailbox that was created last");
	expect_listed(c, r, gone, false, "no mailbox that was deleted");
	expect_listed(c, r, old, false, "no old name of the one that was renamed");
	expect_listed(c, r, name, true, "its new name");
	expect_imap(c, "OK", "LSUB \"\" *");
	expect_listed(c, r, made, true, "the subscription");
}

const struct test_case DUR_MAILBOX = {
	.text = "mailboxes and subscriptions survive a crash",
	.needs = NEED_IMAPS | NEED_CRASH,
	.accounts = 1,
	.play = play,
};
