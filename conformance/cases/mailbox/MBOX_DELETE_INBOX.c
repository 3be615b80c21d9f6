/* MBOX_DELETE_INBOX: INBOX cannot be deleted (RFC 3501, 6.3.4). The twin deletes another
 * mailbox. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, "NO", "DELETE INBOX");
	expect_imap(c, "NO", "DELETE \"Inbox\"");
	expect_imap(c, "OK", "SELECT INBOX");
}

static void
twin(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, "OK", "DELETE %s", need_box(c, "other"));
}

const struct test_case MBOX_DELETE_INBOX = {
	.text = "DELETE INBOX is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
