/* GATE_ARMOR_KIND: only PGP MESSAGE is an encrypted message; the marks are matched
 * exactly. */
#include "conformance/case.h"

static struct span
renamed(struct run *r, const char *kind)
{
	struct span a =
	    edit_replace(r, pgp_armor(r), "BEGIN PGP MESSAGE", run_text(r, "BEGIN %s", kind));

	return edit_replace(r, a, "END PGP MESSAGE", run_text(r, "END %s", kind));
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "PUBLIC KEY BLOCK", mail_of_armor(r, renamed(r, "PGP PUBLIC KEY BLOCK")) },
		{ "SIGNED MESSAGE", mail_of_armor(r, renamed(r, "PGP SIGNED MESSAGE")) },
		{ "lower case", mail_of_armor(r, renamed(r, "pgp message")) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_armor(r, pgp_armor(r)));
}

const struct test_case GATE_ARMOR_KIND = {
	.text = "armor of another kind is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
