/* LAT_BURST: ten messages of one sender, one right behind the other, are each
 * announced within a second of the time their text was sent.  Ten is the burst
 * that relays grant; someone who types fast, or a device that comes back online,
 * sends like this. */
#include "conformance/case.h"

enum { MOST = 20 };

static void
play(struct run *r)
{
	size_t n = (size_t)limit_number(r, "burst_messages");
	int64_t limit = limit_number(r, "delivery_p95_ms") * 1000, worst = 0;
	struct volley_lane lane = { account(r, 0), account(r, 1) };
	struct shot shots[MOST] = { 0 };

	need_vantage(r);
	need_true(r, n <= MOST, "a burst that fits");
	volley_play(volley_open(r, &lane, 1), shots, n, 15 * limit);
	for (size_t i = 0; i < n && run_ok(r); i++) {
		if (shots[i].throttled)
			run_inconclusive(r, "throttled", "message %zu was one too many", i + 1);
		expect_true(r, shot_latency(&shots[i]) != INT64_MAX,
		    "every message is announced and arrives whole", "message %zu of %zu, reply %d",
		    i + 1, n, shots[i].code);
		int64_t took = shots[i].told_us - shots[i].sent_us;
		if (took > limit && took - shots[i].held_us <= limit)
			run_inconclusive(r, "timing", "the judge was held up");
		worst = took > worst ? took : worst;
	}
	expect_true(r, worst <= limit, "each within the limit of its text",
	    "the slowest took %lld ms", (long long)(worst / 1000));
}

const struct test_case LAT_BURST = {
	.text = "ten messages back to back are each announced within a second",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 10,
	.alone = true,
	.seconds = 60,
	.play = play,
};
