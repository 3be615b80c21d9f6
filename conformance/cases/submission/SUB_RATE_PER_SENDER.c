/* SUB_RATE_PER_SENDER: the limit is per account: while one is put off another sends,
 * at whatever stage the relay would say no. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from = fresh_account(r, 0)->address;
	unsigned most = (unsigned)limit_number(r, "rate_limited_within");
	struct smtpc *other = smtpc_login(r, fresh_account(r, 1));
	unsigned n = smtpc_flood(smtpc_login(r, fresh_account(r, 0)), from, most);

	if (run_ok(r) && n == most)
		run_not_applicable(r, "the relay has no rate limit (SUB_RATE_LIMIT)");
	from = fresh_account(r, 1)->address;
	expect_offer(other, from, from, mail_encrypted(r, from, from), "250");
}

const struct test_case SUB_RATE_PER_SENDER = {
	.text = "a limited account does not limit another",
	.needs = NEED_SUBMISSIONS,
	.fresh = 2,
	.seconds = 90,
	.play = play,
};
