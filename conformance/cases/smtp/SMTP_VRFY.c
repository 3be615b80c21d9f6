/* SMTP_VRFY: VRFY does not tell who exists (RFC 5321, 7.3): the same code for the
 * one who asks, for another and for nobody; never 250. */
#include "conformance/case.h"

static int
verify(struct smtpc *c, const char *name)
{
	smtpc_send(c, "VRFY %s", name);
	expect_reply(c, "252 502 5xx");
	return smtpc_code(c);
}

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	int self = verify(c, sender(r)), other = verify(c, recipient(r));
	int nobody = verify(c, run_text(r, "q%.8s@%s", run_token(r), run_domain(r)));

	expect_true(r, self == nobody && other == nobody,
	    "the same code for known and unknown names", "%d and %d, %d for an unknown one", self,
	    other, nobody);
}

const struct test_case SMTP_VRFY = {
	.text = "VRFY tells nothing",
	.needs = NEED_SUBMISSIONS,
	.accounts = 2,
	.play = play,
};
