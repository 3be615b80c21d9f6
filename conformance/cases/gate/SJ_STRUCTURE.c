/* SJ_STRUCTURE: a request is a multipart with one text/plain part; more parts are room
 * for a letter. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "top-level text/plain",
		    mail_of_shape(r,
			(struct mail_shape){ .type = "Content-Type: text/plain\r\n",
			    .head = "Secure-Join: vc-request\r\nSecure-Join-Invitenumber: abc\r\n",
			    .whole_body = "Secure-Join: vc-request\r\n" }) },
		{ "two parts",
		    mail_of_shape(r,
			(struct mail_shape){
			    .type = "Content-Type: multipart/mixed; boundary=\"%B\"\r\n",
			    .head = "Secure-Join: vc-request\r\nSecure-Join-Invitenumber: abc\r\n",
			    .whole_body =
				"--%B\r\nContent-Type: text/plain\r\n\r\nSecure-Join: "
				"vc-request\r\n"
				"--%B\r\nContent-Type: text/plain\r\n\r\nhello\r\n--%B--\r\n" }) },
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

const struct test_case SJ_STRUCTURE = {
	.text = "a request of another structure is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
