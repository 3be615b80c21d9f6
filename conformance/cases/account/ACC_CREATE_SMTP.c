/* ACC_CREATE_SMTP: the first AUTH with an unknown well-formed address makes the
 * account as well: the client tries both protocols at once. */
#include "conformance/case.h"

static void
login(struct run *r, const struct account *a, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, a->address, a->password));
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	login(r, fresh_account(r, 0), "235");
}

const struct test_case ACC_CREATE_SMTP = {
	.text = "the first SMTP AUTH creates the account",
	.needs = NEED_SUBMISSIONS,
	.fresh = 1,
	.making = true,
	.play = play,
};
