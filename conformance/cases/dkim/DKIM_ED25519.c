/* DKIM_ED25519: every verifier knows Ed25519 (RFC 8463, 5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .algorithm = DKIMC_ED25519_SHA256 };

	expect_mx_accepted(r, dkimc_sign(r, m, &how));
}

const struct test_case DKIM_ED25519 = {
	.text = "a signature with Ed25519 is accepted",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
