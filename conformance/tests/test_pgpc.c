/* Packets, armor and base64 against byte-exact seeds, and GnuPG's own output. */
#include "base/buf.h"
#include "base/cdefs.h"
#include "conformance/wire/b64c.h"
#include "conformance/wire/pgp_make.h"
#include "conformance/wire/pgpc.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* A dummy PKESK (v3, key id 0, algorithm 18) and SEIPD v1 with 45 octets of filler: the shape of
 * the attack seeds; nothing decrypts. */
#define PKESK                                                                                      \
	"\xc1\x1d\x03\0\0\0\0\0\0\0\0\x12\x01\x07\x40\x11\x11\x11\x11\x11\x11\x11\x11"             \
	"\x11\x11\x11\x11\x11\x11\x11\x11"
#define ZS    "ZZZZZZZZZZZZZZZ"
#define SEIPD "\xd2\x2e\x01" ZS ZS ZS

static const struct seed {
	const char *name, *base64;
	bool encrypted;
} seeds[] = {
	// clang-format off
	{ "good-shape (twin)",
	    "wR0DAAAAAAAAAAASAQdAEREREREREREREREREREREdIuAVpaWlpaWlpaWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWg==",
	    true },
	{ "old-format PKESK (ENC-19)",
	    "hB0DAAAAAAAAAAASAQdAEREREREREREREREREREREdIuAVpaWlpaWlpaWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWg==",
	    true },
	{ "literal only (ENC-02)",
	    "ywxiAAAAAABDQU5BUlk=",
	    false },
	{ "lone SEIPD, bad version (ENC-03)",
	    "0hBDQU5BUlkgY2xlYXJ0ZXh0",
	    false },
	{ "PKESK holds text (ENC-04)",
	    "wRBDQU5BUlkgY2xlYXJ0ZXh00i4BWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpa",
	    false },
	{ "empty SEIPD (ENC-05)",
	    "wR0DAAAAAAAAAAASAQdAEREREREREREREREREREREdIA",
	    false },
	{ "literal after SEIPD (ENC-09)",
	    "wR0DAAAAAAAAAAASAQdAEREREREREREREREREREREdIuAVpaWlpaWlpaWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWssMYgAAAAAAQ0FOQVJZ",
	    false },
	{ "padding after SEIPD (ENC-09)",
	    "wR0DAAAAAAAAAAASAQdAEREREREREREREREREREREdIuAVpaWlpaWlpaWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWtUGQ0FOQVJZ",
	    false },
	{ "tag 60 first (ENC-10)",
	    "/AZDQU5BUlnBHQMAAAAAAAAAABIBB0ARERERERERERERERERERER0i4BWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa",
	    false },
	{ "marker first (ENC-10)",
	    "ygNQR1DBHQMAAAAAAAAAABIBB0ARERERERERERERERERERER0i4BWlpaWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa",
	    false },
	{ "5-octet length FFFFFFFF (ENC-11)",
	    "wf//////AwAAAAAAAAAAEgEHQBERERERERERERERERERERE=",
	    false },
	{ "partial PKESK (ENC-11)",
	    "weQDAAAAAAAAAAASAQdAERERDRERERERERERERERERHSLgFaWlpaWlpaWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=",
	    false },
	{ "overlong 5-octet length, legal (ENC-11)",
	    "wf8AAAAdAwAAAAAAAAAAEgEHQBERERERERERERERERERERHSLgFaWlpaWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=",
	    true },
	{ "first partial of 16 in SEIPD (ENC-11)",
	    "wR0DAAAAAAAAAAASAQdAEREREREREREREREREREREdLkAVpaWlpaWlpaWlpaWlpa"
	    "Wh5aWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=",
	    false },
	{ "one stray octet (ENC-09)",
	    "wR0DAAAAAAAAAAASAQdAEREREREREREREREREREREdIuAVpaWlpaWlpaWlpaWlpa"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWgA=",
	    false },
	// clang-format on
};

START_TEST(seeds_are_judged)
{
	for (size_t i = 0; i < COUNT_OF(seeds); i++) {
		uint8_t octets[512];
		size_t n;
		ck_assert_msg(
		    b64c_decode(span_str(seeds[i].base64), octets, &n), "%s", seeds[i].name);
		ck_assert_msg(
		    pgpc_is_encrypted(octets, n) == seeds[i].encrypted, "%s", seeds[i].name);
	}
}
END_TEST

