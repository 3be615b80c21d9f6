/* RET_MOVE_KEEPS_AGE: a message that is moved is as old as before (RFC 6851, 3.3: as by COPY). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_age_kept(r, "MOVE", "MOVE");
}

const struct test_case RET_MOVE_KEEPS_AGE = {
	.text = "a message does not grow younger by MOVE",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
