/* GATE_BASE64: base64 is canonical (RFC 4648, 3.3 and 3.5): what is not a digit, wrong
 * padding or stray bits would be read differently by different programs. */
#include "conformance/case.h"

static struct span
with_octet(struct run *r, struct span armor, size_t at, uint8_t octet)
{
	struct span tail = span_sub(armor, at + 1, armor.n);

	return edit_join(r, edit_join(r, span_sub(armor, 0, at), run_span(r, "%c", octet)), tail);
}

/* One octet is left over, so the last digit before == has four unused bits. */
static struct span
ending(struct run *r)
{
	size_t n = 100;

	while ((pgp_esk(r).n + 2 + n) % 3 != 1)
		n++;
	return pgp_armored(r, edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, n))), false);
}

static struct span
with(struct run *r, struct span armor)
{
	return mail_around(r, sender(r), recipient(r), armor);
}

static void
play(struct run *r)
{
	struct span a = ending(r);
	size_t digit = span_search(a, SPAN("\r\n\r\n")) + 10;
	size_t last = span_search(a, SPAN("==\r\n")) - 1;

	need_true(r, last < a.n && digit < last, "an armor that ends in two = signs");
	if (!run_ok(r))
		return;
	const struct variant v[] = {
		{ "space", with(r, with_octet(r, a, digit, ' ')) },
		{ "url alphabet", with(r, with_octet(r, a, digit, '_')) },
		{ "cleartext", with(r, with_octet(r, a, digit, '!')) },
		{ "no padding", with(r, edit_replace(r, a, "==\r\n", "\r\n")) },
		{ "stray bits", with(r, with_octet(r, a, last, (uint8_t)(a.p[last] + 1))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, with(r, ending(r)));
}

const struct test_case GATE_BASE64 = {
	.text = "base64 that is not canonical is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 6,
	.play = play,
	.twin = twin,
};
