/* SMTP_EHLO_LITERAL: EHLO with an address literal is accepted: the real client always
 * says [127.0.0.1] (chatmail/core; RFC 5321, 4.1.3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSIONS);

	smtpc_send(c, "EHLO [127.0.0.1]");
	expect_reply(c, "250");
	smtpc_send(c, "EHLO [IPv6:::1]");
	expect_reply(c, "250");
}

const struct test_case SMTP_EHLO_LITERAL = {
	.text = "EHLO with an address literal is accepted",
	.needs = NEED_SUBMISSIONS,
	.play = play,
};
