/* SUB_UNKNOWN_RCPT: RCPT does not tell who exists: an unknown name is accepted like a
 * known one (decision Q-15). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", recipient(r));
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<q%.8s@%s>", run_token(r), run_domain(r));
	expect_reply(c, "250");
}

const struct test_case SUB_UNKNOWN_RCPT = {
	.text = "RCPT answers an unknown name like a known one",
	.needs = NEED_SUBMISSIONS,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
