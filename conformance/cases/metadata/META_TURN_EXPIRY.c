/* META_TURN_EXPIRY: TURN credentials last for more than 12 hours: the real client asks again
 * in every round when less is left (chatmail/core update_metadata). */
#include "conformance/case.h"

#include <time.h>

static void
play(struct run *r)
{
	struct span v =
	    need_entry(need_metadata(r, account(r, 0)), "/shared/vendor/deltachat/turn");
	size_t one = span_find(v, 0, ':'), two = span_find(v, one + 1, ':');
	int64_t expiry = span_number(span_sub(v, two + 1, v.n), 0);
	int64_t left = expiry - (int64_t)time(NULL);

	expect_true(r, left > limit_number(r, "turn_left_seconds"), "more than 12 hours to go",
	    "%lld s", (long long)left);
}

const struct test_case META_TURN_EXPIRY = {
	.text = "TURN credentials last for more than 12 hours",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
