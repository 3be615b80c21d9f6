/* MX_DSN_PARAMETERS: what servers add to ask for delivery reports is read and may be forgotten (RFC
 * 3461, 4; chatmail/core#7223, chatmail/relay#651: one mail program adds it unasked). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	smtpc_send(c, "MAIL FROM:<> RET=HDRS ENVID=QQ314159");
	expect_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s> NOTIFY=DELAY,FAILURE", to);
	expect_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s> NOTIFY=NEVER ORCPT=rfc822;%s", to, to);
	expect_reply(c, "250");
	smtpc_send(c, "DATA");
	expect_reply(c, "354");
}

const struct test_case MX_DSN_PARAMETERS = {
	.text = "parameters that ask for delivery reports are no reason to refuse",
	.needs = NEED_SMTP,
	.accounts = 1,
	.play = play,
};
