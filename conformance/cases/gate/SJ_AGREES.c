/* SJ_AGREES: field and text name the same step (profile strict). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "vc and vg", mail_of_request(r, "vc-request", "vg-request") },
		{ "vg and vc", mail_of_request(r, "vg-request", "vc-request") },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_request(r, "vc-request", "vc-request"));
}

const struct test_case SJ_AGREES = {
	.text = "a request whose field and text differ is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
