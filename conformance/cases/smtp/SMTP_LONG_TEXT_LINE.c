/* SMTP_LONG_TEXT_LINE: a text line of 998 octets and CRLF passes unchanged (RFC 5321,
 * 4.5.3.1.6). It stands in a header: encrypted text has short lines. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	size_t octets = (size_t)limit_number(r, "smtp_text_line_octets") - 2;
	struct span value = pgp_filler(r, "", 0, octets - 8);
	struct span line = edit_join(r, SPAN("X-Long: "), edit_join(r, value, SPAN("\r\n")));
	struct span m = mail_encrypted(r, sender(r), recipient(r));
	struct span got = expect_accepted(r, edit_before(r, m, "Chat-Version:", line));

	expect_true(r, span_eq(mail_field(got, "X-Long"), value), "the line as sent",
	    "%zu octets arrived", mail_field(got, "X-Long").n);
}

const struct test_case SMTP_LONG_TEXT_LINE = {
	.text = "a line of 998 octets arrives unchanged",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
