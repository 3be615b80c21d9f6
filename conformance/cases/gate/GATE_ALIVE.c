/* GATE_ALIVE: a refusal costs the client nothing but the message: the same connection
 * submits the next one. chatmail/core keeps its connection for a minute. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));

	expect_submit(
	    s, sender(r), recipient(r), mail_cleartext(r, sender(r), recipient(r)), "5xx 250");
	need_true(r, smtpc_code(s) != 250, "a refusal of cleartext (GATE_CLEARTEXT)");
	expect_alive(s);
	expect_submit(
	    s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)), "250");
}

const struct test_case GATE_ALIVE = {
	.text = "after 523 the connection submits the next message",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
