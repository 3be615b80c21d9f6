/* ACC_CREATE_SMTP: the first AUTH with an unknown well-formed address makes the
 * account as well: the client tries both protocols at once. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_auth(r, fresh_account(r, 0)->address, fresh_account(r, 0)->password, "235");
}

const struct test_case ACC_CREATE_SMTP = {
	.text = "the first SMTP AUTH creates the account",
	.needs = NEED_SUBMISSIONS,
	.fresh = 1,
	.making = true,
	.play = play,
};
