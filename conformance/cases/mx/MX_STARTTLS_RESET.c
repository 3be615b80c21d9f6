/* MX_STARTTLS_RESET: behind STARTTLS the server has forgotten EHLO (RFC 3207, 4.2): MAIL is out of
 * order.  A server that never asks for EHLO cannot show that it has forgotten one: where MAIL
 * passes, STARTTLS and MAIL have to pass without any EHLO as well. */
#include "conformance/case.h"

static void
mail(struct smtpc *c, const char *want)
{
	smtpc_send(c, "MAIL FROM:<>");
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SMTP), *never;

	smtpc_send(c, "EHLO client.example");
	need_reply(c, "250");
	smtpc_starttls(c);
	mail(c, "503 5xx 250"); /* a second banner would come first */
	if (smtpc_code(c) != 250)
		return;
	never = smtpc_connect(r, PORT_SMTP);
	smtpc_send(never, "STARTTLS");
	expect_reply(never, "220 5xx");
	expect_true(r, smtpc_code(never) == 220, "503: the EHLO of before STARTTLS is forgotten",
	    "MAIL passes behind STARTTLS, and STARTTLS does not without EHLO");
	smtpc_handshake(never);
	mail(never, "250");
}

static void
twin(struct run *r)
{
	mail(smtpc_ready(r, PORT_SMTP), "250");
}

const struct test_case MX_STARTTLS_RESET = {
	.text = "EHLO is forgotten at STARTTLS on port 25",
	.needs = NEED_SMTP,
	.play = play,
	.twin = twin,
};
