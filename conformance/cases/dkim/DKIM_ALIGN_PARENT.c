/* DKIM_ALIGN_PARENT: who owns a name above the author's is not the author (RFC 6376, 8.14;
 * chatmail/relay doc/source/overview.rst: d= equals the domain in From). */
#include "conformance/case.h"

static struct span
signed_by(struct run *r, const char *domain)
{
	const char *from = peer_address(r, "alice", "sub");

	return dkimc_sign(r, mail_encrypted(r, from, account(r, 0)->address),
	    &(struct dkim_how){ .domain = domain });
}

static void
play(struct run *r)
{
	expect_mx_refused(r, signed_by(r, peer_domain(r)), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_ALIGN_PARENT = {
	.text = "a signature of the parent domain does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
