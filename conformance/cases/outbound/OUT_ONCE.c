/* OUT_ONCE: the reply to the end of the message decides (RFC 5321, 4.2.5): a peer that hangs up
 * at QUIT has the message, and does not get it again. Decided behind later mail that needed a
 * second attempt itself. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);

	sink_rule(s, "QUIT", "close", 0);
	sink_rule(s, "RSET", "close", 0);
	need_sent(r, peer_address(r, "bob", ""));
	need_mail_at(s, 1);
	need_slow_fence(r);
	expect_mails_at(s, 1);
}

const struct test_case OUT_ONCE = {
	.text = "mail that the peer has accepted is not sent again",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 3,
	.seconds = 45,
	.play = play,
};
