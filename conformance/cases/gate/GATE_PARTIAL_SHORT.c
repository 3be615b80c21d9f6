/* GATE_PARTIAL_SHORT: the first partial chunk has at least 512 octets (RFC 9580,
 * 4.2.1.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "256",
		    mail_of_packets(r,
			edit_join(
			    r, pgp_esk(r), pgp_packet_partial(r, 18, pgp_seipd1(r, 700), 8))) },
		{ "1",
		    mail_of_packets(r,
			edit_join(
			    r, pgp_esk(r), pgp_packet_partial(r, 18, pgp_seipd1(r, 60), 0))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r,
	    mail_of_packets(
		r, edit_join(r, pgp_esk(r), pgp_packet_partial(r, 18, pgp_seipd1(r, 700), 9))));
}

const struct test_case GATE_PARTIAL_SHORT = {
	.text = "a first partial chunk under 512 octets is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
