/* OUT_MX_REFUSED: a host that refuses the recipient for good has spoken for its domain (RFC
 * 5321, 4.2.1): the sender is told and no other host gets the message. In the twin the first host
 * is dead. */
#include "conformance/case.h"

static struct sink *
send_to(struct run *r, bool dead)
{
	struct sink *first = sink_open(r, "mx1", (struct sink_how){ .dead = dead });
	struct sink *second = sink_open(r, "mx2", (struct sink_how){ .certificate = SINK_GOOD });

	if (!dead)
		sink_rule(first, "RCPT", "550 5.1.1 nobody of this name", 0);
	dnsc_set(r, "", "MX", "10 mx1");
	dnsc_add(r, "", "MX", "20 mx2");
	return second;
}

static void
play(struct run *r)
{
	struct sink *second = send_to(r, false);
	const char *to = peer_address(r, "bob", "");
	struct imapc *box = imapc_inbox(r, account(r, 0));

	need_sent(r, to);
	expect_returned(r, box, to);
	expect_no_command(second, "RCPT");
}

static void
twin(struct run *r)
{
	struct sink *second = send_to(r, true);

	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(second, 1);
}

const struct test_case OUT_MX_REFUSED = {
	.text = "after a refusal for good no other MX host is asked",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
