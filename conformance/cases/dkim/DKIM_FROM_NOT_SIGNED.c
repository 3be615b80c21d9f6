/* DKIM_FROM_NOT_SIGNED: From is what a signature is about (RFC 6376, 5.4 and 6.1.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .fields = "To:Subject:Date:Message-ID" };

	expect_mx_refused(r, dkimc_sign(r, m, &how), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_FROM_NOT_SIGNED = {
	.text = "a signature without From does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
