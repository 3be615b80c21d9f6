/* OUT_MTA_STS_HUGE: a policy of megabytes is not read to its end, and counts as none (RFC 8461,
 * 3.3 speaks of 64 kilobytes). What it says, in case it is read, would forbid the delivery. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	struct span policy = SPAN("version: STSv1\r\nmode: enforce\r\nmx: elsewhere.test\r\n"
				  "max_age: 86400\r\nfiller: ");
	size_t n = (size_t)limit_number(r, "out_policy_octets");

	sts_policy_raw(r, "", pgp_filler(r, (const char *)policy.p, policy.n, n),
	    (struct sink_how){ .certificate = SINK_GOOD });
	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(s, 1);
}

const struct test_case OUT_MTA_STS_HUGE = {
	.text = "a policy of megabytes counts as none",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
