/* DKIM_TAG_DUPLICATE: a list with a tag twice is no list (RFC 6376, 3.2): two readers would
 * take two different values. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct dkim_fault faults[] = {
		{ "two d=", { .more = run_text(r, "d=sub.%s", peer_domain(r)) } },
		{ "two h=", { .more = "h=From" } },
		{ "two of a stranger", { .more = "foo=1; foo=1" } },
	};

	expect_faults_refused(r, faults, COUNT_OF(faults));
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_TAG_DUPLICATE = {
	.text = "a signature with a tag twice does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
