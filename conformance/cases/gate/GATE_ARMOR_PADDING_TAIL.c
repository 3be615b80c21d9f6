/* GATE_ARMOR_PADDING_TAIL: base64 ends at its padding; some programs stop reading
 * there, others do not. */
#include "conformance/case.h"

/* Armor whose base64 ends in two padding signs, with a checksum behind. */
static struct span
padded(struct run *r)
{
	size_t n = 100;

	while ((pgp_esk(r).n + 2 + n) % 3 != 1)
		n++;
	return pgp_armored(r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, n))), true);
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
		{ "text", with(r, edit_after(r, padded(r), "==\r\n", SPAN("hello\r\n"))) },
		{ "more base64", with(r, edit_after(r, padded(r), "==\r\n", SPAN("AAAA\r\n"))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, with(r, padded(r)));
}

const struct test_case GATE_ARMOR_PADDING_TAIL = {
	.text = "text behind the padding is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
