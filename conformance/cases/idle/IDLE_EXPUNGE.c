/* IDLE_EXPUNGE: a message that another session removes is reported as EXPUNGE
 * to an idling session.  RFC 3501, 7.4.1; RFC 2177 allows it during IDLE.  With
 * a second device, a deleted message must not stay on the first one's screen. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *idler = imapc_inbox(r, account(r, 1));
	struct imapc *other = imapc_inbox(r, account(r, 1));

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(idler, run_token(r));
	need_arrival(other, run_token(r));
	imapc_start(idler, "IDLE");
	need_imap_continue(idler);
	need_imap(other, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", imapc_uid(other));
	need_imap(other, "OK", "EXPUNGE");
	expect_imap_untagged(idler, "EXPUNGE");
}

const struct test_case IDLE_EXPUNGE = {
	.text = "a removal by another session is pushed as EXPUNGE to an idling one",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
