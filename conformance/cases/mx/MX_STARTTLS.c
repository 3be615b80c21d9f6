/* MX_STARTTLS: the way in: STARTTLS is offered on port 25 and mail begins inside it (RFC 3207, 4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SMTP);

	smtpc_send(c, "EHLO client.example");
	expect_reply(c, "250");
	expect_true(r, smtpc_offers(c, "STARTTLS", NULL), "STARTTLS in EHLO", "it is missing");
	smtpc_send(c, "STARTTLS");
	expect_reply(c, "220");
	expect_true(r, smtpc_handshake_try(c), "a handshake", "the relay hung up");
	smtpc_send(c, "EHLO client.example");
	expect_reply(c, "250");
	smtpc_send(c, "MAIL FROM:<>");
	expect_reply(c, "250");
}

const struct test_case MX_STARTTLS = {
	.text = "port 25 offers STARTTLS and takes mail behind it",
	.needs = NEED_SMTP,
	.play = play,
};
