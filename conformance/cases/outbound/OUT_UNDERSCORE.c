/* OUT_UNDERSCORE: mail to a domain that begins with an underscore is sent over TLS that nobody
 * can verify (chatmail/relay smtp_tls_policy_map, chatmail/filtermail worker.rs: test relays). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_open(r, "_lab", (struct sink_how){ .certificate = SINK_SELF_SIGNED });

	need_sent(r, peer_address(r, "bob", "_lab"));
	struct sink_mail m = expect_mail_at(s, 1);
	expect_true(r, m.tls != 0, "the message inside TLS", "it came in clear");
}

const struct test_case OUT_UNDERSCORE = {
	.text = "mail to a domain with an underscore goes over unverified TLS",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
