/* SMTP_EHLO_RESETS: EHLO inside a transaction acts as RSET (RFC 5321, 4.1.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "EHLO again.example");
	expect_reply(c, "250");
	smtpc_send(c, "DATA");
	expect_reply(c, "503 5xx");
	smtpc_send(c, "RCPT TO:<%s>", sender(r));
	expect_reply(c, "503 5xx");
	expect_submit(c, sender(r), sender(r), mail_encrypted(r, sender(r), sender(r)), "250");
}

const struct test_case SMTP_EHLO_RESETS = {
	.text = "EHLO forgets the transaction",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
