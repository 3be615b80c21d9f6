/* MX_SECUREJOIN: the exception by which people meet without keys holds between relays as well
 * (chatmail/filtermail message.rs; decision Q-38). */
#include "conformance/case.h"

static struct span
request(struct run *r, const char *step)
{
	return dkimc_sign(
	    r, mail_securejoin(r, peer_sender(r), account(r, 0)->address, step, step), NULL);
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "vc-request", request(r, "vc-request") },
		{ "vg-request", request(r, "vg-request") },
	};

	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case MX_SECUREJOIN = {
	.text = "signed requests to verify a contact pass in clear",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
