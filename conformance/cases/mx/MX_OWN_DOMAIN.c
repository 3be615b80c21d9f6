/* MX_OWN_DOMAIN: from outside nobody writes in the name of an account here: neither without a
 * signature nor with that of another domain (chatmail/filtermail inbound.rs). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct dkim_how how = { .domain = peer_domain(r) };
	struct span m = mail_encrypted(r, account(r, 1)->address, account(r, 0)->address);
	const struct variant v[] = {
		{ "unsigned", m },
		{ "signed by another domain", dkimc_sign(r, m, &how) },
	};

	expect_each_mx_refused(r, v, COUNT_OF(v), "554 5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case MX_OWN_DOMAIN = {
	.text = "mail from outside in the name of an account is refused",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
