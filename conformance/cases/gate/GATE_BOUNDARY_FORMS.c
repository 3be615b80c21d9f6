/* GATE_BOUNDARY_FORMS: the boundary parameter may be quoted, a bare token, or folded
 * onto a line of its own (RFC 2045, 5.1; RFC 5322, 2.2.3). */
#include "conformance/case.h"

#define TYPE "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "quoted",
		    mail_of_shape(r, (struct mail_shape){ .type = TYPE "boundary=\"%B\"\r\n" }) },
		{ "bare token",
		    mail_of_shape(r, (struct mail_shape){ .type = TYPE "boundary=%B\r\n" }) },
		{ "folded",
		    mail_of_shape(r,
			(struct mail_shape){ .type = "Content-Type: multipart/encrypted;\r\n "
						     "protocol=\"application/pgp-encrypted\";\r\n"
						     "\tboundary=\"%B\"\r\n" }) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_BOUNDARY_FORMS = {
	.text = "quoted, bare and folded boundary parameters are accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
};
