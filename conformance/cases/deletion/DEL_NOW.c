/* DEL_NOW: after \Deleted and CLOSE nobody can fetch the message any more: not
 * the session that deleted it, not another that had it open, not a new one.
 * chatmail FAQ (messages are removed once downloaded); RFC 3501, 6.4.2.  The
 * other session may know the UID until it is told; it must not get octets. */
#include "conformance/case.h"

static void
expect_gone(struct run *r, struct imapc *c, uint32_t uid)
{
	expect_imap(c, "OK NO", "UID FETCH %u (BODY.PEEK[])", uid);
	expect_true(r, imapc_find(c, run_token(r)).n == 0, "no octets of a deleted message",
	    "UID FETCH %u still returns it", uid);
}

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct imapc *open = imapc_inbox(r, account(r, 1));

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(open, run_token(r));
	need_arrival(c, run_token(r));
	uint32_t uid = imapc_uid(c);
	need_imap(c, "OK", "UID STORE %u +FLAGS (\\Deleted)", uid);
	need_imap(c, "OK", "CLOSE");
	expect_gone(r, open, uid);
	expect_gone(r, imapc_inbox(r, account(r, 1)), uid);
	need_imap(c, "OK", "SELECT INBOX");
	expect_gone(r, c, uid);
}

const struct test_case DEL_NOW = {
	.text = "a message deleted and closed cannot be fetched by any session",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
