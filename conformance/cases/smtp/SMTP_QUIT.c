/* SMTP_QUIT: QUIT is answered 221 and the server closes (RFC 5321, 4.1.1.10). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_send(c, "QUIT");
	expect_reply(c, "221");
	expect_closed(c);
}

const struct test_case SMTP_QUIT = {
	.text = "QUIT gets 221, then the server closes",
	.needs = NEED_SUBMISSIONS,
	.play = play,
};
