/* ZERO_DISK_CRASH: a message that was expunged right before a crash is in no file when the relay is
 * back, neither in what a write-ahead log has left. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(c, run_token(r));
	need_on_disk(r, run_token(r));
	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", imapc_uid(c));
	need_imap(c, "OK", "EXPUNGE");
	need_crash(r);
	expect_not_on_disk(r, run_token(r));
}

const struct test_case ZERO_DISK_CRASH = {
	.text = "an expunged message is in no file after a crash",
	.needs = NEED_MAIL | NEED_CRASH | NEED_DISK,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
