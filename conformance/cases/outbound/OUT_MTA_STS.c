/* OUT_MTA_STS: a policy in mode enforce that does not name the MX host keeps mail from it (RFC
 * 8461, 4.1 and 5), whether the relay calls there or not. Decided behind later mail that needed two
 * attempts. The twin's policy names the host. */
#include "conformance/case.h"

static struct sink *
send_with(struct run *r, const char *mx)
{
	struct sink *s = sink_mx(r);

	sts_policy(r, "", "enforce", mx);
	need_sent(r, peer_address(r, "bob", ""));
	return s;
}

static void
play(struct run *r)
{
	struct sink *s = send_with(r, "elsewhere.test");

	need_slow_fence(r);
	expect_no_command(s, "MAIL");
}

static void
twin(struct run *r)
{
	expect_mail_at(send_with(r, NULL), 1);
}

const struct test_case OUT_MTA_STS = {
	.text = "mail does not go where an MTA-STS policy forbids it",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 3,
	.seconds = 45,
	.play = play,
	.twin = twin,
};
