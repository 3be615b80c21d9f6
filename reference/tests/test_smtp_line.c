/* Every short string against a naive reading of "a line is what stands before
 * the first CRLF". */
#include "reference/core/smtp_line.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static size_t
naive_end(const uint8_t *b, size_t n)
{
	for (size_t i = 0; i + 2 <= n; i++)
		if (memcmp(b + i, "\r\n", 2) == 0)
			return i + 2;
	return 0;
}

START_TEST(every_short_string)
{
	static const uint8_t octets[] = { '\r', '\n', 0, 'a' };
	uint8_t b[8];

	for (size_t n = 0; n <= 7; n++) {
		for (size_t code = 0; code < (size_t)1 << 2 * n; code++) {
			for (size_t i = 0; i < n; i++)
				b[i] = octets[code >> 2 * i & 3];
			size_t len = 99, end = naive_end(b, n);
			enum smtp_line got = smtp_line_scan(b, n, &len);
			bool clean = end > 0 && memchr(b, '\r', end - 2) == NULL &&
			    memchr(b, '\n', end - 2) == NULL && memchr(b, 0, end - 2) == NULL;
			ck_assert_int_eq(got,
			    end == 0    ? SMTP_LINE_MORE
				: clean ? SMTP_LINE_GOOD
					: SMTP_LINE_BAD);
			ck_assert_uint_eq(len, end);
			bool over = smtp_line_drop(b, n, &len);
			ck_assert_int_eq(over, end > 0);
			ck_assert_uint_eq(len, end > 0 ? end : n - (n > 0 && b[n - 1] == '\r'));
		}
	}
}
END_TEST

START_TEST(long_lines)
{
	static uint8_t b[SMTP_LINE_MAX + 8];
	size_t len;

	memset(b, 'a', sizeof(b));
	memcpy(b + SMTP_LINE_MAX - 2, "\r\n", 2);
	ck_assert_int_eq(smtp_line_scan(b, sizeof(b), &len), SMTP_LINE_GOOD);
	ck_assert_uint_eq(len, SMTP_LINE_MAX);
	memcpy(b + SMTP_LINE_MAX - 2, "a\r\n", 3);
	ck_assert_int_eq(smtp_line_scan(b, SMTP_LINE_MAX - 1, &len), SMTP_LINE_MORE);
	ck_assert_int_eq(smtp_line_scan(b, sizeof(b), &len), SMTP_LINE_LONG);
	ck_assert_uint_eq(len, SMTP_LINE_MAX - 1);
	ck_assert(!smtp_line_drop(b + len, 1, &len));
	ck_assert_uint_eq(len, 0);
	ck_assert(smtp_line_drop(b + SMTP_LINE_MAX - 1, 2, &len));
	ck_assert_uint_eq(len, 2);
	memset(b, 'a', sizeof(b));
	ck_assert_int_eq(smtp_line_scan(b, sizeof(b), &len), SMTP_LINE_LONG);
	ck_assert_uint_eq(len, SMTP_LINE_MAX);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp_line");
	TCase *t = tcase_create("smtp_line");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, every_short_string);
	tcase_add_test(t, long_lines);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
