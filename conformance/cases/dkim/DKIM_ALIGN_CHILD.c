/* DKIM_ALIGN_CHILD: who owns a name below the author's is not the author (chatmail/relay
 * doc/source/overview.rst: d= equals the domain in From). */
#include "conformance/case.h"

static struct span
signed_by(struct run *r, const char *domain)
{
	return dkimc_sign(r, mail_encrypted(r, peer_sender(r), account(r, 0)->address),
	    &(struct dkim_how){ .domain = domain });
}

static void
play(struct run *r)
{
	expect_mx_refused(r, signed_by(r, peer_name(r, "sub")), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, signed_by(r, peer_domain(r)));
}

const struct test_case DKIM_ALIGN_CHILD = {
	.text = "a signature of a domain below does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
