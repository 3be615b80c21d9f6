/* GATE_SED: symmetrically encrypted data without integrity protection (tag 9) can be
 * altered at will (EFAIL). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_packets(r, edit_join(r, pgp_esk(r), pgp_packet(r, 9, pgp_seipd_body(r)))),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_SED = {
	.text = "a SED packet is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
