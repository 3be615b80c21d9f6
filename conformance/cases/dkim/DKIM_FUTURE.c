/* DKIM_FUTURE: a signature from the future is none yet (RFC 6376, 3.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .t = dkimc_time(r, 3600) };

	expect_mx_refused(r, dkimc_sign(r, m, &how), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_FUTURE = {
	.text = "a signature from the future does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
