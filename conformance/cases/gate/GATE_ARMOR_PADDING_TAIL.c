/* GATE_ARMOR_PADDING_TAIL: base64 ends at its padding; some programs stop reading
 * there, others do not. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "text",
		    mail_of_armor(r,
			edit_after(r, pgp_armored(r, pgp_of_rest(r, 1), true), "==\r\n",
			    SPAN("hello\r\n"))) },
		{ "more base64",
		    mail_of_armor(r,
			edit_after(r, pgp_armored(r, pgp_of_rest(r, 1), true), "==\r\n",
			    SPAN("AAAA\r\n"))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_armor(r, pgp_armored(r, pgp_of_rest(r, 1), true)));
}

const struct test_case GATE_ARMOR_PADDING_TAIL = {
	.text = "text behind the padding is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
