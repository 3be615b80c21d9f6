/* GATE_LENGTH_OVERRUN: a length beyond the end of the payload is refused, and no
 * arithmetic wraps.  What is there would be long enough for a body. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span body = pgp_seipd1(r, 600);
	const struct variant v[] = {
		{ "SEIPD of 2^32 - 1",
		    mail_of_packets(r,
			edit_join(
			    r, pgp_esk(r), edit_join(r, SPAN("\xd2\xff\xff\xff\xff\xff"), body))) },
		{ "PKESK of 2^32 - 1",
		    mail_of_packets(r,
			edit_join(r, SPAN("\xc1\xff\xff\xff\xff\xff"),
			    edit_join(r, pgp_pkesk(r, 3), pgp_seipd(r)))) },
		{ "one octet too much",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r), edit_join(r, SPAN("\xd2\xff\0\0\2\x59"), body))) },
		{ "partial of 2^30",
		    mail_of_packets(
			r, edit_join(r, pgp_esk(r), edit_join(r, SPAN("\xd2\xfe"), body))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_LENGTH_OVERRUN = {
	.text = "lengths beyond the end are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 5,
	.play = play,
	.twin = twin,
};
