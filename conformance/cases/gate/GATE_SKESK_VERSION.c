/* GATE_SKESK_VERSION: an SKESK packet has version 4, 5 or 6. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "version 3",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 3, pgp_skesk(r, 3)), pgp_seipd(r))) },
		{ "version 7",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 3, pgp_skesk(r, 7)), pgp_seipd(r))) },
		{ "text",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 3, SPAN("hello")), pgp_seipd(r))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(
	    r, mail_of_packets(r, edit_join(r, pgp_packet(r, 3, pgp_skesk(r, 4)), pgp_seipd(r))));
}

const struct test_case GATE_SKESK_VERSION = {
	.text = "an SKESK packet of another version is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
