/* RET_CATCH_UP: what became due while the relay did not run is deleted when it runs again, within
 * the 25 hours of RET_GONE, however long it was away; what is not due stays.  It is away for twice
 * the time that letters are kept; the young one is sent when it is back. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	const char *old = need_letter_seen(r, a);

	need_absence(r, 2 * limit_number(r, "retention_s"));
	const char *young = need_letter_seen(r, a);
	need_time(r, limit_number(r, "retention_grace_s"));
	expect_expired(r, a, old);
	expect_kept(r, a, young);
}

const struct test_case RET_CATCH_UP = {
	.text = "what became due while the relay was away is deleted",
	.needs = NEED_MAIL | NEED_CLOCK | NEED_CRASH,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
