/* GATE_SKESK: a session key under a passphrase counts like one under a key: Secure-
 * Join and channels send it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "v4, v1",
		    mail_of_packets(r,
			edit_join(r, pgp_packet(r, 3, pgp_skesk(r, 4)),
			    pgp_packet(r, 18, pgp_seipd1(r, 200)))) },
		{ "v6, v2",
		    mail_of_packets(r,
			edit_join(r, pgp_packet(r, 3, pgp_skesk(r, 6)),
			    pgp_packet(r, 18, pgp_seipd2(r, 7, 2, 7, 200)))) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_SKESK = {
	.text = "SKESK with SEIPD is accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
};
