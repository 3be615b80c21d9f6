/* OUT_MTA_STS_TESTING: a policy in testing mode refuses nothing (RFC 8461, 5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);

	sts_policy(r, "", "testing", "elsewhere.test");
	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(s, 1);
}

const struct test_case OUT_MTA_STS_TESTING = {
	.text = "a policy in testing mode keeps no mail back",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
