/* GATE_ARMOR_TWO: two armor blocks are two messages; the second one would not be
 * looked at. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r, mail_of_armor(r, edit_join(r, pgp_armor(r), pgp_armor(r))), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_armor(r, pgp_armor(r)));
}

const struct test_case GATE_ARMOR_TWO = {
	.text = "two armor blocks are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
