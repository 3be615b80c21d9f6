/* Replies of other servers: every short line against a naive reading. */
#include "reference/core/smtp_answer.h"

#include <check.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int
naive_code(const uint8_t *b, size_t n)
{
	if (n < 3 || b[0] < '2' || b[0] > '5' || !isdigit(b[1]) || !isdigit(b[2]))
		return 0;
	return atoi((char[]){ (char)b[0], (char)b[1], (char)b[2], 0 });
}

START_TEST(every_short_line)
{
	static const uint8_t octets[] = { '1', '2', '5', '6', '0', ' ', '-', 'x' };
	uint8_t b[4];

	for (size_t n = 0; n <= 4; n++) {
		for (size_t code = 0; code < (size_t)1 << 3 * n; code++) {
			for (size_t i = 0; i < n; i++)
				b[i] = octets[code >> 3 * i & 7];
			struct smtp_answer a = { 0 };
			int wanted = naive_code(b, n);
			enum smtp_answer_part part = SMTP_ANSWER_BAD;
			if (wanted != 0 && (n == 3 || b[3] == ' '))
				part = SMTP_ANSWER_WHOLE;
			else if (wanted != 0 && b[3] == '-')
				part = SMTP_ANSWER_MORE;
			ck_assert_int_eq(smtp_answer_line(&a, b, n), part);
			if (part != SMTP_ANSWER_BAD)
				ck_assert_uint_eq(a.code, (unsigned)wanted);
		}
	}
}
END_TEST

START_TEST(one_code_for_all_lines)
{
	struct smtp_answer a = { 0 };

	ck_assert_int_eq(smtp_answer_line(&a, (const uint8_t *)"250-a", 5), SMTP_ANSWER_MORE);
	ck_assert_int_eq(smtp_answer_line(&a, (const uint8_t *)"251-b", 5), SMTP_ANSWER_BAD);
	ck_assert_int_eq(smtp_answer_line(&a, (const uint8_t *)"250 b", 5), SMTP_ANSWER_WHOLE);
	ck_assert_uint_eq(a.code, 250);
	ck_assert_uint_eq(a.lines, 2);
}
END_TEST

START_TEST(OUT_ENDLESS_REPLY)
{
	struct smtp_answer a = { 0 };

	for (int i = 0; i < SMTP_ANSWER_LINES_MAX; i++)
		ck_assert_int_eq(
		    smtp_answer_line(&a, (const uint8_t *)"250-", 4), SMTP_ANSWER_MORE);
	ck_assert_int_eq(smtp_answer_line(&a, (const uint8_t *)"250 ", 4), SMTP_ANSWER_BAD);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp_answer");
	TCase *t = tcase_create("smtp_answer");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, every_short_line);
	tcase_add_test(t, one_code_for_all_lines);
	tcase_add_test(t, OUT_ENDLESS_REPLY);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
