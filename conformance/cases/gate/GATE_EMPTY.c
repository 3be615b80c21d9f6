/* GATE_EMPTY: an armor without packets is no message. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "with checksum", mail_of_armor(r, pgp_armored(r, SPAN(""), true)) },
		{ "without", mail_of_armor(r, pgp_armored(r, SPAN(""), false)) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_armor(r, pgp_armor(r)));
}

const struct test_case GATE_EMPTY = {
	.text = "an empty armor is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
