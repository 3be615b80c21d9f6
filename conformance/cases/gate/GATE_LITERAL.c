/* GATE_LITERAL: a literal data packet is cleartext in armor. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "alone", mail_of_packets(r, pgp_packet(r, 11, SPAN("b\0\0\0\0\0hello"))) },
		{ "behind a PKESK",
		    mail_of_packets(
			r, edit_join(r, pgp_esk(r), pgp_packet(r, 11, SPAN("b\0\0\0\0\0hello")))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_LITERAL = {
	.text = "a literal packet is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
