/* MX_EIGHTBIT: 8BITMIME is offered, so the other server need not write its signed mail anew (RFC
 * 6152, 3; chatmail/filtermail#149).  What has eight-bit text and passes the gate is a delivery
 * report. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);
	struct span m = peer_report(r, "MAILER-DAEMON", "Auto-Submitted: auto-replied\r\n");

	expect_true(r, smtpc_offers(c, "8BITMIME", NULL), "8BITMIME in EHLO", "it is missing");
	smtpc_send(c, "MAIL FROM:<> BODY=8BITMIME");
	expect_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", account(r, 0)->address);
	expect_reply(c, "250");
	smtpc_send(c, "DATA");
	expect_reply(c, "354");
	smtpc_text(c, dkimc_sign(r, m, NULL));
	expect_reply(c, "250");
	struct span got = expect_arrival(box, run_token(r));
	expect_true(r, span_eq(mail_body(got), mail_body(m)), "the body as it was sent",
	    "%zu octets sent, %zu arrived, or some differ", mail_body(m).n, mail_body(got).n);
}

const struct test_case MX_EIGHTBIT = {
	.text = "eight-bit text of another server arrives unchanged",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
