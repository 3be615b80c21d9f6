/* IMAP_CLOSE: CLOSE removes deleted messages without EXPUNGE responses (RFC 3501,
 * 6.4.2): how the real client deletes. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t uid = imapc_uid(c);

	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", uid);
	expect_imap(c, "OK", "CLOSE");
	expect_true(r, imapc_find(c, "EXPUNGE").n == 0, "no EXPUNGE", "there is one");
	expect_imap(c, "OK", "SELECT INBOX");
	expect_imap(c, "OK", "UID FETCH %u (UID)", uid);
	expect_true(r, imapc_find(c, "FETCH").n == 0, "the message is gone", "it is still there");
}

const struct test_case IMAP_CLOSE = {
	.text = "CLOSE removes deleted messages silently",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
