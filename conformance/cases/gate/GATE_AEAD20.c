/* GATE_AEAD20: tag 20 is reserved (RFC 9580, 5.16); only some programs read it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_packets(r, edit_join(r, pgp_esk(r), pgp_packet(r, 20, pgp_seipd_body(r)))),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_AEAD20 = {
	.text = "a packet of tag 20 is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
