/* TLS_SMTP_FORGETS: after STARTTLS the server has forgotten EHLO and says nothing
 * until it is spoken to (RFC 3207, 4.2).  A server that never asks for EHLO cannot show
 * that it has forgotten one: where AUTH passes, it has to pass on port 465 without any
 * EHLO as well. */
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
	struct smtpc *never = smtpc_connect(r, PORT_SUBMISSIONS);

	smtpc_send(c, "EHLO client.example");
	need_reply(c, "250");
	smtpc_starttls(c);
	login(r, c, "503 5xx 235"); /* a second banner would come first */
	if (smtpc_code(c) != 235)
		return;
	login(r, never, "235 5xx");
	expect_true(r, smtpc_code(never) == 235, "503: the EHLO of before STARTTLS is forgotten",
	    "AUTH passes after STARTTLS, and never without EHLO (port 465: %d)", smtpc_code(never));
}

static void
twin(struct run *r)
{
	login(r, smtpc_ready(r, PORT_SUBMISSION), "235");
}

const struct test_case TLS_SMTP_FORGETS = {
	.text = "EHLO is forgotten at STARTTLS",
	.needs = NEED_SUBMISSION | NEED_SUBMISSIONS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
