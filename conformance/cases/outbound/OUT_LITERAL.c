/* OUT_LITERAL: mail to an address literal is sent to that address, over TLS that nobody can
 * verify (RFC 5321, 4.1.3; chatmail/relay smtp_tls_policy_map: relays without a name). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_open(
	    r, "mx1", (struct sink_how){ .certificate = SINK_SELF_SIGNED, .unpublished = true });
	const char *to = run_text(r, "bob@[%s]", sink_address(s));

	need_sent(r, to);
	struct sink_mail m = expect_mail_at(s, 1);
	expect_true(r, m.tls != 0, "the message inside TLS", "it came in clear");
	expect_true(r, m.to_n == 1 && span_eq(span_str(m.to[0]), span_str(to)), to, "%s",
	    m.to_n > 0 ? m.to[0] : "no recipient");
}

const struct test_case OUT_LITERAL = {
	.text = "mail to an address literal goes over unverified TLS",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
