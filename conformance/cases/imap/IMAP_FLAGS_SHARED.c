/* IMAP_FLAGS_SHARED: flags are of the mailbox, not of the session (RFC 3501, 2.3.2): a
 * second device sees what is read. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *open = imapc_inbox(r, account(r, 1));
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t uid = imapc_uid(c);

	need_arrival(open, run_token(r));
	need_imap(c, "OK", "UID STORE %u +FLAGS (\\Seen)", uid);
	expect_imap(open, "OK", "NOOP");
	expect_imap(open, "OK", "UID FETCH %u (FLAGS)", uid);
	expect_true(r, imapc_find(open, "\\Seen").n > 0, "\\Seen in the open session", "not there");
	struct imapc *later = imapc_inbox(r, account(r, 1));
	expect_imap(later, "OK", "UID FETCH %u (FLAGS)", uid);
	expect_true(r, imapc_find(later, "\\Seen").n > 0, "\\Seen in a new session", "not there");
}

const struct test_case IMAP_FLAGS_SHARED = {
	.text = "flags are seen by other sessions",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
