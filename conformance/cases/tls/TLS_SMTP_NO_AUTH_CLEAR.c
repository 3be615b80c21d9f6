/* TLS_SMTP_NO_AUTH_CLEAR: port 587 neither offers nor accepts AUTH before STARTTLS
 * (RFC 4954, 4): the password would be readable. */
#include "conformance/case.h"

static void
login(struct run *r, struct smtpc *c, const char *want)
{
	const struct account *a = account(r, 0);

	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, a->address, a->password));
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	smtpc_send(c, "EHLO client.example");
	need_reply(c, "250");
	expect_true(
	    r, !smtpc_offers(c, "AUTH", NULL), "no AUTH in EHLO", "AUTH is offered in clear");
	login(r, c, "530 538 5xx");
}

static void
twin(struct run *r)
{
	login(r, smtpc_ready(r, PORT_SUBMISSION), "235");
}

const struct test_case TLS_SMTP_NO_AUTH_CLEAR = {
	.text = "AUTH is neither offered nor accepted in clear on 587",
	.needs = NEED_SUBMISSION,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
