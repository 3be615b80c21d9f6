/* GATE_TYPE_CASE: media types and parameter names are matched without case (RFC 2045,
 * 5.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_accepted(r,
	    mail_of_shape(r,
		(struct mail_shape){ .type = "CONTENT-type: MULTIPART/Encrypted; "
					     "PROTOCOL=\"application/pgp-encrypted\";\r\n"
					     "\tBoundary=\"%B\"\r\n",
		    .part1_head = "content-type: Application/PGP-Encrypted\r\n",
		    .part2_head = "Content-TYPE: Application/Octet-Stream\r\n" }));
}

const struct test_case GATE_TYPE_CASE = {
	.text = "types in mixed case are accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
