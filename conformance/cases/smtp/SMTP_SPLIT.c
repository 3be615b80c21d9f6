/* SMTP_SPLIT: where the network cuts the octets means nothing: every octet in a record
 * of its own gives the same replies. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	struct span m = mail_encrypted(r, sender(r), sender(r));

	smtpc_raw_each(c, run_span(r, "MAIL FROM:<%s>\r\n", sender(r)));
	expect_reply(c, "250");
	smtpc_raw_each(c, run_span(r, "RCPT TO:<%s>\r\n", sender(r)));
	expect_reply(c, "250");
	smtpc_raw_each(c, SPAN("DATA\r\n"));
	expect_reply(c, "354");
	smtpc_raw(c, m);
	smtpc_raw_each(c, SPAN(".\r\nNOOP\r\n"));
	expect_reply(c, "250");
	expect_reply(c, "250");
}

const struct test_case SMTP_SPLIT = {
	.text = "octets in records of their own give the same replies",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
