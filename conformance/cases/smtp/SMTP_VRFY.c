/* SMTP_VRFY: VRFY does not tell who exists (RFC 5321, 7.3): the same code for a known
 * and an unknown name. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	smtpc_send(c, "VRFY %s", recipient(r));
	expect_reply(c, "252 502 5xx");
	int known = smtpc_code(c);
	smtpc_send(c, "VRFY q%.8s@%s", run_token(r), run_domain(r));
	expect_reply(c, "252 502 5xx");
	expect_true(r, smtpc_code(c) == known, "the same code for a known and an unknown name",
	    "%d and %d", known, smtpc_code(c));
}

const struct test_case SMTP_VRFY = {
	.text = "VRFY tells nothing",
	.needs = NEED_SUBMISSIONS,
	.accounts = 2,
	.play = play,
};
