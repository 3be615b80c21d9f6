/* GATE_BASE64: base64 is canonical (RFC 4648, 3.3 and 3.5): what is not a digit, wrong
 * padding or stray bits are read differently. */
#include "conformance/case.h"

static struct span
with_octet(struct run *r, struct span s, size_t at, uint8_t octet)
{
	struct span head = edit_join(r, span_sub(s, 0, at), run_span(r, "%c", octet));

	return edit_join(r, head, span_sub(s, at + 1, s.n));
}

/* Ends in ==, so the last digit has four unused bits. */
static struct span
ending(struct run *r)
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
	struct span a = ending(r);
	size_t digit = span_search(a, SPAN("\r\n\r\n")) + 10;
	size_t last = span_search(a, SPAN("==\r\n")) - 1;

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
