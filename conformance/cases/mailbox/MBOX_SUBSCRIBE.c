/* MBOX_SUBSCRIBE: a subscribed mailbox is shown by LSUB (RFC 3501, 6.3.6 and 6.3.9). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "liked");

	expect_imap(c, "OK", "SUBSCRIBE %s", name);
	expect_imap(c, "OK", "LSUB \"\" *");
	expect_true(r, imapc_listed(c, name).n > 0, "the mailbox in LSUB", "it is missing");
	struct imapc *later = imapc_login(r, account(r, 0));
	expect_imap(later, "OK", "LSUB \"\" *");
	expect_true(r, imapc_listed(later, name).n > 0, "also in another session", "it is missing");
}

const struct test_case MBOX_SUBSCRIBE = {
	.text = "SUBSCRIBE makes LSUB show a mailbox",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
