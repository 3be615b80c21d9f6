/* SMTP_8BITMIME: what is advertised works: the real client sends BODY=8BITMIME and
 * SMTPUTF8 whenever it sees them (RFC 6152; RFC 6531). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	const char *utf8 = smtpc_offers(c, "SMTPUTF8", NULL) ? " SMTPUTF8" : "";

	if (run_ok(r) && !smtpc_offers(c, "8BITMIME", NULL))
		run_not_applicable(r, "8BITMIME is not advertised");
	smtpc_send(c, "MAIL FROM:<%s> BODY=8BITMIME%s", sender(r), utf8);
	expect_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", sender(r));
	expect_reply(c, "250");
	smtpc_send(c, "DATA");
	expect_reply(c, "354");
	smtpc_text(c, mail_encrypted(r, sender(r), sender(r)));
	expect_reply(c, "250");
}

const struct test_case SMTP_8BITMIME = {
	.text = "BODY=8BITMIME and SMTPUTF8 are accepted when advertised",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
