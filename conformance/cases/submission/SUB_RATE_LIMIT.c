/* SUB_RATE_LIMIT: one account cannot flood the relay: of messages sent back to back
 * some are put off with 4xx; the burst that is granted goes through (twin). Fresh
 * accounts: others need their budget. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from = fresh_account(r, 0)->address;
	unsigned most = (unsigned)limit_number(r, "rate_limited_within");
	unsigned n = smtpc_flood(smtpc_login(r, fresh_account(r, 0)), from, most);

	expect_true(
	    r, n < most, "4xx for one of them", "%u messages were accepted back to back", n);
}

static void
twin(struct run *r)
{
	const char *from = fresh_account(r, 1)->address;
	unsigned burst = (unsigned)limit_number(r, "rate_burst");
	unsigned n = smtpc_flood(smtpc_login(r, fresh_account(r, 1)), from, burst);

	expect_true(r, n == burst, "the granted burst goes through", "%u of %u messages", n, burst);
}

const struct test_case SUB_RATE_LIMIT = {
	.text = "a flood of one account is put off with 4xx",
	.needs = NEED_SUBMISSIONS,
	.fresh = 2,
	.seconds = 90,
	.play = play,
	.twin = twin,
};
