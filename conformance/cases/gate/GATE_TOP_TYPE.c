/* GATE_TOP_TYPE: an armored message in text/plain (inline PGP) is not PGP/MIME and is
 * refused: what stands around the armor would be cleartext. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *armor = run_text(r, "%.*s", (int)pgp_armor(r).n, (const char *)pgp_armor(r).p);

	expect_refused(r,
	    mail_of_shape(r,
		(struct mail_shape){ .type = "Content-Type: text/plain\r\n", .whole_body = armor }),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_TOP_TYPE = {
	.text = "inline PGP in text/plain is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
