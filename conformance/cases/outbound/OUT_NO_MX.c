/* OUT_NO_MX: a domain with an address and without MX is its own mail host (RFC 5321, 5.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_open(r, "", (struct sink_how){ .certificate = SINK_GOOD });

	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(s, 1);
}

const struct test_case OUT_NO_MX = {
	.text = "without MX the domain itself is the mail host",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
