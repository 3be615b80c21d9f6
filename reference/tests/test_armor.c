/* armor_frame and armor_strip: one row per law, each near-miss one octet away
 * from a text that passes. */
#include "reference/core/armor.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define BEGIN "-----BEGIN PGP MESSAGE-----\r\n"
#define END   "-----END PGP MESSAGE-----"
#define W64   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define W76   W64 "AAAAAAAAAAAA"

static const struct row {
	const char *id, *text;
	const char *data; /* without line ends; NULL: refused */
} ROWS[] = {
	// clang-format off
	{ "GATE_LINE_WIDTH", BEGIN "\r\n" W64 "\r\nAAAA\r\n" END, W64 "AAAA" },
	{ "GATE_LINE_WIDTH", BEGIN "\r\n" W76 "\r\nAAAA\r\n" END, W76 "AAAA" },
	{ "GATE_LINE_WIDTH", BEGIN "\r\n" W76 "A\r\nAAA\r\n" END, NULL },
	{ "GATE_LINE_WIDTH", BEGIN "\r\nA\r\nAAA\r\n" END, "AAAA" },
	{ "GATE_ARMOR_NO_BLANK", BEGIN "AAAA\r\n" END, "AAAA" },
	{ "GATE_ARMOR_NO_BLANK", BEGIN "\r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_BEFORE", "x\r\n" BEGIN "\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_BEFORE", "\r\n" BEGIN "\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_BEFORE", " " BEGIN "\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_AFTER", BEGIN "\r\nAAAA\r\n" END "\r\n\r\n", "AAAA" },
	{ "GATE_ARMOR_AFTER", BEGIN "\r\nAAAA\r\n" END "x", NULL },
	{ "GATE_ARMOR_AFTER", BEGIN "\r\nAAAA\r\n" END "\r\nx", NULL },
	{ "GATE_ARMOR_AFTER", BEGIN "\r\nAAAA\r\n" END "\n", NULL },
	{ "GATE_ARMOR_AFTER", BEGIN "\r\nAAAA\r\n" END "\r", NULL },
	{ "GATE_ARMOR_AFTER", BEGIN "\r\nAAAA\r\n" END "\n\r", NULL },
	{ "GATE_ARMOR_AFTER", BEGIN "\r\nAAAA\r\n" END " \r\n", NULL },
	{ "GATE_ARMOR_TWO", BEGIN "\r\nAAAA\r\n" END "\r\n" BEGIN "\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_HEADER", BEGIN "Version: GnuPG v2\r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_COMMENT", BEGIN "Comment: hello\r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_COMMENT", BEGIN "Hash: SHA256\r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_COMMENT", BEGIN "Charset: utf-8\r\nMessageID: x\r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n=AAAA\r\n" END, "AAAA" },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n=AAAA text\r\n" END, NULL },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n=AAAA\r\ntext\r\n" END, NULL },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n=AAAA\r\n=AAAA\r\n" END, NULL },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n=AAAA\r\n\r\n" END, NULL },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n=AAAA\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n=AAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n=AAA\r\n" END, NULL },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n=AA A\r\n" END, NULL },
	{ "GATE_ARMOR_TAIL", BEGIN "\r\nAAAA\r\n====\r\n" END, NULL },
	{ "GATE_ARMOR_PADDING_TAIL", BEGIN "\r\nAA==\r\na text\r\n" END, NULL },
	{ "GATE_ARMOR_PADDING_TAIL", BEGIN "\r\nAA==\r\n\r\n" END, NULL },
	{ "GATE_ARMOR_KIND", "-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_KIND", "-----BEGIN PGP PUBLIC KEY BLOCK-----\r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_KIND", "-----begin pgp message-----\r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_KIND", "-----BEGIN PGP MESSAGE----- \r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_ARMOR_KIND", BEGIN "\r\nAAAA\r\n-----END PGP SIGNATURE-----", NULL },
	{ "GATE_ARMOR_KIND", BEGIN "\r\nAAAA\r\n-----end pgp message-----", NULL },
	{ "GATE_ARMOR_KIND", BEGIN "\r\nAAAA\r\n", NULL },
	{ "GATE_ARMOR_KIND", BEGIN "\r\nAAAA\r\n-----END PGP MESSAGE----", NULL },
	{ "GATE_CRC_OPTIONAL", BEGIN "\r\nAAAA\r\n" END, "AAAA" },
	{ "GATE_CRC_OPTIONAL", BEGIN "\r\nAAA=\r\n" END, "AAA=" },
	{ "GATE_CRC_OPTIONAL", BEGIN "\r\nAA==\r\n" END, "AA==" },
	{ "GATE_CRC_WRONG", BEGIN "\r\nAA==\r\n=zzz/\r\n" END, "AA==" },
	{ "GATE_BASE64", BEGIN "\r\nAA AA\r\n" END, NULL },
	{ "GATE_BASE64", BEGIN "\r\nAA-_\r\n" END, NULL },
	{ "GATE_BASE64", BEGIN "\r\nAAAA\n" END, NULL },
	{ "GATE_BASE64", BEGIN "\r\nAAAA\r" END, NULL },
	{ "GATE_BASE64", BEGIN "\r\nAAAA" END, NULL },
	{ "GATE_BASE64", BEGIN "\r\nAAAA\r\n\r\nAAAA\r\n" END, NULL },
	{ "GATE_EMPTY", BEGIN "\r\n" END, NULL },
	{ "GATE_EMPTY", BEGIN END, NULL },
	{ "GATE_EMPTY", BEGIN "\r\n=AAAA\r\n" END, NULL },
	{ "GATE_EMPTY", "", NULL },
	// clang-format on
};

START_TEST(rows)
{
	const struct row *row = &ROWS[_i];
	uint8_t out[4096];
	size_t from = 0, to = 0, n = strlen(row->text);
	/* On the heap and without a NUL, so that a sanitizer sees one octet too far. */
	uint8_t *text = malloc(n + (n == 0));

	memcpy(text, row->text, n);
	bool ok = armor_frame(text, n, &from, &to);
	ck_assert_msg(ok == (row->data != NULL), "%s: %s", row->id, row->text);
	if (ok) {
		size_t m = armor_strip(text, from, to, out);
		ck_assert_uint_eq(m, strlen(row->data));
		ck_assert_mem_eq(out, row->data, m);
	}
	free(text);
}
END_TEST

/* Every proper prefix of a whole armor but those that only miss line ends. */
START_TEST(GATE_TRUNCATED)
{
	static const char text[] = BEGIN "\r\nAAAA\r\n=AAAA\r\n" END;
	size_t from, to;

	for (size_t n = 0; n < sizeof(text) - 1; n++)
		ck_assert_msg(!armor_frame((const uint8_t *)text, n, &from, &to), "%zu octets", n);
	ck_assert(armor_frame((const uint8_t *)text, sizeof(text) - 1, &from, &to));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("armor");
	TCase *t = tcase_create("armor");

	tcase_add_loop_test(t, rows, 0, COUNT_OF(ROWS));
	tcase_add_test(t, GATE_TRUNCATED);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
