/* DKIM_REVOKED: an empty p= says that the key is no longer anybody's (RFC 6376, 3.6.1). */
#include "conformance/case.h"

static struct span
signed_with(struct run *r, const char *key)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .unpublished = true };

	dkimc_publish(r, &how, "v=DKIM1; k=rsa; p=%s", key);
	return dkimc_sign(r, m, &how);
}

static void
play(struct run *r)
{
	expect_mx_refused(r, signed_with(r, ""), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, signed_with(r, dkimc_key(r, NULL)));
}

const struct test_case DKIM_REVOKED = {
	.text = "a revoked key signs nothing",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
