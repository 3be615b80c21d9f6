/* GATE_ESK_MIX: session key packets come in any order and number; a hidden recipient
 * has key id 0. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "PKESK SKESK",
		    mail_of_packets(r,
			edit_join(r, pgp_packet(r, 1, pgp_pkesk(r, 3)),
			    edit_join(r, pgp_packet(r, 3, pgp_skesk(r, 4)), pgp_seipd(r)))) },
		{ "SKESK PKESK SKESK",
		    mail_of_packets(r,
			edit_join(r, pgp_packet(r, 3, pgp_skesk(r, 4)),
			    edit_join(r, pgp_packet(r, 1, pgp_pkesk(r, 3)),
				edit_join(r, pgp_packet(r, 3, pgp_skesk(r, 4)), pgp_seipd(r))))) },
		{ "hidden recipient",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 1, pgp_pkesk(r, 3)), pgp_seipd(r))) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_ESK_MIX = {
	.text = "PKESK and SKESK in any order are accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
};
