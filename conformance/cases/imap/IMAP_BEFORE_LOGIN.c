/* IMAP_BEFORE_LOGIN: nothing of a mailbox before login (RFC 3501, 3.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_imap(c, "BAD NO", "SELECT INBOX");
	expect_imap(c, "BAD NO", "STATUS INBOX (UIDNEXT)");
	expect_imap(c, "BAD NO", "UID FETCH 1:* (UID)");
}

static void
twin(struct run *r)
{
	expect_imap(imapc_login(r, account(r, 0)), "OK", "SELECT INBOX");
}

const struct test_case IMAP_BEFORE_LOGIN = {
	.text = "SELECT before login is refused",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
