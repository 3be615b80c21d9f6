/* DKIM_TAG_NO_VERSION: v=1 is what says how the rest is meant (RFC 6376, 3.5 and 6.1.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct dkim_fault faults[] = {
		{ "none", { .order = "a c d s h bh b" } },
		{ "v=2", { .v = "2" } },
		{ "v=1.0", { .v = "1.0" } },
	};

	expect_faults_refused(r, faults, COUNT_OF(faults));
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_TAG_NO_VERSION = {
	.text = "a signature without v=1 does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
