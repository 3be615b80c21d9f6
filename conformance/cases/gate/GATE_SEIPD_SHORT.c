/* GATE_SEIPD_SHORT: a SEIPD packet has room for what its version needs: v1 prefix and
 * MDC (41 octets), v2 header, salt and tag (52). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "empty",
		    mail_of_packets(r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, SPAN("")))) },
		{ "v1 of 40",
		    mail_of_packets(
			r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 40)))) },
		{ "v2 of 51",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd2(r, 9, 2, 6, 51)))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(
	    r, mail_of_packets(r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 41)))));
}

const struct test_case GATE_SEIPD_SHORT = {
	.text = "a SEIPD packet that is too short is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
