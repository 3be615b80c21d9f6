/* SMTP_DOTS: lines that begin with a dot arrive as they were (RFC 5321, 4.5.2).
 * Encrypted text has none, but a field name may begin with one. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	m = edit_before(r, m, "Chat-Version:", SPAN(".Dot: one\r\n..Dots: two\r\n"));
	struct span got = expect_accepted(r, m);
	expect_true(
	    r, span_eq(mail_field(got, ".Dot"), SPAN("one")), ".Dot: one", "missing or changed");
	expect_true(r, span_eq(mail_field(got, "..Dots"), SPAN("two")), "..Dots: two",
	    "missing or changed");
}

const struct test_case SMTP_DOTS = {
	.text = "lines that begin with dots arrive unchanged",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
