/* LAT_STALL: the relay does not stand still.  Six senders keep to a schedule that
 * is fixed before the first message, and latency counts from when a message was
 * due: a pause of five seconds is then late with everything that was due during
 * it, where a client that waits for each message before it sends the next would
 * see one slow message among many.  A lane is due again after four times what a
 * message takes at most where each answer takes as long as that to NOOP: a slow
 * relay is not a relay that stands still. */
#include "conformance/case.h"

enum { SENDERS = 6, EACH = 10, SHOTS = SENDERS * EACH, ANSWERS = 16 };

static void
play(struct run *r)
{
	int64_t limit = limit_number(r, "delivery_p95_ms") * 1000;
	struct volley_lane lanes[SENDERS];
	struct shot shots[SHOTS];

	need_vantage(r);
	for (unsigned i = 0; i < SENDERS; i++)
		lanes[i] = (struct volley_lane){ account(r, i), account(r, SENDERS) };
	struct volley *v = volley_open(r, lanes, SENDERS);
	int64_t pace = volley_pace_us(r, 15, 500);
	int64_t least = ANSWERS * volley_smtp_us(v) / SENDERS;
	shots_spread(r, shots, SHOTS, SENDERS, pace > least ? pace : least);
	volley_play(v, shots, SHOTS, 8 * limit);
	expect_prompt(r, 0.95, limit, shots, SHOTS);
}

const struct test_case LAT_STALL = {
	.text = "messages on a fixed schedule meet no pause of the relay",
	.needs = NEED_MAIL,
	.accounts = SENDERS + 1,
	.mails = SHOTS,
	.alone = true,
	.seconds = 90,
	.play = play,
};
