/* openpgp_is_encrypted: one row per law.  Packets are written as octets, see
 * sample.h; bodies are filler, only the framing counts. */
#include "reference/core/openpgp.h"

#include "base/cdefs.h"
#include "reference/tests/sample.h"

#include <check.h>

#define SKESK4  "C3 0D 04 09 03 08 22*8 60 "
#define SKESK6  "C3 13 06 0E 09 02 04 00*14 "
#define PKESK6  "C1 28 06 00 19 11*37 "
#define SEIPD2  "D2 34 02 09 02 0D 33*48 "
#define LITERAL "CB 0C 62 00*5 43 41 4E 41 52 59 "

static const struct row {
	const char *id;
	bool good;
	const char *spec;
} ROWS[] = {
	// clang-format off
	{ "GATE_NO_ESK", true, PKESK SEIPD },
	{ "GATE_NO_ESK", false, SEIPD },
	{ "GATE_NO_ESK", false, PKESK },
	{ "GATE_EMPTY", false, "" },
	{ "GATE_LITERAL", false, LITERAL },
	{ "GATE_LITERAL", false, PKESK LITERAL },
	{ "GATE_LITERAL", false, LITERAL PKESK SEIPD },
	{ "GATE_LITERAL", false, "AC 0C 62 00*5 43 41 4E 41 52 59" },
	{ "GATE_LITERAL", false, PKESK "CB 29 01 5A*40" },
	{ "GATE_COMPRESSED", false, PKESK "C8 02 01 00" },
	{ "GATE_COMPRESSED", false, PKESK "C8 29 01 5A*40" },
	{ "GATE_COMPRESSED", false, "C8 02 01 00" PKESK SEIPD },
	{ "GATE_COMPRESSED", false, "A3 01 00 00" },
	{ "GATE_SIGNED", false, "C4 0D 03 00*12" LITERAL "C2 04 04 00*3" },
	{ "GATE_SIGNED", false, "C2 04 04 00*3" PKESK SEIPD },
	{ "GATE_SIGNED", false, PKESK "C2 29 01 5A*40" },
	{ "GATE_SED", false, PKESK "C9 30 5A*48" },
	{ "GATE_SED", false, PKESK "C9 29 01 5A*40" },
	{ "GATE_SED", false, SKESK4 "C9 30 5A*48" },
	{ "GATE_SED", false, PKESK "A4 30 5A*48" },
	{ "GATE_AEAD20", false, PKESK "D4 29 01 5A*40" },
	{ "GATE_AEAD20", false, PKESK "D4 40 01 09 02 10 5A*60" },
	{ "GATE_SEIPD_VERSION", false, PKESK "D2 29 00 5A*40" },
	{ "GATE_SEIPD_VERSION", false, PKESK "D2 34 03 09 02 0D 33*48" },
	{ "GATE_SEIPD_VERSION", false, PKESK "D2 30 43*48" },
	{ "GATE_SEIPD_SHORT", false, PKESK "D2 00" },
	{ "GATE_SEIPD_SHORT", false, PKESK "D2 28 01 5A*39" },
	{ "GATE_SEIPD_SHORT", false, PKESK "D2 33 02 09 02 0D 33*47" },
	{ "GATE_SEIPD2", true, PKESK6 SEIPD2 },
	{ "GATE_SEIPD2", true, PKESK SEIPD2 },
	{ "GATE_SEIPD2_HEADER", true, PKESK6 "D2 34 02 07 01 00 33*48" },
	{ "GATE_SEIPD2_HEADER", true, PKESK6 "D2 34 02 0D 03 10 33*48" },
	{ "GATE_SEIPD2_HEADER", false, PKESK6 "D2 34 02 06 02 0D 33*48" },
	{ "GATE_SEIPD2_HEADER", false, PKESK6 "D2 34 02 0E 02 0D 33*48" },
	{ "GATE_SEIPD2_HEADER", false, PKESK6 "D2 34 02 09 00 0D 33*48" },
	{ "GATE_SEIPD2_HEADER", false, PKESK6 "D2 34 02 09 04 0D 33*48" },
	{ "GATE_SEIPD2_HEADER", false, PKESK6 "D2 34 02 09 02 11 33*48" },
	{ "GATE_TRAILING_PACKET", false, PKESK SEIPD LITERAL },
	{ "GATE_TRAILING_PACKET", false, PKESK SEIPD "D5 06 43*6" },
	{ "GATE_TRAILING_PACKET", false, PKESK SEIPD "CA 03 50 47 50" },
	{ "GATE_TRAILING_PACKET", false, PKESK SEIPD "FC 06 43*6" },
	{ "GATE_TRAILING_PACKET", false, PKESK SEIPD SEIPD },
	{ "GATE_TRAILING_PACKET", false, PKESK SEIPD PKESK },
	{ "GATE_LEADING_PACKET", false, "CA 03 50 47 50" PKESK SEIPD },
	{ "GATE_LEADING_PACKET", false, "D5 06 43*6" PKESK SEIPD },
	{ "GATE_LEADING_PACKET", false, "FC 06 43*6" PKESK SEIPD },
	{ "GATE_LEADING_PACKET", false, PKESK "CA 03 50 47 50" SEIPD },
	{ "GATE_STRAY_OCTET", false, PKESK SEIPD "00" },
	{ "GATE_STRAY_OCTET", false, "00" PKESK SEIPD },
	{ "GATE_STRAY_OCTET", false, PKESK "00" SEIPD },
	{ "GATE_PKESK_VERSION", false, "C1 1D 02 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_PKESK_VERSION", false, "C1 1D 04 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_PKESK_VERSION", false, "C1 10 43 41 4E 41 52 59 20 63 6C 65 61 72 74 65 78 74" SEIPD },
	{ "GATE_PKESK_VERSION", false, "C1 1D 03 43*28" SEIPD },
	{ "GATE_PKESK_VERSION", false, "C1 1D 06 43*28" SEIPD },
	{ "GATE_PKESK_VERSION", false, "C1 00" SEIPD },
	{ "GATE_PKESK_VERSION", false, "C1 0A 03 00*8 12" SEIPD },
	{ "GATE_PKESK_VERSION", true, "C1 40 06 15 04 77*20 19 11*40" SEIPD2 },
	{ "GATE_PKESK_VERSION", true, "C1 40 06 21 06 77*32 19 11*28" SEIPD2 },
	{ "GATE_PKESK_VERSION", false, "C1 40 06 15 06 77*20 19 11*40" SEIPD2 },
	{ "GATE_PKESK_VERSION", false, "C1 40 06 20 06 77*31 19 11*29" SEIPD2 },
	{ "GATE_SKESK", true, SKESK4 SEIPD },
	{ "GATE_SKESK", true, SKESK6 SEIPD2 },
	{ "GATE_SKESK", true, "C3 0D 05 09 03 08 22*8 60" SEIPD2 },
	{ "GATE_SKESK_VERSION", false, "C3 0D 03 09 03 08 22*8 60" SEIPD },
	{ "GATE_SKESK_VERSION", false, "C3 0D 07 09 03 08 22*8 60" SEIPD },
	{ "GATE_SKESK_VERSION", false, "C3 00" SEIPD },
	{ "GATE_ESK_MIX", true, PKESK SKESK4 PKESK SEIPD },
	{ "GATE_ESK_MIX", true, SKESK6 PKESK6 SKESK4 SEIPD2 },
	{ "GATE_OLD_FORMAT", true, "84 1D 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_OLD_FORMAT", true, "85 00 1D 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_OLD_FORMAT", true, "86 00 00 00 1D 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_OLD_FORMAT", true, "85 01 0C 03 77*8 01 11*258" SEIPD },
	{ "GATE_OLD_FORMAT", true, "8C 0D 04 09 03 08 22*8 60" SEIPD },
	{ "GATE_OLD_FORMAT", true, "8D 00 0D 04 09 03 08 22*8 60" SEIPD },
	{ "GATE_OLD_FORMAT", true, "8E 00 00 00 0D 04 09 03 08 22*8 60" SEIPD },
	{ "GATE_OLD_FORMAT", false, "88 1D 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_OLD_FORMAT", false, "80 1D 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_OLD_FORMAT", false, "04 1D 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_OLD_FORMAT", false, "84 1D 43*29" SEIPD },
	{ "GATE_INDETERMINATE", false, "87 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_INDETERMINATE", false, "87 00 00 00 1D 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_INDETERMINATE", false, "8F 00 00 00 0D 04 09 03 08 22*8 60" SEIPD },
	{ "GATE_INDETERMINATE", false, PKESK "8F 04 09 03 08 22*8 60" SEIPD },
	{ "GATE_INDETERMINATE", false, PKESK "CB 01 5A*100" },
	{ "GATE_LENGTH_FORMS", true, PKESK "D2 BF 01 5A*190" },
	{ "GATE_LENGTH_FORMS", true, PKESK "D2 C0 00 01 5A*191" },
	{ "GATE_LENGTH_FORMS", true, PKESK "D2 DF FF 01 5A*8382" },
	{ "GATE_LENGTH_FORMS", true, PKESK "D2 FF 00 00 20 C0 01 5A*8383" },
	{ "GATE_LENGTH_FORMS", true, PKESK "D2 FF 00 00 00 29 01 5A*40" },
	{ "GATE_LENGTH_FORMS", true, "C1 FF 00 00 00 1D 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_LENGTH_FORMS", true, "C1 C0 00 03 00*8 12 11*182" SEIPD },
	{ "GATE_LENGTH_OVERRUN", false, "C1 FF FF FF FF FF 03 00*8 12 01 07 40 11*16" },
	{ "GATE_LENGTH_OVERRUN", false, PKESK "D2 FF FF FF FF FF 01 5A*45" },
	{ "GATE_LENGTH_OVERRUN", false, PKESK "D2 2A 01 5A*40" },
	{ "GATE_LENGTH_OVERRUN", false, PKESK "D2 FF 00 00 00 2A 01 5A*40" },
	{ "GATE_LENGTH_OVERRUN", false, "86 FF FF FF FF 03 00*8 12 01 07 40 11*16" SEIPD },
	{ "GATE_PARTIAL", true, PKESK "D2 E9 01 5A*511 00" },
	{ "GATE_PARTIAL", true, PKESK "D2 E9 01 5A*511 05 5A*5" },
	{ "GATE_PARTIAL", true, PKESK "D2 EA 01 5A*1023 E0 5A E1 5A*2 C0 00 5A*192" },
	{ "GATE_PARTIAL", true, PKESK "D2 E9 02 09 02 0D 5A*508 FF 00 00 00 01 5A" },
	{ "GATE_PARTIAL", false, PKESK "D2 E9 01 5A*511" },
	{ "GATE_PARTIAL", false, PKESK "D2 E9 01 5A*511 05 5A*4" },
	{ "GATE_PARTIAL", false, PKESK "D2 E9 01 5A*511 05 5A*6" },
	{ "GATE_PARTIAL", false, PKESK "D2 E9 01 5A*510" },
	{ "GATE_PARTIAL", false, PKESK "D2 E9 01 5A*511 FE 5A*9" },
	{ "GATE_PARTIAL_ESK", false, "C1 E4 03 00*8 12 01 07 40 11*3 0D 11*13" SEIPD },
	{ "GATE_PARTIAL_ESK", false, "C1 E9 03 00*8 12 11*502 00" SEIPD },
	{ "GATE_PARTIAL_SHORT", false, PKESK "D2 E8 01 5A*255 2E 5A*46" },
	{ "GATE_PARTIAL_SHORT", false, PKESK "D2 E4 01 5A*15 1E 5A*30" },
	{ "GATE_TRAILING_PACKET", false, PKESK "D2 E9 01 5A*511 00" LITERAL },
	{ "GATE_STRAY_OCTET", false, PKESK "D2 E9 01 5A*511 00 00" },
	{ "GATE_SEIPD_VERSION", false, PKESK "D2 E9 43*512 00" },
	// clang-format on
};

