/* DKIM_EXPIRED: until when the signature vouches is the signer's to say (RFC 6376, 3.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .t = dkimc_time(r, -7200), .x = dkimc_time(r, -3600) };

	expect_mx_refused(r, dkimc_sign(r, m, &how), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_EXPIRED = {
	.text = "an expired signature does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
