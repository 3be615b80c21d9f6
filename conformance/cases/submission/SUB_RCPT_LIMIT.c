/* SUB_RCPT_LIMIT: a thousand recipients are accepted, the next one gets 452 (RFC 5321,
 * 4.5.3.1.10): the client then sends the rest in another transaction. Nothing is sent:
 * RSET ends it. A relay that knows its users (SUB_UNKNOWN_RCPT) refuses the thousand
 * names; it gets one that exists a thousand times. */
#include "conformance/case.h"

static void
name(struct run *r, struct smtpc *c, bool known, int64_t i, const char *want)
{
	if (known)
		smtpc_send(c, "RCPT TO:<%s>", recipient(r));
	else
		smtpc_send(c, "RCPT TO:<r%08u@%s>", (unsigned)i, run_domain(r));
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	int64_t most = limit_number(r, "recipients");

	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	name(r, c, false, 0, "250 5xx");
	bool known = smtpc_code(c) != 250;
	for (int64_t i = known ? 0 : 1; i < most && run_ok(r); i++)
		name(r, c, known, i, "250");
	name(r, c, known, most, "452");
	smtpc_send(c, "RSET");
	need_reply(c, "250");
}

const struct test_case SUB_RCPT_LIMIT = {
	.text = "1000 recipients are accepted, the next one gets 452",
	.needs = NEED_SUBMISSIONS,
	.accounts = 2,
	.mails = 1,
	.seconds = 60,
	.play = play,
};
