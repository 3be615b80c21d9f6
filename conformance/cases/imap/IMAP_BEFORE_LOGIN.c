/* IMAP_BEFORE_LOGIN: nothing of a mailbox before login (RFC 3501, 3.1). Each command on
 * a connection of its own: servers hang up on strangers who keep trying. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_imap(imapc_connect(r, PORT_IMAPS), "BAD NO BYE", "SELECT INBOX");
	expect_imap(imapc_connect(r, PORT_IMAPS), "BAD NO BYE", "STATUS INBOX (UIDNEXT)");
	expect_imap(imapc_connect(r, PORT_IMAPS), "BAD NO BYE", "UID FETCH 1:* (UID)");
}

static void
twin(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 0));

	expect_imap(c, "OK", "STATUS INBOX (UIDNEXT)");
	expect_imap(c, "OK", "UID FETCH 1:* (UID)");
}

const struct test_case IMAP_BEFORE_LOGIN = {
	.text = "SELECT, STATUS and FETCH before login are refused",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
