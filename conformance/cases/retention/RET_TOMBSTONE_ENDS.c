/* RET_TOMBSTONE_ENDS: what a relay keeps so that an address is not given away ends too (decision
 * 90 days after the account a login with another password makes a new one.  A relay that
 * keeps nothing passes at once. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	need_abandoned(r, a);
	need_time(r, limit_number(r, "tombstone_s") + limit_number(r, "retention_grace_s"));
	expect_login(r, a->address, "somebody-else", "OK");
	expect_login(r, a->address, a->password, "NO");
}

const struct test_case RET_TOMBSTONE_ENDS = {
	.text = "90 days after an account its address is free again",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
