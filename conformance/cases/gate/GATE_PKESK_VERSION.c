/* GATE_PKESK_VERSION: a PKESK packet has version 3 or 6; another first octet may begin
 * cleartext. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "version 2",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 1, pgp_pkesk(r, 2)), pgp_seipd(r))) },
		{ "version 4",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 1, pgp_pkesk(r, 4)), pgp_seipd(r))) },
		{ "algorithm of signatures",
		    mail_of_packets(r,
			edit_join(r,
			    pgp_packet(r, 1, pgp_filler(r, "\3\0\0\0\0\0\0\0\0\x11", 10, 90)),
			    pgp_seipd(r))) },
		{ "the same in version 6",
		    mail_of_packets(r,
			edit_join(
			    r, pgp_packet(r, 1, pgp_filler(r, "\6\0\x11", 3, 76)), pgp_seipd(r))) },
		{ "text",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 1, SPAN("hello")), pgp_seipd(r))) },
		{ "empty",
		    mail_of_packets(r, edit_join(r, pgp_packet(r, 1, SPAN("")), pgp_seipd(r))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(
	    r, mail_of_packets(r, edit_join(r, pgp_packet(r, 1, pgp_pkesk(r, 3)), pgp_seipd(r))));
}

const struct test_case GATE_PKESK_VERSION = {
	.text = "a PKESK packet of another version is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 7,
	.play = play,
	.twin = twin,
};
