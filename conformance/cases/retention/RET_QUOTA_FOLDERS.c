/* RET_QUOTA_FOLDERS: room is made in all mailboxes, as all of them count (MBOX_QUOTA_FOLDERS).  The old
 * 72 % are in another mailbox than the 8 % that are new.  Deployed relays look at INBOX alone. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_login(r, a);
	const char *name = need_box(c, "old");
	int64_t goal = limit_number(r, "quota_low_percent");

	need_fill(c, name, 72 / FILL_PERCENT);
	need_time(r, 2 * limit_number(r, "quota_guard_s"));
	need_fill(c, "INBOX", 8 / FILL_PERCENT);
	need_time(r, limit_number(r, "retention_grace_s"));
	c = imapc_login(r, a);
	struct quota q = need_quota(c);
	expect_true(r, q.used <= q.limit * goal / 100 + 1,
	    run_text(r, "no more than %lld %% of %lld KiB", (long long)goal, (long long)q.limit),
	    "%lld KiB", (long long)q.used);
	expect_messages(c, "INBOX", 8 / FILL_PERCENT, "what is new is still there");
}

const struct test_case RET_QUOTA_FOLDERS = {
	.text = "room is made in all mailboxes",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.fresh = 1,
	.seconds = 60,
	.play = play,
};
