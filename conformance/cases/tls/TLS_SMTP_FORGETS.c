/* TLS_SMTP_FORGETS: after STARTTLS the server has forgotten EHLO and says nothing
 * until it is greeted again (RFC 3207, 4.2). */
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
	smtpc_starttls(c);
	login(r, c, "503 5xx"); /* a second banner would come first and be no 5xx */
}

static void
twin(struct run *r)
{
	login(r, smtpc_ready(r, PORT_SUBMISSION), "235");
}

const struct test_case TLS_SMTP_FORGETS = {
	.text = "EHLO is forgotten at STARTTLS",
	.needs = NEED_SUBMISSION,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
