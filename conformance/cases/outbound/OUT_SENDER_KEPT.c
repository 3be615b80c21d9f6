/* OUT_SENDER_KEPT: the envelope sender is the author (RFC 5321, 3.3): no SRS, no VERP. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);

	need_sent(r, peer_address(r, "bob", ""));
	struct sink_mail m = need_mail_at(s, 1);
	expect_true(
	    r, span_eq_nocase(span_str(m.from), span_str(sender(r))), sender(r), "%s", m.from);
}

const struct test_case OUT_SENDER_KEPT = {
	.text = "the envelope sender of outgoing mail is the author",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
