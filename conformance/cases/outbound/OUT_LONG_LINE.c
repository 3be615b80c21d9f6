/* OUT_LONG_LINE: a reply line of 100000 octets, as the first greeting of a host, does not keep
 * the message from arriving: now, or with the next attempt (RFC 5321, 4.5.3.1.5 has 512). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	struct span text = pgp_filler(r, "220 ", 4, (size_t)limit_number(r, "out_line_octets"));

	sink_rule(s, "", run_text(r, "%.*s", (int)text.n, (const char *)text.p), 1);
	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_within(s, 1, (unsigned)limit_number(r, "out_retry_seconds"));
}

const struct test_case OUT_LONG_LINE = {
	.text = "a reply line of 100000 octets does no harm",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.seconds = 45,
	.play = play,
};
