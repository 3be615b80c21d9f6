/* RT_TURN_EXPIRED: credentials that were good an hour ago allocate nothing (TURN REST convention:
 * the user name is the time of expiry).  The relay hands out none that expire soon, and a changed
 * time makes a wrong password, which is RT_TURN_FORGED; so both are computed from the secret that
 * the operator lends.  The twin expires in an hour. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_no_allocation(r, turn_made(r, need_turn(r, account(r, 0)), -3600));
}

static void
twin(struct run *r)
{
	expect_allocation(r, turn_made(r, need_turn(r, account(r, 0)), 3600));
}

const struct test_case RT_TURN_EXPIRED = {
	.text = "expired TURN credentials allocate nothing",
	.needs = NEED_IMAPS | NEED_TURN,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
