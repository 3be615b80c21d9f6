/* OUT_RETRY: a message that is put off is sent again (RFC 5321, 4.2.1), and nothing comes back
 * to the sender in between. The lab's relays pause for a second or two. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	const char *to = peer_address(r, "bob", "");
	struct imapc *box = imapc_inbox(r, account(r, 0));

	sink_rule(s, "RCPT", "451 4.3.0 not now", 1);
	need_sent(r, to);
	expect_mail_within(s, 1, (unsigned)limit_number(r, "out_retry_seconds"));
	expect_absent(box, to);
}

const struct test_case OUT_RETRY = {
	.text = "mail that is put off is sent again",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.seconds = 45,
	.play = play,
};
