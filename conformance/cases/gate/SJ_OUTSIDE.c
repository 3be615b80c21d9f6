/* SJ_OUTSIDE: text outside the part of a request is a letter. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_of_request(r, "vc-request", "vc-request");
	const struct variant v[] = {
		/* The header block ends with the quoted boundary. */
		{ "preamble", edit_after(r, m, "\"\r\n\r\n", SPAN("hello\r\n")) },
		{ "epilogue", edit_join(r, m, SPAN("hello\r\n")) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_request(r, "vc-request", "vc-request"));
}

const struct test_case SJ_OUTSIDE = {
	.text = "text outside the part of a request is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
