/* GATE_CRC_WRONG: the checksum is not verified (RFC 9580, 6.1: it must not be relied
 * on). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_accepted(r,
	    mail_of_armor(r,
		edit_before(
		    r, pgp_armored(r, pgp_packets(r), false), "-----END", SPAN("=AAAA\r\n"))));
}

const struct test_case GATE_CRC_WRONG = {
	.text = "a wrong checksum is accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
