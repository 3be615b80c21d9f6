/* GATE_DUPLICATE_TYPE: two Content-Type fields let the gate read one and a client the
 * other. */
#include "conformance/case.h"

#define TYPE                                                                                       \
	"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\r\n"           \
	" boundary=\"%B\"\r\n"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "encrypted first",
		    mail_of_shape(
			r, (struct mail_shape){ .type = TYPE "Content-Type: text/plain\r\n" }) },
		{ "encrypted last",
		    mail_of_shape(
			r, (struct mail_shape){ .type = "Content-Type: text/plain\r\n" TYPE }) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ .type = TYPE }));
}

const struct test_case GATE_DUPLICATE_TYPE = {
	.text = "two Content-Type fields are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
