/* TLS_SMTP_INJECTION: what was pipelined in clear behind STARTTLS is thrown away (RFC
 * 3207, 6; CVE-2011-0411). VRFY cannot be mistaken: the first reply inside TLS must be
 * that to QUIT. */
#include "conformance/case.h"

static void
dialogue(struct run *r, const char *behind, const char *first)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	smtpc_send(c, "EHLO client.example");
	need_reply(c, "250");
	smtpc_raw(c, run_span(r, "STARTTLS\r\n%s", behind));
	need_reply(c, "220");
	smtpc_handshake(c);
	smtpc_send(c, "QUIT");
	expect_reply(c, first);
}

static void
play(struct run *r)
{
	dialogue(r, "VRFY injected\r\n", "221 close");
}

static void
twin(struct run *r)
{
	dialogue(r, "", "221");
}

const struct test_case TLS_SMTP_INJECTION = {
	.text = "octets behind STARTTLS in clear are discarded on 587",
	.needs = NEED_SUBMISSION,
	.play = play,
	.twin = twin,
};
