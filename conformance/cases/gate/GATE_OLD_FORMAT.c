/* GATE_OLD_FORMAT: GnuPG writes session key packets with legacy headers; RFC 9580,
 * 4.2.2 still reads them. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "one-octet length",
		    mail_of_packets(
			r, edit_join(r, pgp_packet_old(r, 1, pgp_pkesk(r, 3)), pgp_seipd(r))) },
		{ "two-octet length",
		    mail_of_packets(r,
			edit_join(r,
			    pgp_packet_old(
				r, 1, pgp_filler(r, "\3\0\0\0\0\0\0\0\0\1\x0f\xff", 12, 12 + 512)),
			    pgp_seipd(r))) },
		{ "SKESK",
		    mail_of_packets(
			r, edit_join(r, pgp_packet_old(r, 3, pgp_skesk(r, 4)), pgp_seipd(r))) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_OLD_FORMAT = {
	.text = "legacy packet headers are accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
};
