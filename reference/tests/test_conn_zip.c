/* The DEFLATE layer of a connection, without a connection around it. */
#include "reference/shell/conn_zip.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static struct conn c;
static struct octets sent;

static bool
sink(struct conn *conn, uint8_t *p, size_t n)
{
	(void)conn;
	return conn_octets_put(&sent, p, n);
}

static void
set_up(void)
{
	memset(&c, 0, sizeof(c));
	c.zip = conn_zip_open(&c);
	ck_assert_ptr_nonnull(c.zip);
}

static void
tear_down(void)
{
	conn_zip_close(c.zip);
	conn_octets_drop(&c.in);
	conn_octets_drop(&c.out);
	conn_octets_drop(&sent);
}

/* What a client sends for n octets; *packed of them. */
static uint8_t *
pack(const uint8_t *p, size_t n, size_t *packed)
{
	z_stream z = { 0 };
	size_t cap = n + n / 1000 + 1000;
	uint8_t *out = malloc(cap);

	ck_assert_int_eq(deflateInit2(&z, 9, Z_DEFLATED, -15, 9, 0), Z_OK);
	z.next_in = (uint8_t *)(uintptr_t)p;
	z.avail_in = (uInt)n;
	z.next_out = out;
	z.avail_out = (uInt)cap;
	ck_assert_int_eq(deflate(&z, Z_SYNC_FLUSH), Z_OK);
	*packed = cap - z.avail_out;
	deflateEnd(&z);
	return out;
}

static void
come(const uint8_t *p, size_t n)
{
	ck_assert(conn_octets_put(conn_zip_input(c.zip), p, n));
}

/* However it is cut, the plaintext comes whole. */
START_TEST(unpacks_pieces)
{
	enum { N = 300000 };
	static uint8_t text[N];
	size_t n;

	for (size_t i = 0; i < N; i++)
		text[i] = (uint8_t)(i * i / 777 % 251);
	uint8_t *packed = pack(text, N, &n);
	size_t steps[] = { 1, 7, 4096, n };
	for (size_t s = 0; s < 4; s++) {
		size_t got = 0;
		tear_down();
		set_up();
		for (size_t at = 0; at < n; at += steps[s]) {
			come(packed + at, n - at < steps[s] ? n - at : steps[s]);
			do {
				conn_zip_turn(c.zip);
				ck_assert(conn_zip_unpack(&c));
				size_t have = c.in.n - c.in.at;
				ck_assert_uint_le(have, N - got);
				if (have > 0)
					ck_assert_int_eq(
					    memcmp(c.in.p + c.in.at, text + got, have), 0);
				got += have;
				conn_octets_drop(&c.in);
			} while (conn_zip_waits(&c));
		}
		ck_assert_uint_eq(got, N);
	}
	free(packed);
}
END_TEST

/* What came in one read with the command that switched it on. */
START_TEST(takes_back)
{
	size_t n;
	uint8_t *packed = pack((const uint8_t *)"a NOOP\r\n", 8, &n);

	ck_assert(conn_octets_put(&c.in, packed, 3));
	come(packed + 3, n - 3);
	ck_assert(conn_zip_unpack(&c));
	ck_assert_uint_eq(c.in.n - c.in.at, 8);
	ck_assert_int_eq(memcmp(c.in.p + c.in.at, "a NOOP\r\n", 8), 0);
	free(packed);
}
END_TEST

/* A gigabyte in a megabyte: never more than fits, never all at once, and an end to it. */
START_TEST(bomb)
{
	enum { MILLION = 1000 * 1000 };
	uint8_t *zeros = calloc(1, 100 * MILLION), *packed;
	uint64_t total = 0;
	size_t n;
	bool goes_on = true;

	packed = pack(zeros, 100 * MILLION, &n);
	ck_assert_uint_lt(n, 200000);
	come(packed, n);
	ck_assert(conn_zip_unpack(&c));
	ck_assert_uint_le(c.in.n - c.in.at, INPUT_MOST + 16 * 1024);
	ck_assert(conn_zip_unpack(&c)); /* it is full: nothing moves */
	ck_assert_uint_le(c.in.n - c.in.at, INPUT_MOST + 16 * 1024);
	ck_assert(!conn_zip_waits(&c));
	for (int i = 0; i < 2 * 1024 * 1024 / (INPUT_MOST / 2); i++) {
		conn_octets_drop(&c.in);
		ck_assert(conn_zip_unpack(&c));
	}
	ck_assert_ptr_null(c.in.p); /* this turn has had its share */
	ck_assert(conn_zip_waits(&c));
	while (goes_on && total < 100 * MILLION) {
		conn_zip_turn(c.zip);
		goes_on = conn_zip_unpack(&c);
		total += c.in.n - c.in.at;
		conn_octets_drop(&c.in);
	}
	ck_assert(!goes_on);
	free(packed);
	free(zeros);
}
END_TEST

START_TEST(nonsense)
{
	uint8_t noise[64];
	uint32_t seed = 1;

	for (int round = 0; round < 20000; round++) {
		tear_down();
		set_up();
		for (size_t i = 0; i < sizeof(noise); i++) {
			seed = seed * 1664525u + 1013904223u;
			noise[i] = (uint8_t)(seed >> 24);
		}
		come(noise, sizeof(noise));
		(void)!conn_zip_unpack(&c);
		ck_assert_uint_le(c.in.n - c.in.at, INPUT_MOST);
	}
	tear_down();
	set_up();
	come((const uint8_t *)"\x07", 1); /* a block of the reserved kind */
	ck_assert(!conn_zip_unpack(&c));
	tear_down();
	set_up();
	come((const uint8_t *)"\x03\x00", 2); /* the end of the stream */
	ck_assert(!conn_zip_unpack(&c));
}
END_TEST

/* What was queued before goes out as it is; everything after can be read at once. */
START_TEST(packs)
{
	static const char answers[] = "b OK done\r\n* 1 EXISTS\r\nc OK done\r\n";
	uint8_t text[100];
	z_stream z = { 0 };

	tear_down();
	memset(&c, 0, sizeof(c));
	ck_assert(conn_octets_put(&c.out, (const uint8_t *)"a OK on\r\n", 9));
	c.zip = conn_zip_open(&c);
	ck_assert(conn_octets_put(&c.out, (const uint8_t *)answers, sizeof(answers) - 1));
	for (size_t n; c.out.n > c.out.at; conn_octets_eat(&c.out, n)) {
		n = c.out.n - c.out.at;
		n = conn_zip_pack(&c, n < 10 ? n : 10, n <= 10, sink);
		ck_assert_uint_gt(n, 0);
	}
	ck_assert_uint_gt(sent.n, 9);
	ck_assert_int_eq(memcmp(sent.p, "a OK on\r\n", 9), 0);
	ck_assert_int_eq(inflateInit2(&z, -15), Z_OK);
	z.next_in = sent.p + 9;
	z.avail_in = (uInt)(sent.n - 9);
	z.next_out = text;
	z.avail_out = sizeof(text);
	ck_assert_int_eq(inflate(&z, Z_SYNC_FLUSH), Z_OK);
	ck_assert_uint_eq(z.total_out, sizeof(answers) - 1);
	ck_assert_int_eq(memcmp(text, answers, sizeof(answers) - 1), 0);
	inflateEnd(&z);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("conn_zip");
	TCase *t = tcase_create("conn_zip");
	SRunner *r = srunner_create(s);

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, unpacks_pieces);
	tcase_add_test(t, takes_back);
	tcase_add_test(t, bomb);
	tcase_add_test(t, nonsense);
	tcase_add_test(t, packs);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
