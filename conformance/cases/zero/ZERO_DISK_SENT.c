/* ZERO_DISK_SENT: what another server has taken is in no file here any more, and neither is whom it
 * was for.  When that server is told the first recipient the message must still be on the disk. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);

	need_sent(r, peer_address(r, "bob", "")); /* in the domain <token>.peer.test */
	need_sink_command(s, "RCPT", 1);
	need_on_disk(r, run_token(r));
	need_mail_at(s, 1);
	expect_not_on_disk(r, run_token(r));
}

const struct test_case ZERO_DISK_SENT = {
	.text = "a message that another server has taken is in no file",
	.needs = NEED_MAIL | NEED_SINK | NEED_DISK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
