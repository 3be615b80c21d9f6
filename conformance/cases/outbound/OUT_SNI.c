/* OUT_SNI: the handshake names the MX host (RFC 6066, 3): peers with several names choose their
 * certificate by it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);

	need_sent(r, peer_address(r, "bob", ""));
	struct sink_mail m = need_mail_at(s, 1);
	expect_true(r, span_eq_nocase(span_str(m.sni), span_str(sink_name(s))), sink_name(s), "%s",
	    *m.sni ? m.sni : "no server name");
}

const struct test_case OUT_SNI = {
	.text = "the TLS handshake names the MX host",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
