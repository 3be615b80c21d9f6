/* SJ_BODY: the body of a request is the request, otherwise it is a letter. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "text behind", mail_of_request(r, "vc-request", "vc-request hello") },
		{ "another line", mail_of_request(r, "vc-request", "vc-request\r\nhello") },
		{ "a letter", mail_of_request(r, "vc-request", "\r\nhello, this is a letter") },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_request(r, "vc-request", "vc-request"));
}

const struct test_case SJ_BODY = {
	.text = "a request with another body is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
