/* DKIM_RSA_1024: every verifier takes keys from 1024 bits on (RFC 8301, 3.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .bits = 1024 };

	expect_mx_accepted(r, dkimc_sign(r, m, &how));
}

const struct test_case DKIM_RSA_1024 = {
	.text = "a key of 1024 bits is accepted",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
