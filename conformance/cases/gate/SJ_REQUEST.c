/* SJ_REQUEST: a legacy Secure-Join request passes in clear: two people who have no
 * keys yet begin this way. */
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
		{ "vc-request", with(r, "vc-request", "vc-request") },
		{ "vg-request", with(r, "vg-request", "vg-request") },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case SJ_REQUEST = {
	.text = "vc-request and vg-request pass in clear",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
};
