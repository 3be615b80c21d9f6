/* RET_QUOTA: above 75 % of the quota room is made, down to 70 %, so that a mailbox that nobody empties
 * never stops taking mail (chatmail/relay: expire.py; relay#929).  72 % that are two days old and 8 %
 * that are new are more than that; the daily job has run 25 hours later. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_login(r, a);
	int64_t goal = limit_number(r, "quota_low_percent");

	need_fill(c, "INBOX", 72 / FILL_PERCENT);
	need_time(r, 2 * limit_number(r, "quota_guard_s"));
	need_fill(c, "INBOX", 8 / FILL_PERCENT);
	need_time(r, limit_number(r, "retention_grace_s"));
	struct quota q = need_quota(imapc_login(r, a));
	expect_true(r, q.used <= q.limit * goal / 100 + 1,
	    run_text(r, "no more than %lld %% of %lld KiB", (long long)goal, (long long)q.limit),
	    "%lld KiB", (long long)q.used);
}

const struct test_case RET_QUOTA = {
	.text = "above 75 % of the quota, messages go until it is 70 %",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.fresh = 1,
	.seconds = 60,
	.play = play,
};
