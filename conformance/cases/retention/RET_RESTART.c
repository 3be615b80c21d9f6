/* RET_RESTART: age is a property of the message, not of the process: a relay that is restarted a
 * day before the end still has the letter, and has none 25 hours after it. */
#include "conformance/case.h"

enum { DAY = 86400 };

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	const char *letter = need_letter_seen(r, a);

	need_time(r, limit_number(r, "retention_s") - DAY);
	need_restart(r);
	expect_kept(r, a, letter);
	need_time(r, DAY + limit_number(r, "retention_grace_s"));
	expect_expired(r, a, letter);
}

const struct test_case RET_RESTART = {
	.text = "a restart makes no message younger or older",
	.needs = NEED_MAIL | NEED_CLOCK | NEED_CRASH,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
