/* GATE_LEADING_PACKET: marker, padding and private packets before the session keys are
 * an unseen channel (decision Q-06). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "marker",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 10, SPAN("PGP")), pgp_packets(r))) },
		{ "padding",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 21, SPAN("hello")), pgp_packets(r))) },
		{ "private 60",
		    mail_of_packets(
			r, edit_join(r, pgp_packet(r, 60, SPAN("hello")), pgp_packets(r))) },
		{ "between",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r),
			    edit_join(r, pgp_packet(r, 21, SPAN("hello")), pgp_seipd(r)))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_LEADING_PACKET = {
	.text = "other packets before the session keys are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 5,
	.play = play,
	.twin = twin,
};
