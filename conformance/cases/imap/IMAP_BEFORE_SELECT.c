/* IMAP_BEFORE_SELECT: message commands need a selected mailbox (RFC 3501, 3.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, "BAD NO", "FETCH 1 (UID)");
	expect_imap(c, "BAD NO", "CLOSE");
}

static void
twin(struct run *r)
{
	expect_imap(imapc_inbox(r, account(r, 0)), "OK", "UID FETCH 1:* (UID)");
}

const struct test_case IMAP_BEFORE_SELECT = {
	.text = "FETCH before SELECT is refused",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
