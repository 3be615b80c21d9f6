/* SUB_BOUNCE: a message to somebody who does not exist is not lost without a word: a
 * delivery report comes to the sender (RFC 5321, 6.1; RFC 3464). A relay that refuses
 * the recipient has accepted nothing that it could return (SUB_UNKNOWN_RCPT). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	struct imapc *box = imapc_inbox(r, account(r, 0));
	const char *nobody = run_text(r, "q%.8s@%s", run_token(r), run_domain(r));

	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", nobody);
	need_reply(c, "250 5xx");
	if (run_ok(r) && smtpc_code(c) != 250)
		run_not_applicable(r, "the recipient is refused at RCPT (SUB_UNKNOWN_RCPT)");
	smtpc_send(c, "RSET");
	need_reply(c, "250");
	expect_submit(c, sender(r), nobody, mail_encrypted(r, sender(r), NULL), "250");
	struct span bounce = expect_arrival(box, nobody);
	struct span type = mail_field(bounce, "Content-Type");
	expect_true(r, span_search_nocase(type, SPAN("multipart/report")) < type.n,
	    "Content-Type: multipart/report", "%.*s", (int)type.n, (const char *)type.p);
}

const struct test_case SUB_BOUNCE = {
	.text = "mail to an unknown user is answered by a bounce",
	.needs = NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
