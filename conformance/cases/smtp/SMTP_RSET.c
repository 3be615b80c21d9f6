/* SMTP_RSET: RSET forgets the transaction and nothing else (RFC 5321, 4.1.1.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "RSET");
	expect_reply(c, "250");
	smtpc_send(c, "DATA");
	expect_reply(c, "503 5xx");
	smtpc_send(c, "RCPT TO:<%s>", sender(r));
	expect_reply(c, "503 5xx");
	expect_submit(c, sender(r), sender(r), mail_encrypted(r, sender(r), sender(r)), "250");
}

const struct test_case SMTP_RSET = {
	.text = "RSET forgets the transaction",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
