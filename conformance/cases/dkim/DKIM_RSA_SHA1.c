/* DKIM_RSA_SHA1: SHA-1 is over (RFC 8301, 3.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .algorithm = DKIMC_RSA_SHA1 };

	expect_mx_refused(r, dkimc_sign(r, m, &how), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_RSA_SHA1 = {
	.text = "a signature with SHA-1 does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
