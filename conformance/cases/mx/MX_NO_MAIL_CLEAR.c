/* MX_NO_MAIL_CLEAR: port 25 takes no mail before STARTTLS, and stays usable for it (RFC 3207, 4;
 * chatmail/relay main.cf). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SMTP);

	smtpc_send(c, "EHLO client.example");
	need_reply(c, "250");
	smtpc_send(c, "MAIL FROM:<>");
	expect_reply(c, "530 5xx");
	smtpc_send(c, "STARTTLS");
	expect_reply(c, "220");
}

static void
twin(struct run *r)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	smtpc_send(c, "MAIL FROM:<>");
	expect_reply(c, "250");
}

const struct test_case MX_NO_MAIL_CLEAR = {
	.text = "MAIL is refused in clear on port 25",
	.needs = NEED_SMTP,
	.play = play,
	.twin = twin,
};
