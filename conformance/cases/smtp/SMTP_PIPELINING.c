/* SMTP_PIPELINING: groups of commands in one segment get their replies in order (RFC
 * 2920, 3.1), also behind the end of a message. The real client sends MAIL, RCPT and
 * DATA without waiting. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	struct span group =
	    run_span(r, "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n", sender(r), sender(r));
	struct span m = mail_encrypted(r, sender(r), sender(r));

	expect_true(r, smtpc_offers(c, "PIPELINING", NULL), "PIPELINING in EHLO", "it is missing");
	smtpc_raw(c, group);
	expect_reply(c, "250");
	expect_reply(c, "250");
	expect_reply(c, "354");
	smtpc_raw(c, edit_join(r, edit_join(r, m, SPAN(".\r\n")), group));
	expect_reply(c, "250");
	expect_reply(c, "250");
	expect_reply(c, "250");
	expect_reply(c, "354");
	smtpc_text(c, mail_encrypted(r, sender(r), sender(r)));
	expect_reply(c, "250");
}

const struct test_case SMTP_PIPELINING = {
	.text = "pipelined commands are answered in order",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
