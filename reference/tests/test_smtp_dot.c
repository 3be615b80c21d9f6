/* Every string of up to 7 octets over {CR, LF, NUL, ".", "a"} against a naive
 * reading of RFC 5321 4.1.1.4 and 4.5.2, fed whole and octet by octet. */
#include "reference/core/smtp_dot.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Octets up to the end of data: the first CRLF.CRLF, the CRLF of DATA counted. */
static size_t
naive_end(const uint8_t *b, size_t n)
{
	uint8_t all[16] = "\r\n";

	memcpy(all + 2, b, n);
	for (size_t i = 0; i + 5 <= n + 2; i++)
		if (memcmp(all + i, "\r\n.\r\n", 5) == 0)
			return i + 3;
	return 0;
}

static bool
naive_dirty(const uint8_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (b[i] == 0 || (b[i] == '\n' && (i == 0 || b[i - 1] != '\r')))
			return true;
		if (b[i] == '\r' && i + 1 < n && b[i + 1] != '\n')
			return true;
	}
	return false;
}

/* The text of a clean message b[0..n-1], the end of data included. */
static size_t
naive_text(const uint8_t *b, size_t n, uint8_t *out)
{
	size_t m = 0;

	for (size_t i = 0; i + 3 < n; i++) {
		bool start = i == 0 || (i >= 2 && b[i - 2] == '\r' && b[i - 1] == '\n');
		if (!(start && b[i] == '.'))
			out[m++] = b[i];
	}
	return m;
}

static void
compare(const uint8_t *b, size_t n, size_t piece, size_t cap)
{
	uint8_t out[32], want[32];
	struct smtp_dot d, whole;
	size_t at = 0, made = 0, m, end = naive_end(b, n);

	smtp_dot_init(&d);
	while (at < n && d.at != SMTP_DOT_END) {
		size_t most = n - at < piece ? n - at : piece;
		size_t eaten = smtp_dot_feed(&d, b + at, most, out + made, cap, &m);
		ck_assert(eaten > 0);
		at += eaten;
		made += m;
	}
	ck_assert_uint_eq(d.at == SMTP_DOT_END ? at : 0, end);
	ck_assert_uint_eq(smtp_dot_whole(b, n, &whole), end);
	ck_assert_int_eq(whole.dirty, d.dirty);
	ck_assert_int_eq(d.dirty, naive_dirty(b, end > 0 ? end : n));
	if (end > 0 && !d.dirty) {
		ck_assert_uint_eq(made, naive_text(b, end, want));
		ck_assert_mem_eq(out, want, made);
	}
}

START_TEST(every_short_string)
{
	static const uint8_t octets[] = { '\r', '\n', 0, '.', 'a' };
	uint8_t b[8];
	size_t most = 1;

	for (size_t n = 0; n <= 7; n++, most *= 5) {
		for (size_t code = 0; code < most; code++) {
			size_t rest = code;
			for (size_t i = 0; i < n; i++, rest /= 5)
				b[i] = octets[rest % 5];
			compare(b, n, n, 16);
			compare(b, n, 1, 16);
			compare(b, n, 3, 2);
		}
	}
}
END_TEST

struct text {
	const char *sent, *text;
};

static const struct text texts[] = {
	{ ".\r\n", "" },
	{ "a\r\n.\r\n", "a\r\n" },
	{ "..\r\n.\r\n", ".\r\n" },
	{ "...x\r\n..\r\n.\r\n", "..x\r\n.\r\n" },
	{ ".x\r\n.\r\n", "x\r\n" },
	{ "a.\r\n .\r\n.\r\n", "a.\r\n .\r\n" },
	{ "\r\n.\r\n", "\r\n" },
};

START_TEST(SMTP_DOTS)
{
	const struct text *t = &texts[_i];
	uint8_t out[64];
	struct smtp_dot d;
	size_t made;

	smtp_dot_init(&d);
	ck_assert_uint_eq(
	    smtp_dot_feed(&d, (const uint8_t *)t->sent, strlen(t->sent), out, sizeof(out), &made),
	    strlen(t->sent));
	ck_assert_int_eq(d.at, SMTP_DOT_END);
	ck_assert(!d.dirty);
	ck_assert_uint_eq(made, strlen(t->text));
	ck_assert_mem_eq(out, t->text, made);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp_dot");
	TCase *t = tcase_create("smtp_dot");
	SRunner *r = srunner_create(s);

	tcase_set_timeout(t, 60);
	tcase_add_test(t, every_short_string);
	tcase_add_loop_test(t, SMTP_DOTS, 0, (int)(sizeof(texts) / sizeof(texts[0])));
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
