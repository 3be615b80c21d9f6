/* GATE_MANY_ESK: a group message carries a session key packet for every device of
 * every member; 64 must pass. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span packets = SPAN("");

	for (int64_t i = 0; i < limit_number(r, "esk_packets"); i++)
		packets = edit_join(r, packets, pgp_packet(r, 1, pgp_pkesk(r, 6)));
	packets = edit_join(r, packets, pgp_packet(r, 18, pgp_seipd2(r, 7, 2, 7, 200)));
	expect_accepted(r, mail_packets(r, sender(r), recipient(r), packets));
}

const struct test_case GATE_MANY_ESK = {
	.text = "64 session key packets are accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
