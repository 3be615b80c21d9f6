/* LAT_TAIL: 99 % of messages are announced to an idling session within a second
 * of the time they were due.  299 samples without a late one are the fewest that
 * show this at 5 % error (exact binomial).  Thirty senders, so that each stays
 * inside the burst of 10 that relays grant; the schedule is fixed before the first
 * message, so a relay that stands still is late with all that was due meanwhile. */
#include "conformance/case.h"

enum { SENDERS = 30, EACH = 10, SHOTS = SENDERS * EACH };

static void
play(struct run *r)
{
	int64_t limit = limit_number(r, "delivery_p99_ms") * 1000;
	struct volley_lane lanes[SENDERS];
	struct shot shots[SHOTS];

	need_vantage(r);
	need_true(r, SHOTS >= limit_number(r, "delivery_tail_samples"), "enough samples");
	for (unsigned i = 0; i < SENDERS; i++)
		lanes[i] = (struct volley_lane){ account(r, i), account(r, SENDERS) };
	struct volley *v = volley_open(r, lanes, SENDERS);
	shots_spread(r, shots, SHOTS, SENDERS, volley_pace_us(r, 12, 500));
	volley_play(v, shots, SHOTS, 4 * limit);
	expect_prompt(r, 0.99, limit, shots, SHOTS);
}

const struct test_case LAT_TAIL = {
	.text = "99 % of messages on a fixed schedule are announced within a second",
	.needs = NEED_MAIL,
	.accounts = SENDERS + 1,
	.mails = SHOTS,
	.alone = true,
	.seconds = 240,
	.play = play,
};
