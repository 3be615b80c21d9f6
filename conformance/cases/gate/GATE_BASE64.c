/* GATE_BASE64: base64 is canonical (RFC 4648, 3.3 and 3.5): what is not a digit, wrong
 * padding or stray bits are read differently. */
#include "conformance/case.h"

static struct span
with_octet(struct run *r, struct span s, size_t at, uint8_t octet)
{
	struct span head = edit_join(r, span_sub(s, 0, at), run_span(r, "%c", octet));

	return edit_join(r, head, span_sub(s, at + 1, s.n));
}

static void
play(struct run *r)
{
	/* Ends in ==, so the last digit has four unused bits. */
	struct span a = pgp_armored(r, pgp_of_rest(r, 1), true);
	size_t digit = span_search(a, SPAN("\r\n\r\n")) + 10;
	size_t last = span_search(a, SPAN("==\r\n")) - 1;

	if (!run_ok(r))
		return;
	const struct variant v[] = {
		{ "space", mail_of_armor(r, with_octet(r, a, digit, ' ')) },
		{ "url alphabet", mail_of_armor(r, with_octet(r, a, digit, '_')) },
		{ "cleartext", mail_of_armor(r, with_octet(r, a, digit, '!')) },
		{ "no padding", mail_of_armor(r, edit_replace(r, a, "==\r\n", "\r\n")) },
		{ "stray bits",
		    mail_of_armor(r, with_octet(r, a, last, (uint8_t)(a.p[last] + 1))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_armor(r, pgp_armored(r, pgp_of_rest(r, 1), true)));
}

const struct test_case GATE_BASE64 = {
	.text = "base64 that is not canonical is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 6,
	.play = play,
	.twin = twin,
};