static bool
encrypted(struct span s)
{
	return pgpc_is_encrypted(s.p, s.n);
}

START_TEST(every_cut_is_refused)
{
	struct span whole = SPAN(PKESK SEIPD);

	ck_assert(encrypted(whole));
	for (size_t n = 0; n < whole.n; n++)
		ck_assert_msg(!encrypted(span_sub(whole, 0, n)), "cut at %zu", n);
}
END_TEST

START_TEST(versions_and_headers)
{
	static const char v2_good[] = PKESK "\xd2\x34\x02\x09\x02\x10" ZS ZS ZS "ZZZ";
	char v2[sizeof(v2_good)];
	size_t at = sizeof(PKESK) - 1 + 2;

	ck_assert(pgpc_is_encrypted((const uint8_t *)v2_good, sizeof(v2_good) - 1));
	static const struct change {
		size_t where;
		char to;
		bool good;
	} changes[] = { { 0, 1, true }, { 0, 3, false }, { 0, 0, false }, { 1, 5, false },
		{ 1, 14, false }, { 1, 13, true }, { 1, 0, false }, { 2, 0, false }, { 2, 3, true },
		{ 2, 4, false }, { 3, 17, false }, { 3, 0, true } };
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		memcpy(v2, v2_good, sizeof(v2));
		v2[at + changes[i].where] = changes[i].to;
		ck_assert_msg(
		    pgpc_is_encrypted((const uint8_t *)v2, sizeof(v2) - 1) == changes[i].good,
		    "change %zu", i);
	}
	/* no session key; SKESK v4, v5, v6, v7; PKESK v2; indeterminate; empty */
	ck_assert(!encrypted(SPAN(SEIPD)));
	ck_assert(encrypted(SPAN("\xc3\x02\x04\x09" SEIPD)));
	ck_assert(encrypted(SPAN("\xc3\x02\x05\x09" PKESK "\xc3\x02\x06\x09" SEIPD)));
	ck_assert(!encrypted(SPAN("\xc3\x02\x07\x09" SEIPD)));
	ck_assert(!encrypted(SPAN("\xc1\x02\x02\x09" SEIPD)));
	ck_assert(!encrypted(SPAN("\xc1\x00" SEIPD)));
	ck_assert(!encrypted(SPAN("\x87\x03" PKESK SEIPD)));
	ck_assert(!encrypted(SPAN("")));
	/* v1 one octet short */
	ck_assert(!encrypted(SPAN(PKESK "\xd2\x28\x01" ZS ZS "ZZZZZZZZZ")));
	ck_assert(encrypted(SPAN(PKESK "\xd2\x29\x01" ZS ZS "ZZZZZZZZZZ")));
}
END_TEST

START_TEST(partial_lengths)
{
	uint8_t m[2048];
	struct buf b;

	for (unsigned power = 8; power <= 10; power++) {
		buf_init(&b, m, sizeof(m));
		buf_put(&b, SPAN(PKESK "\xd2"));
		buf_put_octet(&b, (uint8_t)(0xe0 | power));
		for (size_t i = 0; i < (size_t)1 << power; i++)
			buf_put_octet(&b, 1);
		buf_put_octet(&b, 0); /* the last length may be zero */
		ck_assert(!b.full);
		ck_assert_int_eq(encrypted(buf_span(&b)), power >= 9);
		struct span s = buf_span(&b);
		size_t at = sizeof(PKESK) - 1;
		struct pgpc_packet p;
		ck_assert(pgpc_next(s, &at, &p));
		ck_assert_uint_eq(p.body_n, (size_t)1 << power);
		ck_assert(!encrypted(span_sub(s, 0, s.n - 1)));
	}
}
END_TEST

START_TEST(base64_is_canonical)
{
	static const char *const bad[] = { "QQ", "QQ=", "Q===", "QQ==QQ==", "QR==", "QUK=", "QU-_",
		"QU K", "====", "QUI=\n", "=QQQ" };
	uint8_t out[16];
	size_t n;
	struct arena a;

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		ck_assert_msg(!b64c_decode(span_str(bad[i]), out, &n), "%s", bad[i]);
	arena_init(&a, 1 << 20);
	for (size_t len = 0; len < 10; len++) {
		struct span s = span_sub(SPAN("\xff\0\x80zyxwvut"), 0, len);
		struct span text = b64c_encode(&a, s);
		ck_assert(b64c_decode(text, out, &n));
		ck_assert(span_eq(SPAN_OF(out, n), s));
	}
	arena_free(&a);
}
END_TEST

