/* MBOX_UNSUBSCRIBE: UNSUBSCRIBE takes a mailbox off LSUB and leaves the mailbox (RFC 3501,
 * 6.3.7). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "left");

	need_imap(c, "OK", "SUBSCRIBE %s", name);
	need_imap(c, "OK", "LSUB \"\" *");
	need_true(r, imapc_listed(c, name).n > 0, "a subscribed mailbox");
	expect_imap(c, "OK", "UNSUBSCRIBE %s", name);
	expect_imap(c, "OK", "LSUB \"\" *");
	expect_true(r, imapc_listed(c, name).n == 0, "the mailbox is not in LSUB", "it is");
	expect_imap(c, "OK", "SELECT %s", name);
}

const struct test_case MBOX_UNSUBSCRIBE = {
	.text = "UNSUBSCRIBE takes a mailbox off LSUB",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
