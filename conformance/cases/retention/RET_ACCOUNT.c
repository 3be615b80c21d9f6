/* RET_ACCOUNT: an account that nobody logs in to ends after 90 days: its address is nobody's, mail
 * to it is refused or comes back (chatmail/relay expire.py).  A login would make it anew, so it is
 * mail that asks.  25 hours are granted: deployed relays do this once a day.  The twin looks in
 * shortly before the end; then mail must arrive. */
#include "conformance/case.h"

static void
stay_away(struct run *r, bool look_in)
{
	const struct account *a = fresh_account(r, 0);

	need_visit(r, a);
	need_time(r, inactive_under(r));
	if (look_in)
		need_visit(r, a);
	need_time(r, inactive_over(r) - inactive_under(r));
	if (look_in)
		expect_somebody(r, a);
	else
		expect_nobody(r, a);
}

static void
play(struct run *r)
{
	stay_away(r, false);
}

static void
twin(struct run *r)
{
	stay_away(r, true);
}

const struct test_case RET_ACCOUNT = {
	.text = "an account without a login for 90 days ends",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
