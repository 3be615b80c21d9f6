/* OUT_STUCK: a peer that says nothing does not hold up mail to others (promise Instant;
 * chatmail/relay#972). Five messages wait there; the time is less than one attempt at such a peer
 * lasts in the lab. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *stuck = sink_mx(r);
	struct sink *good = sink_open(r, "good", (struct sink_how){ .certificate = SINK_GOOD });
	int64_t limit = limit_number(r, "out_beside_ms") * 1000;

	dnsc_set(r, "good", "MX", "10 good");
	sink_rule(stuck, "EHLO", "hang", 0);
	for (unsigned i = 0; i < 5; i++)
		need_sent(r, peer_address(r, run_text(r, "bob%u", i), ""));
	need_sink_command(stuck, "EHLO", 1);
	need_sent(r, peer_address(r, "anna", "good"));
	int64_t accepted = run_now_us();
	int64_t took = expect_mail_at(good, 1).at_us - accepted;
	expect_true(r, took <= limit, run_text(r, "within %lld ms", (long long)(limit / 1000)),
	    "after %lld ms", (long long)(took / 1000));
}

const struct test_case OUT_STUCK = {
	.text = "a peer that says nothing does not delay mail to others",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 6,
	.seconds = 45,
	.play = play,
};
