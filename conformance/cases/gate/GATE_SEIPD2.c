/* GATE_SEIPD2: PKESK v6 with SEIPD v2 is what the real client sends when all keys
 * allow it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "v6, v2",
		    mail_of_packets(r,
			edit_join(r, pgp_packet(r, 1, pgp_pkesk(r, 6)),
			    pgp_packet(r, 18, pgp_seipd2(r, 7, 2, 7, 200)))) },
		{ "v6, v6, v2",
		    mail_of_packets(r,
			edit_join(r, pgp_packet(r, 1, pgp_pkesk(r, 6)),
			    edit_join(r, pgp_packet(r, 1, pgp_pkesk(r, 6)),
				pgp_packet(r, 18, pgp_seipd2(r, 9, 2, 7, 200))))) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_SEIPD2 = {
	.text = "PKESK v6 with SEIPD v2 is accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
};