START_TEST(armor_is_strict)
{
	static const struct armor {
		const char *text;
		bool good;
	} armors[] = {
#define B "-----BEGIN PGP MESSAGE-----\r\n"
#define E "-----END PGP MESSAGE-----"
		{ B "\r\nQUJD\r\n" E "\r\n", true },
		{ B "\r\nQUJD\r\n" E, true },
		{ B "\r\nQUJD\r\n=AAAA\r\n" E "\r\n\r\n", true },
		{ B "\r\nQUI=\r\n" E "\r\n", true },
		{ B "QUJD\r\n" E "\r\n", true },
		{ B "Version: x\r\n\r\nQUJD\r\n" E "\r\n", false },
		{ B "\r\n" E "\r\n", false },
		{ B "\r\nQUJD\r\n=AAAA\r\n=AAAA\r\n" E "\r\n", false },
		{ B "\r\nQUJD\r\n=CANARY text\r\n" E "\r\n", false },
		{ B "\r\nQQ==\r\nCANARY\r\n" E "\r\n", false },
		{ B "\r\nQQ==\r\nQUJD\r\n" E "\r\n", false },
		{ B "\r\n=AAAA\r\nQUJD\r\n" E "\r\n", false },
		{ B "\r\nQUJD\r\n" E "\r\nx", false },
		{ B "\r\nQUJD\r\n" E " \r\n", false },
		{ B "\r\nQUJD\n" E "\r\n", false },
		{ B "\r\nQUJD\r\n", false },
		{ "x" B "\r\nQUJD\r\n" E "\r\n", false },
		{ "\r\n" B "\r\nQUJD\r\n" E "\r\n", false },
		{ "-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nQUJD\r\n" E "\r\n", false },
	};
	struct arena a;

	for (size_t i = 0; i < COUNT_OF(armors); i++) {
		struct span packets;
		arena_init(&a, 1 << 20);
		ck_assert_msg(
		    pgpc_unarmor(&a, span_str(armors[i].text), &packets) == armors[i].good,
		    "armor %zu", i);
		arena_free(&a);
	}
}
END_TEST

START_TEST(armor_round_trip)
{
	struct arena a;
	uint8_t octets[400];

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (uint8_t)(i * 37);
	for (size_t n = 1; n < sizeof(octets); n += 7) {
		struct span packets;
		arena_init(&a, 1 << 20);
		struct span text = pgpc_armor(&a, SPAN_OF(octets, n), n % 2 == 0);
		ck_assert(pgpc_unarmor(&a, text, &packets));
		ck_assert(span_eq(packets, SPAN_OF(octets, n)));
		arena_free(&a);
	}
	/* the known checksum of RFC 9580, 6.1: nothing at all gives the start value */
	arena_init(&a, 1 << 20);
	struct span empty = pgpc_armor(&a, SPAN(""), true);
	ck_assert_uint_lt(span_search(empty, SPAN("\r\n=twTO\r\n")), empty.n);
	arena_free(&a);
}
END_TEST

START_TEST(gnupg_output_is_encrypted)
{
	struct arena a;
	struct pgp_material m;
	struct timespec t0, t1;
	const char *error = "";

	arena_init(&a, 1 << 20);
	clock_gettime(CLOCK_MONOTONIC, &t0);
	ck_assert_msg(pgp_make(&a, "chat.test", &m, &error), "%s", error);
	clock_gettime(CLOCK_MONOTONIC, &t1);
	printf("GnuPG: %zu octets of armor in %ld ms\n", m.armor.n,
	    (t1.tv_sec - t0.tv_sec) * 1000 + (t1.tv_nsec - t0.tv_nsec) / 1000000);
	ck_assert(encrypted(m.packets));
	ck_assert_uint_gt(m.armor.n, 1000);
	ck_assert_uint_lt(m.armor.n, 4000);
	arena_free(&a);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("pgpc");
	TCase *t = tcase_create("framing");

	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	tcase_add_test(t, seeds_are_judged);
	tcase_add_test(t, every_cut_is_refused);
	tcase_add_test(t, versions_and_headers);
	tcase_add_test(t, partial_lengths);
	tcase_add_test(t, base64_is_canonical);
	tcase_add_test(t, armor_is_strict);
	tcase_add_test(t, armor_round_trip);
	tcase_add_test(t, gnupg_output_is_encrypted);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
