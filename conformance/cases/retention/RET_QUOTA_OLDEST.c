/* RET_QUOTA_OLDEST: the messages that make room are the oldest ones, and no more than it takes.  Three
 * generations two days apart: 40 %, 32 % and 8 %.  It takes two of the first to have
 * 10 % less; a third is allowed for rounding. */
#include "conformance/case.h"

enum { FIRST = 40 / FILL_PERCENT, SECOND = 32 / FILL_PERCENT, THIRD = 8 / FILL_PERCENT };

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_login(r, a);
	uint32_t uids[FIRST + SECOND + THIRD] = { 0 };

	need_fill(c, "INBOX", FIRST);
	need_imap(c, "OK", "STATUS INBOX (UIDNEXT)");
	int64_t next = imapc_number(c, "UIDNEXT"); /* no UID of the first is greater */
	need_time(r, 2 * limit_number(r, "quota_guard_s"));
	need_fill(c, "INBOX", SECOND);
	need_time(r, 2 * limit_number(r, "quota_guard_s"));
	need_fill(c, "INBOX", THIRD);
	need_time(r, limit_number(r, "retention_grace_s"));
	c = imapc_inbox(r, a);
	need_imap(c, "OK", "UID FETCH 1:* (UID)");
	size_t n = imapc_fetch_uids(c, uids, COUNT_OF(uids)), left = 0;
	for (size_t i = 0; i < n && i < COUNT_OF(uids); i++)
		left += uids[i] < next;
	need_true(r, n < COUNT_OF(uids), "room was made");
	expect_true(r, n - left == SECOND + THIRD, "all that came later is still there",
	    "%zu of %d, and %zu that are older", n - left, SECOND + THIRD, left);
	expect_true(r, left + 3 >= FIRST, "no more is gone than it takes",
	    "%zu of %d oldest are left", left, FIRST);
}

const struct test_case RET_QUOTA_OLDEST = {
	.text = "the oldest messages make room, and no more of them than it takes",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.fresh = 1,
	.seconds = 60,
	.play = play,
};
