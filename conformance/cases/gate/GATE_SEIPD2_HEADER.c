/* GATE_SEIPD2_HEADER: version 2 names cipher, AEAD mode and chunk size; unknown
 * numbers mean that nobody can decrypt. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "cipher 0",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd2(r, 0, 2, 6, 100)))) },
		{ "cipher 3",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd2(r, 3, 2, 6, 100)))) },
		{ "cipher 99",
		    mail_of_packets(r,
			edit_join(
			    r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd2(r, 99, 2, 6, 100)))) },
		{ "AEAD 0",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd2(r, 9, 0, 6, 100)))) },
		{ "AEAD 9",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd2(r, 9, 9, 6, 100)))) },
		{ "chunk 17",
		    mail_of_packets(r,
			edit_join(
			    r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd2(r, 9, 2, 17, 100)))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r,
	    mail_of_packets(
		r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd2(r, 9, 2, 16, 100)))));
}

const struct test_case GATE_SEIPD2_HEADER = {
	.text = "a SEIPD v2 packet with unknown algorithms is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 7,
	.play = play,
	.twin = twin,
};
