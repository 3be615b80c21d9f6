/* DKIM_LENGTH: a signature over a part of the body vouches for that part, and what follows can
 * be anybody's (RFC 6376, 8.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct dkim_fault faults[] = {
		{ "l=0", { .limited = true } },
		{ "a part of the body", { .limited = true, .length = 300 } },
	};

	expect_faults_refused(r, faults, COUNT_OF(faults));
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_LENGTH = {
	.text = "a signature over a part of the body does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
	.twin = twin,
};
