/* GATE_SUBSTRING: words that occur in encrypted mail do not make cleartext encrypted.
 * One deployed gate looks for the bytes application/pgp-encrypted anywhere. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_shape(r,
		(struct mail_shape){ .type = "Content-Type: text/plain\r\n",
		    .head = "X-Note: multipart/encrypted application/pgp-encrypted\r\n",
		    .whole_body =
			"application/pgp-encrypted\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhello\r\n"
			"-----END PGP MESSAGE-----\r\n" }),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_SUBSTRING = {
	.text = "cleartext that mentions PGP/MIME is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
