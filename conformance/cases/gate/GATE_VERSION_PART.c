/* GATE_VERSION_PART: the first part says Version: 1 and nothing else (RFC 3156, 4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "version 2",
		    mail_of_shape(r, (struct mail_shape){ .part1_body = "Version: 2\r\n" }) },
		{ "text behind",
		    mail_of_shape(
			r, (struct mail_shape){ .part1_body = "Version: 1\r\nhello\r\n" }) },
		{ "text on the line",
		    mail_of_shape(r, (struct mail_shape){ .part1_body = "Version: 1 hello\r\n" }) },
		{ "empty", mail_of_shape(r, (struct mail_shape){ .part1_body = "" }) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_VERSION_PART = {
	.text = "a first part other than Version: 1 is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 5,
	.play = play,
	.twin = twin,
};
