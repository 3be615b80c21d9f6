/* DKIM_RSA_4096: every verifier takes keys up to 4096 bits (RFC 8301, 3.2), whose records need
 * more than one string and more than a small datagram. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .bits = 4096 };

	expect_mx_accepted(r, dkimc_sign(r, m, &how));
}

const struct test_case DKIM_RSA_4096 = {
	.text = "a key of 4096 bits is accepted",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
