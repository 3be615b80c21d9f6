/* RET_QUOTA_GUARD: no message is deleted for room that has not been there for 24 hours: a flood must
 * not push out what devices have had no time to fetch (chatmail/relay: expire.py).  80 % within a
 * minute are still there 23 hours later. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_login(r, a);
	unsigned n = 80 / FILL_PERCENT;

	need_fill(c, "INBOX", n);
	need_time(r, limit_number(r, "quota_guard_s") - limit_number(r, "retention_early_s"));
	expect_messages(imapc_login(r, a), "INBOX", n, "everything is still there");
}

const struct test_case RET_QUOTA_GUARD = {
	.text = "what came within 24 hours is not deleted for room",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.fresh = 1,
	.seconds = 60,
	.play = play,
};
