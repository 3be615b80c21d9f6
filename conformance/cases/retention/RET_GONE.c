/* RET_GONE: 20 days after its arrival a message that was read is gone, whatever clients do.
 * chatmail/relay: chatmaild/src/chatmaild/expire.py, whose job runs once a day: so 25 hours of
 * grace.  The time passes by the operator's hook. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct smtpc *s = smtpc_login(r, account(r, 0));

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(c, run_token(r));
	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Seen)", imapc_uid(c));
	need_imap(c, "OK", "LOGOUT");
	need_time(r, retention_over(r));
	expect_absent(imapc_inbox(r, account(r, 1)), run_token(r));
}

const struct test_case RET_GONE = {
	.text = "a message is gone 20 days after it came",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
