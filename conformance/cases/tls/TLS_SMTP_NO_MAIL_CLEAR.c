/* TLS_SMTP_NO_MAIL_CLEAR: port 587 takes no mail before STARTTLS, and stays usable for
 * it (RFC 3207, 4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	smtpc_send(c, "EHLO client.example");
	need_reply(c, "250");
	smtpc_send(c, "MAIL FROM:<%s>", account(r, 0)->address);
	expect_reply(c, "530 5xx");
	smtpc_send(c, "STARTTLS");
	expect_reply(c, "220");
}

static void
twin(struct run *r)
{
	const struct account *a = account(r, 0);
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSION);

	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, a->address, a->password));
	need_reply(c, "235");
	smtpc_send(c, "MAIL FROM:<%s>", a->address);
	expect_reply(c, "250");
}

const struct test_case TLS_SMTP_NO_MAIL_CLEAR = {
	.text = "MAIL is refused in clear on 587",
	.needs = NEED_SUBMISSION,
	.accounts = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
