/* OUT_SIGNED: mail that leaves carries a DKIM signature of the relay's domain that holds for the
 * octets that arrived (RFC 6376, 6.1); chatmail relays refuse mail without one. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);

	need_sent(r, peer_address(r, "bob", ""));
	expect_dkim_pass(r, need_mail_at(s, 1).octets, run_domain(r), NULL, NULL);
}

const struct test_case OUT_SIGNED = {
	.text = "mail to other domains is signed with DKIM",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
