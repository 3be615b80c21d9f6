/* GATE_INDETERMINATE: a legacy length type 3 means "to the end": the packet swallows
 * whatever follows. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "PKESK",
		    mail_of_packets(r,
			edit_join(r, SPAN("\x87"), edit_join(r, pgp_pkesk(r, 3), pgp_seipd(r)))) },
		{ "SED behind PKESK",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r), edit_join(r, SPAN("\xa7"), pgp_seipd_body(r)))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_INDETERMINATE = {
	.text = "an indeterminate length is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
