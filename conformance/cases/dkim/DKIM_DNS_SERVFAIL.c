/* DKIM_DNS_SERVFAIL: DNS that cannot answer is no answer: the sender is to come back (RFC
 * 6376, 6.1.2 and 6.3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .selector = "ill" };

	m = dkimc_sign(r, m, &how);
	dnsc_behave(r, dkimc_place(r, &how), DNSC_SERVFAIL);
	expect_mx_refused(r, m, "451 4xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_DNS_SERVFAIL = {
	.text = "trouble with DNS is a temporary answer",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
