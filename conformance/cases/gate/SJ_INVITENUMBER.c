/* SJ_INVITENUMBER: the invite number of a request reaches the other side unchanged, or
 * the join fails. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_shaped(r, sender(r), recipient(r),
	    (struct mail_shape){ .type = "Content-Type: multipart/mixed; boundary=\"%B\"\r\n",
		.head = "Secure-Join: vc-request\r\nSecure-Join-Invitenumber: aB3-xyz_09\r\n",
		.whole_body = "--%B\r\nContent-Type: text/plain\r\n\r\nSecure-Join: vc-request\r\n"
			      "--%B--\r\n" });
	struct span got = expect_accepted(r, m);
	struct span number = mail_field(got, "Secure-Join-Invitenumber");

	expect_true(r, span_eq(number, SPAN("aB3-xyz_09")), "the number as sent", "\"%.*s\"",
	    (int)number.n, (const char *)number.p);
	expect_true(r, span_eq(mail_field(got, "Secure-Join"), SPAN("vc-request")),
	    "the step as sent", "another");
}

const struct test_case SJ_INVITENUMBER = {
	.text = "Secure-Join-Invitenumber arrives unchanged",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
