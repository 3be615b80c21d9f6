/* GATE_PARTIAL_ESK: partial lengths are for data packets only (RFC 9580, 4.2.1.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_packets(r,
		edit_join(r,
		    pgp_packet_partial(
			r, 1, pgp_filler(r, "\3\0\0\0\0\0\0\0\0\1\x0f\xff", 12, 600), 9),
		    pgp_seipd(r))),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r,
	    mail_of_packets(r,
		edit_join(r,
		    pgp_packet(r, 1, pgp_filler(r, "\3\0\0\0\0\0\0\0\0\1\x0f\xff", 12, 600)),
		    pgp_seipd(r))));
}

const struct test_case GATE_PARTIAL_ESK = {
	.text = "a partial length on PKESK is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
