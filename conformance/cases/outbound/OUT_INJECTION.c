/* OUT_INJECTION: what comes behind the reply to STARTTLS is no answer inside TLS (RFC 3207,
 * 4.2). A whole transaction of answers is injected there, and inside TLS the message is put off: a
 * relay that believed the injected ones takes it for delivered and never calls again. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_open(r, "mx1", (struct sink_how){ .offers = "8BITMIME" });

	sink_rule(s, "STARTTLS",
	    "220 go ahead\n250-mx1\n250 8BITMIME\n250 sender\n250 recipient\n354 text\n250 taken",
	    1);
	sink_rule(s, "MAIL", "451 4.3.0 not now", 1);
	dnsc_set(r, "", "MX", "10 mx1");
	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_within(s, 1, (unsigned)limit_number(r, "out_retry_seconds"));
}

const struct test_case OUT_INJECTION = {
	.text = "answers from before TLS do not count inside it",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.seconds = 45,
	.play = play,
};
