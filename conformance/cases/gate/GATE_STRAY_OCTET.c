/* GATE_STRAY_OCTET: octets behind the last packet are nobody's. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span whole = edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 300)));
	struct span parted =
	    edit_join(r, pgp_esk(r), pgp_packet_partial(r, 18, pgp_seipd1(r, 700), 9));
	const struct variant v[] = {
		{ "NUL", mail_of_packets(r, edit_join(r, pgp_packets(r), SPAN("\0"))) },
		{ "letter", mail_of_packets(r, edit_join(r, pgp_packets(r), SPAN("x"))) },
		{ "behind one length", mail_of_packets(r, edit_join(r, whole, SPAN("x"))) },
		{ "behind chunks", mail_of_packets(r, edit_join(r, parted, SPAN("x"))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_STRAY_OCTET = {
	.text = "an octet behind SEIPD is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 5,
	.play = play,
	.twin = twin,
};
