/* GATE_PARTIAL: SEIPD may come in partial chunks (RFC 9580, 4.2.1.4); the last length
 * may be 0. Files are sent this way. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "512 and rest",
		    mail_of_packets(r,
			edit_join(
			    r, pgp_esk(r), pgp_packet_partial(r, 18, pgp_seipd1(r, 700), 9))) },
		{ "last length 0",
		    mail_of_packets(r,
			edit_join(
			    r, pgp_esk(r), pgp_packet_partial(r, 18, pgp_seipd1(r, 1024), 9))) },
		{ "8192 and rest",
		    mail_of_packets(r,
			edit_join(
			    r, pgp_esk(r), pgp_packet_partial(r, 18, pgp_seipd1(r, 20000), 13))) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_PARTIAL = {
	.text = "partial body lengths in SEIPD are accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
};
