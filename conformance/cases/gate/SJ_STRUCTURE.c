/* SJ_STRUCTURE: a request is a multipart with one text/plain part; more parts are room
 * for a letter. */
#include "conformance/case.h"

#define MIXED "Content-Type: multipart/mixed; boundary=\"%B\"\r\n"
#define PLAIN "--%B\r\nContent-Type: text/plain\r\n\r\n"
#define STEP  "Secure-Join: vc-request\r\n"

static struct span
request(struct run *r, const char *type, const char *body)
{
	return mail_of_shape(r,
	    (struct mail_shape){ .type = type,
		.head = STEP "Secure-Join-Invitenumber: abc\r\n",
		.whole_body = body });
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "top-level text/plain", request(r, "Content-Type: text/plain\r\n", STEP) },
		{ "two parts", request(r, MIXED, PLAIN STEP PLAIN "hello\r\n--%B--\r\n") },
		{ "one part, text/html",
		    request(
			r, MIXED, "--%B\r\nContent-Type: text/html\r\n\r\n" STEP "--%B--\r\n") },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, request(r, MIXED, PLAIN STEP "--%B--\r\n"));
}

const struct test_case SJ_STRUCTURE = {
	.text = "a request of another structure is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
