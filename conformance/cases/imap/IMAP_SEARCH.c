/* IMAP_SEARCH: UID SEARCH finds by ALL, UNSEEN and HEADER (RFC 3501, 6.4.4): generic
 * clients and monitoring use it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t uid = imapc_uid(c);

	const char *number = run_text(r, " %u", uid);

	expect_imap(c, "OK", "UID SEARCH ALL");
	expect_true(r, imapc_find(c, number).n > 0, "the UID in ALL", "missing");
	expect_imap(c, "OK", "UID SEARCH UNSEEN HEADER Message-ID %s", run_token(r));
	expect_true(r, imapc_find(c, number).n > 0, "the UID in UNSEEN HEADER", "missing");
	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Seen)", uid);
	expect_imap(c, "OK", "UID SEARCH UNSEEN HEADER Message-ID %s", run_token(r));
	expect_true(r, imapc_find(c, number).n == 0, "not in UNSEEN after \\Seen", "still there");
}

const struct test_case IMAP_SEARCH = {
	.text = "UID SEARCH works",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
