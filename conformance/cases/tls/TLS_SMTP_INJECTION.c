/* TLS_SMTP_INJECTION: what was pipelined in clear behind STARTTLS is thrown away (RFC
 * 3207, 6; CVE-2011-0411), or the connection with it. VRFY cannot be mistaken: the first
 * reply inside TLS must be that to QUIT. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_starttls_behind(r, PORT_SUBMISSION, "VRFY injected\r\n");

	if (!smtpc_handshake_try(c))
		return;
	smtpc_send(c, "QUIT");
	expect_reply(c, "221 close");
}

static void
twin(struct run *r)
{
	struct smtpc *c = smtpc_starttls_behind(r, PORT_SUBMISSION, "");

	smtpc_handshake(c);
	smtpc_send(c, "QUIT");
	expect_reply(c, "221");
}

const struct test_case TLS_SMTP_INJECTION = {
	.text = "octets behind STARTTLS in clear are discarded on 587",
	.needs = NEED_SUBMISSION,
	.play = play,
	.twin = twin,
};
