/* SMTP_CASE: verbs and keywords are matched without case (RFC 5321, 2.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	smtpc_send(c, "ehlo x.example");
	expect_reply(c, "250");
	smtpc_send(c, "mAiL fRoM:<%s>", sender(r));
	expect_reply(c, "250");
	smtpc_send(c, "rcpt to:<%s>", sender(r));
	expect_reply(c, "250");
	smtpc_send(c, "Data");
	expect_reply(c, "354");
	smtpc_text(c, mail_encrypted(r, sender(r), sender(r)));
	expect_reply(c, "250");
}

const struct test_case SMTP_CASE = {
	.text = "commands work in any case",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
