/* GATE_ARMOR_BEFORE: OpenPGP programs ignore text before the armor, so only the relay
 * can see it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_armor(r, edit_before(r, pgp_armor(r), "-----BEGIN", SPAN("hello\r\n"))),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_armor(r, pgp_armor(r)));
}

const struct test_case GATE_ARMOR_BEFORE = {
	.text = "text before the armor is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
