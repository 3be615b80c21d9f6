/* MBOX_DELETE: a deleted mailbox is neither listed nor selectable (RFC 3501, 6.3.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "gone");

	need_append(c, name, "", mail_encrypted(r, sender(r), sender(r)));
	expect_imap(c, "OK", "DELETE %s", name);
	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(r, imapc_listed(c, name).n == 0, "the mailbox is not listed", "it is");
	expect_imap(c, "NO", "SELECT %s", name);
}

const struct test_case MBOX_DELETE = {
	.text = "DELETE removes a mailbox",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
