/* RET_CLOCK_BACK: a clock that was wrong for a while takes nothing early and keeps nothing for
 * long: a letter that came while it was 15 days ahead stays when it is set right, and is gone 20
 * days after that, with the 25 hours of RET_GONE. */
#include "conformance/case.h"

enum { DAY = 86400, WRONG_DAYS = 15 };

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	need_time(r, WRONG_DAYS * DAY);
	const char *letter = need_letter_seen(r, a);
	need_time(r, -WRONG_DAYS * DAY);
	expect_kept(r, a, letter);
	need_time(r, limit_number(r, "retention_s") - DAY);
	expect_kept(r, a, letter);
	need_time(r, DAY + limit_number(r, "retention_grace_s"));
	expect_expired(r, a, letter);
}

const struct test_case RET_CLOCK_BACK = {
	.text = "mail from a time when the clock was wrong goes in time",
	.needs = NEED_MAIL | NEED_CLOCK | NEED_CLOCK_BACK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
