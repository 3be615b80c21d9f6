/* SJ_OUTSIDE: text outside the part of a request is a letter. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "preamble",
		    mail_of_shape(r,
			(struct mail_shape){
			    .type = "Content-Type: multipart/mixed; boundary=\"%B\"\r\n",
			    .head = "Secure-Join: vc-request\r\nSecure-Join-Invitenumber: abc\r\n",
			    .whole_body = "hello\r\n"
					  "--%B\r\nContent-Type: text/plain\r\n\r\nSecure-Join: "
					  "vc-request\r\n"
					  "--%B--\r\n" }) },
		{ "epilogue",
		    mail_of_shape(r,
			(struct mail_shape){
			    .type = "Content-Type: multipart/mixed; boundary=\"%B\"\r\n",
			    .head = "Secure-Join: vc-request\r\nSecure-Join-Invitenumber: abc\r\n",
			    .whole_body = "--%B\r\nContent-Type: text/plain\r\n\r\nSecure-Join: "
					  "vc-request\r\n"
					  "--%B--\r\nhello\r\n" }) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r,
	    mail_of_shape(r,
		(struct mail_shape){ .type = "Content-Type: multipart/mixed; boundary=\"%B\"\r\n",
		    .head = "Secure-Join: vc-request\r\nSecure-Join-Invitenumber: abc\r\n",
		    .whole_body =
			"--%B\r\nContent-Type: text/plain\r\n\r\nSecure-Join: vc-request\r\n"
			"--%B--\r\n" }));
}

const struct test_case SJ_OUTSIDE = {
	.text = "text outside the part of a request is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