/* On the heap, exactly as long as it is: a sanitizer sees one octet too far. */
static bool
judge(const uint8_t *octets, size_t n)
{
	uint8_t *copy = malloc(n + (n == 0));

	if (n > 0)
		memcpy(copy, octets, n);
	bool good = openpgp_is_encrypted(copy, n);
	free(copy);
	return good;
}

START_TEST(rows)
{
	uint8_t octets[16384];
	size_t n = sample_octets(ROWS[_i].spec, octets, sizeof(octets));

	ck_assert_msg(
	    judge(octets, n) == ROWS[_i].good, "row %d, %s: %s", _i, ROWS[_i].id, ROWS[_i].spec);
}
END_TEST

/* A message cut at any octet, or with one more, is none. */
START_TEST(GATE_TRUNCATED)
{
	uint8_t octets[2048];
	size_t n = sample_octets(PKESK SKESK6 "D2 E9 01 5A*511 05 5A*5 00", octets, sizeof(octets));

	for (size_t cut = 0; cut <= n; cut++)
		ck_assert_msg(judge(octets, cut) == (cut == n - 1), "%zu octets", cut);
}
END_TEST

/* Returns whether k ESK packets and a SEIPD pass. */
static bool
many(size_t k)
{
	uint8_t *octets = malloc(k * 16 + 64);
	size_t n = 0;

	for (size_t i = 0; i < k; i++)
		n += sample_octets(SKESK4, octets + n, 16);
	n += sample_octets(SEIPD, octets + n, 64);
	bool good = judge(octets, n);
	free(octets);
	return good;
}

START_TEST(GATE_MANY_ESK)
{
	ck_assert(many(64));
	ck_assert(many(OPENPGP_ESK_MAX));
	ck_assert(!many(OPENPGP_ESK_MAX + 1));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("openpgp");
	TCase *t = tcase_create("openpgp");

	tcase_add_loop_test(t, rows, 0, COUNT_OF(ROWS));
	tcase_add_test(t, GATE_TRUNCATED);
	tcase_add_test(t, GATE_MANY_ESK);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
