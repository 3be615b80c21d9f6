/* SUB_RCPT_LIMIT: a thousand recipients are accepted, the next one gets 452 (RFC 5321,
 * 4.5.3.1.10): the client then sends the rest in another transaction. Nothing is sent:
 * RSET ends it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	int64_t most = limit_number(r, "recipients");

	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	for (int64_t i = 0; i < most && run_ok(r); i++) {
		smtpc_send(c, "RCPT TO:<r%08u@%s>", (unsigned)i, run_domain(r));
		expect_reply(c, "250");
	}
	smtpc_send(c, "RCPT TO:<s00000000@%s>", run_domain(r));
	expect_reply(c, "452");
	smtpc_send(c, "RSET");
	need_reply(c, "250");
}

const struct test_case SUB_RCPT_LIMIT = {
	.text = "1000 recipients are accepted, the next one gets 452",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 1,
	.seconds = 60,
	.play = play,
};
