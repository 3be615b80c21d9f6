/* GATE_SEIPD_VERSION: the version of a SEIPD packet is 1 or 2; another first octet may
 * begin cleartext. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "version 0",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_filler(r, "\0", 1, 100)))) },
		{ "version 3",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_filler(r, "\3", 1, 100)))) },
		{ "text",
		    mail_of_packets(r,
			edit_join(r, pgp_esk(r),
			    pgp_packet(r, 18,
				SPAN("hello, this is a letter that anybody can read in "
				     "transit")))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_packets(r, pgp_packets(r)));
}

const struct test_case GATE_SEIPD_VERSION = {
	.text = "a SEIPD packet of another version is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
