/* SJ_HEADER: only the two first steps pass in clear; the later ones carry secrets and
 * are encrypted. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "vc-auth-required", mail_of_request(r, "vc-auth-required", "vc-request") },
		{ "vc-request-with-auth",
		    mail_of_request(r, "vc-request-with-auth", "vc-request") },
		{ "vc-request-x", mail_of_request(r, "vc-request-x", "vc-request") },
		{ "upper case", mail_of_request(r, "VC-REQUEST", "vc-request") },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_request(r, "vc-request", "vc-request"));
}

const struct test_case SJ_HEADER = {
	.text = "other Secure-Join steps are refused in clear",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 5,
	.play = play,
	.twin = twin,
};
