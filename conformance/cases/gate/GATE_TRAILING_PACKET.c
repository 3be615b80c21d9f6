/* GATE_TRAILING_PACKET: a packet behind the SEIPD packet is not part of what is
 * encrypted. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span literal = pgp_packet(r, 11, SPAN("b\0\0\0\0\0hello"));
	struct span whole = edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 300)));
	struct span parted =
	    edit_join(r, pgp_esk(r), pgp_packet_partial(r, 18, pgp_seipd1(r, 700), 9));
	const struct variant v[] = {
		{ "literal", mail_of_packets(r, edit_join(r, pgp_packets(r), literal)) },
		{ "literal behind one length", mail_of_packets(r, edit_join(r, whole, literal)) },
		{ "literal behind chunks", mail_of_packets(r, edit_join(r, parted, literal)) },
		{ "padding",
		    mail_of_packets(
			r, edit_join(r, pgp_packets(r), pgp_packet(r, 21, SPAN("hello")))) },
		{ "marker",
		    mail_of_packets(
			r, edit_join(r, pgp_packets(r), pgp_packet(r, 10, SPAN("PGP")))) },
		{ "private 60",
		    mail_of_packets(
			r, edit_join(r, pgp_packets(r), pgp_packet(r, 60, SPAN("hello")))) },
		{ "trust",
		    mail_of_packets(
			r, edit_join(r, pgp_packets(r), pgp_packet(r, 12, SPAN("hello")))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_TRAILING_PACKET = {
	.text = "a packet behind SEIPD is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 8,
	.play = play,
	.twin = twin,
};
