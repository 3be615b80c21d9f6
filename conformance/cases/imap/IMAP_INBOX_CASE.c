/* IMAP_INBOX_CASE: INBOX is matched without case (RFC 3501, 5.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, "OK", "SELECT iNbOx");
	expect_imap(c, "OK", "STATUS inbox (UIDNEXT)");
}

const struct test_case IMAP_INBOX_CASE = {
	.text = "INBOX is matched without case",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
