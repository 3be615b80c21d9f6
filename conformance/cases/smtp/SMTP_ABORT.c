/* SMTP_ABORT: a message whose end did not come is not delivered (RFC 5321, 4.1.1.4):
 * the client will send it again. All octets but the final dot are sent, then TCP is
 * cut. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	struct imapc *box = imapc_inbox(r, account(r, 1));

	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", recipient(r));
	need_reply(c, "250");
	smtpc_send(c, "DATA");
	need_reply(c, "354");
	smtpc_raw(c, mail_encrypted(r, sender(r), recipient(r)));
	smtpc_cut(c);
	need_fence(box, account(r, 0), account(r, 1));
	expect_absent(box, run_token(r));
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_encrypted(r, sender(r), recipient(r)));
}

const struct test_case SMTP_ABORT = {
	.text = "a message cut off before its end is not delivered",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
