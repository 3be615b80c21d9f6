/* RT_TURN_FORGED: a wrong password allocates nothing, nor does the right one with another expiry
 * (RFC 8489, 9.2.4).  The twin is the same dialogue with what METADATA told. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct turn told = need_turn(r, account(r, 0)), later = told;

	expect_no_allocation(r, turn_forged(r, told));
	if (run_ok(r))
		later.user =
		    run_text(r, "%lld", (long long)span_number(span_str(told.user), 0) + 86400);
	expect_no_allocation(r, later);
}

static void
twin(struct run *r)
{
	expect_allocation(r, need_turn(r, account(r, 0)));
}

const struct test_case RT_TURN_FORGED = {
	.text = "forged TURN credentials allocate nothing",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
