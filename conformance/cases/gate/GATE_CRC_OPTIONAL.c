/* GATE_CRC_OPTIONAL: the checksum is optional (RFC 9580, 6.1), for every length: one
 * deployed gate takes base64 padding for it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "length mod 3 = 0", mail_of_armor(r, pgp_armored(r, pgp_of_rest(r, 0), false)) },
		{ "length mod 3 = 1", mail_of_armor(r, pgp_armored(r, pgp_of_rest(r, 1), false)) },
		{ "length mod 3 = 2", mail_of_armor(r, pgp_armored(r, pgp_of_rest(r, 2), false)) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_CRC_OPTIONAL = {
	.text = "armor without checksum is accepted for every length",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
};
