/* GATE_NO_ESK: ciphertext that no session key packet belongs to cannot be read by any
 * recipient: a box for anything (decision Q-05). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r, mail_of_packets(r, pgp_seipd(r)), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_NO_ESK = {
	.text = "SEIPD without a session key packet is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
