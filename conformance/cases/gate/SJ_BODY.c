/* SJ_BODY: the body of a request is the request, otherwise it is a letter. */
#include "conformance/case.h"

static struct span
with(struct run *r, const char *header_step, const char *body_step)
{
	return mail_securejoin(r, sender(r), recipient(r), header_step, body_step);
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "text behind", with(r, "vc-request", "vc-request hello") },
		{ "another line", with(r, "vc-request", "vc-request\r\nhello") },
		{ "a letter", with(r, "vc-request", "\r\nhello, this is a letter") },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, with(r, "vc-request", "vc-request"));
}

const struct test_case SJ_BODY = {
	.text = "a request with another body is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
