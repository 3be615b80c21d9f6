/* GATE_ARMOR_TAIL: text after the last = of the armor is thrown away unseen by one
 * deployed gate. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span bare = pgp_armored(r, pgp_packets(r), false);
	struct span full = pgp_armored(r, pgp_packets(r), true);
	const struct variant v[] = {
		{ "text as checksum",
		    mail_of_armor(r, edit_before(r, bare, "-----END", SPAN("=hello world\r\n"))) },
		{ "text behind checksum",
		    mail_of_armor(r, edit_before(r, full, "-----END", SPAN("hello\r\n"))) },
		{ "second checksum",
		    mail_of_armor(r, edit_before(r, full, "-----END", SPAN("=AAAA\r\n"))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_armor(r, pgp_armored(r, pgp_packets(r), true)));
}

const struct test_case GATE_ARMOR_TAIL = {
	.text = "text behind the checksum is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
