/* IMAP_LIST: LIST shows INBOX, and the delimiter to an empty name (RFC 3501, 6.3.8). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(r, imapc_find(c, "INBOX").n > 0, "INBOX", "it is not listed");
	expect_imap(c, "OK", "LIST \"\" \"\"");
	expect_true(r, imapc_find(c, "LIST (").n > 0, "the hierarchy delimiter", "no LIST line");
}

const struct test_case IMAP_LIST = {
	.text = "LIST shows INBOX and the delimiter",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
