/* GATE_WRAPPED: an encrypted message inside a multipart/mixed leaves room for
 * cleartext beside it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *body = run_text(r,
	    "--%%B\r\nContent-Type: multipart/encrypted; boundary=inner\r\n\r\n"
	    "--inner\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
	    "--inner\r\nContent-Type: application/octet-stream\r\n\r\n%.*s\r\n"
	    "--inner--\r\n--%%B--\r\n",
	    (int)pgp_armor(r).n, (const char *)pgp_armor(r).p);

	expect_refused(r,
	    mail_of_shape(r,
		(struct mail_shape){ .type = "Content-Type: multipart/mixed; boundary=\"%B\"\r\n",
		    .whole_body = body }),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_WRAPPED = {
	.text = "an encrypted message inside multipart/mixed is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
