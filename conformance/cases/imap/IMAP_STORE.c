/* IMAP_STORE: STORE answers with the new flags, .SILENT does not; +FLAGS, -FLAGS and
 * FLAGS do what they say (RFC 3501, 6.4.6). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t uid = imapc_uid(c);

	expect_imap(c, "OK", "UID STORE %u +FLAGS (\\Flagged)", uid);
	expect_true(r, imapc_find(c, "\\Flagged").n > 0, "FETCH with \\Flagged", "none");
	expect_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Answered)", uid);
	expect_true(r, imapc_find(c, "FETCH").n == 0, "no FETCH for .SILENT", "there is one");
	expect_imap(c, "OK", "UID STORE %u -FLAGS (\\Flagged)", uid);
	expect_true(r, imapc_find(c, "\\Flagged").n == 0 && imapc_find(c, "\\Answered").n > 0,
	    "\\Answered only", "other flags");
	expect_imap(c, "OK", "UID STORE %u FLAGS (\\Seen)", uid);
	expect_true(r, imapc_find(c, "\\Seen").n > 0 && imapc_find(c, "\\Answered").n == 0,
	    "\\Seen only", "other flags");
}

const struct test_case IMAP_STORE = {
	.text = "STORE changes flags and answers with them",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
