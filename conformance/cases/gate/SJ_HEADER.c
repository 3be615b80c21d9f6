/* SJ_HEADER: only the two first steps pass in clear; the later ones carry secrets and
 * are encrypted. */
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
		{ "vc-auth-required", with(r, "vc-auth-required", "vc-request") },
		{ "vc-request-with-auth", with(r, "vc-request-with-auth", "vc-request") },
		{ "vc-request-x", with(r, "vc-request-x", "vc-request") },
		{ "upper case", with(r, "VC-REQUEST", "vc-request") },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, with(r, "vc-request", "vc-request"));
}

const struct test_case SJ_HEADER = {
	.text = "other Secure-Join steps are refused in clear",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 5,
	.play = play,
	.twin = twin,
};
