/* RET_ACCOUNT_FOLDERS: with an account its mailboxes and subscriptions go: names of folders are
 * words of their owner (promise Zero State).  Who comes back finds neither. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_login(r, a);
	const char *name = need_box(c, "left");

	need_imap(c, "OK", "SUBSCRIBE %s", name);
	need_logout(c);
	need_abandoned(r, a);
	c = imapc_login(r, a);
	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(r, imapc_listed(c, name).n == 0, "no mailbox of the account that ended",
	    "%s is in LIST", name);
	expect_imap(c, "OK", "LSUB \"\" *");
	expect_true(r, imapc_listed(c, name).n == 0, "no subscription of the account that ended",
	    "%s is in LSUB", name);
}

const struct test_case RET_ACCOUNT_FOLDERS = {
	.text = "the mailboxes of an account end with it",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
