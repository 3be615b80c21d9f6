/* GATE_LENGTH_FORMS: lengths of one, two and five octets, at their borders, and a
 * longer form than needed (RFC 9580, 4.2.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "191",
		    mail_of_packets(
			r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 191)))) },
		{ "192",
		    mail_of_packets(
			r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 192)))) },
		{ "8383",
		    mail_of_packets(
			r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 8383)))) },
		{ "8384",
		    mail_of_packets(
			r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 8384)))) },
		{ "five octets",
		    mail_of_packets(r,
			edit_join(r, pgp_packet_long(r, 1, pgp_pkesk(r, 3)),
			    pgp_packet_long(r, 18, pgp_seipd1(r, 100)))) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_LENGTH_FORMS = {
	.text = "every form of packet length is accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 6,
	.play = play,
};
