/* SJ_TWICE: two Secure-Join fields give two readings. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "request first",
		    mail_of_shape(r,
			(struct mail_shape){
			    .type = "Content-Type: multipart/mixed; boundary=\"%B\"\r\n",
			    .head = "Secure-Join: vc-request\r\nSecure-Join: vc-auth-required\r\n",
			    .whole_body = "--%B\r\nContent-Type: text/plain\r\n\r\nSecure-Join: "
					  "vc-request\r\n"
					  "--%B--\r\n" }) },
		{ "request last",
		    mail_of_shape(r,
			(struct mail_shape){
			    .type = "Content-Type: multipart/mixed; boundary=\"%B\"\r\n",
			    .head = "Secure-Join: hello\r\nSecure-Join: vc-request\r\n",
			    .whole_body = "--%B\r\nContent-Type: text/plain\r\n\r\nSecure-Join: "
					  "vc-request\r\n"
					  "--%B--\r\n" }) },
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

const struct test_case SJ_TWICE = {
	.text = "two Secure-Join fields are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
