/* GATE_SIGNED: a signed message is readable by everybody. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "one-pass signature",
		    mail_of_packets(r,
			edit_join(r, pgp_packet(r, 4, SPAN("\3\0\x08\x16keyidkey\1")),
			    pgp_packet(r, 11, SPAN("b\0\0\0\0\0hello")))) },
		{ "signature",
		    mail_of_packets(r,
			edit_join(r, pgp_packet(r, 2, SPAN("\4\0\x16\x08\0\0\0\0hh")),
			    pgp_packet(r, 11, SPAN("b\0\0\0\0\0hello")))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_SIGNED = {
	.text = "a signed message is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
