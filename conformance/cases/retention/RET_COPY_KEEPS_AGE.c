/* RET_COPY_KEEPS_AGE: a copy is as old as its original (RFC 3501, 6.4.7: INTERNALDATE is preserved),
 * else copying to and fro would keep a message for ever. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_age_kept(r, "COPY", NULL);
}

const struct test_case RET_COPY_KEEPS_AGE = {
	.text = "a message does not grow younger by COPY",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
