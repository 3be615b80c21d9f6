/* SMTP_NOOP: NOOP is answered 250 and changes nothing.  RFC 5321, 4.1.1.9:
 * also with a string behind it, and inside a transaction. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	smtpc_send(c, "NOOP");
	expect_reply(c, "250");
	smtpc_send(c, "NOOP %s", run_token(r));
	expect_reply(c, "250");
	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "NOOP");
	expect_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", recipient(r));
	expect_reply(c, "250");
	smtpc_send(c, "NOOP");
	expect_reply(c, "250");
	smtpc_send(c, "DATA");
	expect_reply(c, "354");
	smtpc_text(c, mail_encrypted(r, sender(r), recipient(r)));
	expect_reply(c, "250");
}

const struct test_case SMTP_NOOP = {
	.text = "NOOP is answered 250, with an argument and inside a transaction too",
	.needs = NEED_SUBMISSIONS,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
