/* OUT_MX_NEXT: when a host takes no connection, or hangs up before its greeting, the next one
 * gets the message (RFC 5321, 5.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	sink_open(r, "mx1", (struct sink_how){ .dead = true });
	struct sink *second = sink_open(r, "mx2", (struct sink_how){ .certificate = SINK_GOOD });
	struct sink *third = sink_open(r, "mx3", (struct sink_how){ .certificate = SINK_GOOD });

	sink_rule(second, "", "close", 0);
	dnsc_set(r, "", "MX", "10 mx1");
	dnsc_add(r, "", "MX", "20 mx2");
	dnsc_add(r, "", "MX", "30 mx3");
	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(third, 1);
}

const struct test_case OUT_MX_NEXT = {
	.text = "when an MX host is dead the next one gets the message",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
