/* GATE_ARMOR_PADDING_TAIL: base64 ends at its padding; some programs stop reading
 * there, others do not. */
#include "conformance/case.h"

/* Packets whose base64 ends in padding. */
static struct span
padded(struct run *r)
{
	size_t n = 100;

	while ((pgp_esk(r).n + 2 + n) % 3 == 0)
		n++;
	return edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, n)));
}

static struct span
with(struct run *r, struct span armor)
{
	return mail_around(r, sender(r), recipient(r), armor);
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "text",
		    with(r,
			edit_before(
			    r, pgp_armored(r, padded(r), false), "-----END", SPAN("hello\r\n"))) },
		{ "more base64",
		    with(r,
			edit_before(
			    r, pgp_armored(r, padded(r), false), "-----END", SPAN("AAAA\r\n"))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, with(r, pgp_armored(r, padded(r), false)));
}

const struct test_case GATE_ARMOR_PADDING_TAIL = {
	.text = "text between padding and END is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
