/* GATE_DUPLICATE_BOUNDARY: two boundary parameters give two readings of where the
 * parts are. */
#include "conformance/case.h"

#define TYPE "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\r\n "

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "right one first",
		    mail_of_shape(r,
			(struct mail_shape){
			    .type = TYPE "boundary=\"%B\"; boundary=\"other\"\r\n" }) },
		{ "right one last",
		    mail_of_shape(r,
			(struct mail_shape){
			    .type = TYPE "boundary=\"other\"; boundary=\"%B\"\r\n" }) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(
	    r, mail_of_shape(r, (struct mail_shape){ .type = TYPE "boundary=\"%B\"\r\n" }));
}

const struct test_case GATE_DUPLICATE_BOUNDARY = {
	.text = "two boundary parameters are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
