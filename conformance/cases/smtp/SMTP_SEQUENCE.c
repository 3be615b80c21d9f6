/* SMTP_SEQUENCE: commands out of order are refused (RFC 5321, 4.1.4): RCPT before
 * MAIL, DATA before RCPT, MAIL inside a transaction. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	smtpc_send(c, "RCPT TO:<%s>", recipient(r));
	expect_reply(c, "503 5xx");
	smtpc_send(c, "DATA");
	expect_reply(c, "503 5xx");
	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "DATA");
	expect_reply(c, "503 5xx");
	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	expect_reply(c, "503 5xx");
}

static void
twin(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	expect_submit(
	    c, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)), "250");
}

const struct test_case SMTP_SEQUENCE = {
	.text = "commands out of order are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
