/* DUR_QUEUE: mail for another domain that was accepted and waits survives a crash (RFC 5321,
 * 4.5.4.1 and 6.1): it is put off once, so that it waits for certain, and comes after the restart.
 * The lab's relays pause for a second or two.  Whether it comes twice is not judged: OUT_ONCE. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);

	sink_rule(s, "RCPT", "451 4.3.0 not now", 1);
	need_sent(r, peer_address(r, "bob", ""));
	need_sink_command(s, "RCPT", 1);
	need_crash(r);
	expect_mail_within(s, 1, (unsigned)limit_number(r, "out_retry_seconds"));
}

const struct test_case DUR_QUEUE = {
	.text = "mail that waits to be sent survives a crash",
	.needs = NEED_MAIL | NEED_SINK | NEED_CRASH,
	.accounts = 1,
	.mails = 1,
	.seconds = 45,
	.play = play,
};
