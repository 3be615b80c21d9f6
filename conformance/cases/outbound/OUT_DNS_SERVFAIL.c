/* OUT_DNS_SERVFAIL: trouble of DNS is no reason to give up (RFC 5321, 5.1): the message waits,
 * and is delivered when there are answers again. They come when later mail shows that the relay has
 * gone on. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_open(r, "broken", (struct sink_how){ .certificate = SINK_GOOD });

	dnsc_behave(r, "broken", DNSC_SERVFAIL);
	need_sent(r, peer_address(r, "bob", "broken"));
	need_asked(r, "broken", NULL, 1);
	need_sent_fence(r);
	dnsc_behave(r, "broken", DNSC_ANSWERS);
	expect_mail_within(s, 1, (unsigned)limit_number(r, "out_retry_seconds"));
}

const struct test_case OUT_DNS_SERVFAIL = {
	.text = "mail waits while DNS fails",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.seconds = 45,
	.play = play,
};
