/* RET_UNSEEN: what nobody has looked at goes as well: the devices may be lost.  EXAMINE shows that
 * the message came and leaves it as it is (RFC 3501, 6.3.2), so it is new to the end. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_login(r, fresh_account(r, 0));
	const char *to = fresh_account(r, 0)->address;

	need_imap(c, "OK", "EXAMINE INBOX");
	need_submit(s, sender(r), to, mail_encrypted(r, sender(r), to));
	need_arrival(c, run_token(r));
	need_imap(c, "OK", "LOGOUT");
	need_time(r, retention_over(r));
	expect_messages(imapc_login(r, fresh_account(r, 0)), "INBOX", 0, "the message is gone");
}

const struct test_case RET_UNSEEN = {
	.text = "a message that nobody has read goes too",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
