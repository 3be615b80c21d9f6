/* GATE_TRUNCATED: a payload that ends inside a packet is refused. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span all = pgp_packets(r);
	struct span whole = pgp_packet(r, 18, pgp_seipd1(r, 300));
	struct span parted = pgp_packet_partial(r, 18, pgp_seipd1(r, 700), 9);

	if (!run_ok(r))
		return;
	const struct variant v[] = {
		{ "first octet", mail_of_packets(r, span_sub(pgp_esk(r), 0, 1)) },
		{ "inside PKESK", mail_of_packets(r, span_sub(pgp_esk(r), 0, 20)) },
		{ "behind PKESK", mail_of_packets(r, pgp_esk(r)) },
		{ "SEIPD tag only", mail_of_packets(r, span_sub(all, 0, pgp_esk(r).n + 1)) },
		{ "last octet missing", mail_of_packets(r, span_sub(all, 0, all.n - 1)) },
		{ "of one length",
		    mail_of_packets(r, edit_join(r, pgp_esk(r), span_sub(whole, 0, whole.n - 1))) },
		{ "of the last chunk",
		    mail_of_packets(
			r, edit_join(r, pgp_esk(r), span_sub(parted, 0, parted.n - 1))) },
		{ "inside the first chunk",
		    mail_of_packets(r, edit_join(r, pgp_esk(r), span_sub(parted, 0, 400))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_TRUNCATED = {
	.text = "truncated packets are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 9,
	.play = play,
	.twin = twin,
};
