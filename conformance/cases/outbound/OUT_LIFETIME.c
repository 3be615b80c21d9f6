/* OUT_LIFETIME: what cannot be delivered comes back in the end (RFC 5321, 4.5.4.1), after more
 * than one attempt. The lab's relays keep mail for a few seconds; how long others do is not judged.
 * */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	const char *to = peer_address(r, "bob", "");
	struct imapc *box = imapc_inbox(r, account(r, 0));

	sink_rule(s, "RCPT", "451 4.3.0 not today", 0);
	need_sent(r, to);
	need_sink_command(s, "RCPT", 1);
	expect_sink_command(s, "RCPT", 2);
	need_sink_command(s, "RCPT", 3);
	expect_returned(r, box, to);
}

const struct test_case OUT_LIFETIME = {
	.text = "mail that cannot be delivered comes back in the end",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.seconds = 60,
	.play = play,
};
