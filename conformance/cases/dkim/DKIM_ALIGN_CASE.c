/* DKIM_ALIGN_CASE: domains are compared without case (RFC 5321, 2.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *domain = peer_domain(r), *big = run_upper(r, domain);
	const char *to = account(r, 0)->address;
	struct dkim_how small = { .domain = domain }, capitals = { .domain = big };
	const struct variant v[] = {
		{ "d= in capitals",
		    dkimc_sign(r, mail_encrypted(r, peer_sender(r), to), &capitals) },
		{ "From in capitals",
		    dkimc_sign(r, mail_encrypted(r, run_text(r, "alice@%s", big), to), &small) },
	};

	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_ALIGN_CASE = {
	.text = "domains are compared without case",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
