/* GATE_LINE_WIDTH: armor lines may have up to 76 columns (RFC 9580, 6.2); GnuPG writes
 * 64. */
#include "conformance/case.h"

static struct span
in_columns(struct run *r, size_t width)
{
	struct span text = base64_of(r, pgp_packets(r));
	struct span usual = pgp_armored(r, pgp_packets(r), true);
	struct span tail = span_sub(usual, span_search(usual, SPAN("\r\n=")) + 2, usual.n);
	struct span out = SPAN("-----BEGIN PGP MESSAGE-----\r\n\r\n");

	for (size_t at = 0; at < text.n; at += width)
		out = edit_join(r, out, edit_join(r, span_sub(text, at, width), SPAN("\r\n")));
	return edit_join(r, out, tail); /* checksum and END */
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "64 columns", mail_of_armor(r, pgp_armored(r, pgp_packets(r), true)) },
		{ "76 columns", mail_of_armor(r, in_columns(r, 76)) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_LINE_WIDTH = {
	.text = "armor lines of 64 and of 76 columns are accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
};
