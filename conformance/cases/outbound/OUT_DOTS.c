/* OUT_DOTS: lines that begin with dots arrive as they were (RFC 5321, 4.5.2). Encrypted text has
 * none, but a field name may begin with one. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	const char *to = peer_address(r, "bob", "");

	need_sent_text(r, to,
	    edit_before(r, mail_encrypted(r, sender(r), to),
		"Chat-Version:", SPAN(".Dot: one\r\n..Dots: two\r\n")));
	struct span got = need_mail_at(s, 1).octets;
	expect_true(
	    r, span_eq(mail_field(got, ".Dot"), SPAN("one")), ".Dot: one", "missing or changed");
	expect_true(r, span_eq(mail_field(got, "..Dots"), SPAN("two")), "..Dots: two",
	    "missing or changed");
}

const struct test_case OUT_DOTS = {
	.text = "lines that begin with dots arrive unchanged at other servers",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
