/* MBOX_CREATE_INBOX: INBOX exists in every spelling and cannot be created (RFC 3501, 6.3.3:
 * NO). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 0)); /* some make it when it is first opened */

	expect_imap(c, "NO", "CREATE INBOX");
	expect_imap(c, "NO", "CREATE \"inbox\"");
	expect_imap(c, "OK", "SELECT INBOX");
}

static void
twin(struct run *r)
{
	expect_imap(imapc_login(r, account(r, 0)), "OK", "CREATE %s", box_name(r, "inbox"));
}

const struct test_case MBOX_CREATE_INBOX = {
	.text = "CREATE INBOX is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
