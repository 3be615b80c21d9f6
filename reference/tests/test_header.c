/* header_next: what is a header block and what is not. */
#include "reference/core/header.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct row {
	const char *text;
	int fields; /* before HEADER_END; -1: HEADER_BAD somewhere */
} ROWS[] = {
	{ "\r\n", 0 },
	{ "A: b\r\n\r\n", 1 },
	{ "A:b\r\nB:\r\n\r\nbody: x\r\n", 2 },
	{ "A: b\r\n c\r\n\td\r\nB: e\r\n\r\n", 2 },
	{ "A: b\r\n \r\n\r\n", 1 },
	{ "A: \303\244\r\n\r\n", 1 },
	{ "", -1 },
	{ "A", -1 },
	{ "A: b\r\n", -1 },
	{ "A: b", -1 },
	{ "A: b\r\n\r", -1 },
	{ " A: b\r\n\r\n", -1 },
	{ "A : b\r\n\r\n", -1 },
	{ ": b\r\n\r\n", -1 },
	{ "A b\r\n\r\n", -1 },
	{ "\303\244: b\r\n\r\n", -1 },
	{ "A: b\nB: c\r\n\r\n", -1 },
	{ "A: b\rB: c\r\n\r\n", -1 },
	{ "A: b\n\n", -1 },
	{ "\n", -1 },
};

START_TEST(rows)
{
	const struct row *row = &ROWS[_i];
	struct header_field f;
	size_t at = 0;
	int fields = 0;
	enum header is;

	while ((is = header_next(span_str(row->text), &at, &f)) == HEADER_FIELD) {
		fields++;
		ck_assert(span_ends(f.raw, SPAN("\r\n")));
		ck_assert_uint_eq(f.name.n + 1 + f.value.n + 2, f.raw.n);
	}
	ck_assert_msg((is == HEADER_END ? fields : -1) == row->fields, "row %d: %s", _i, row->text);
}
END_TEST

START_TEST(nul_is_no_text)
{
	struct header_field f;
	size_t at = 0;

	ck_assert_int_eq(header_next(SPAN("A: b\0c\r\n\r\n"), &at, &f), HEADER_BAD);
	ck_assert_uint_eq(at, 0);
}
END_TEST

START_TEST(parts_of_a_field)
{
	struct header_field f;
	size_t at = 0;

	ck_assert_int_eq(header_next(SPAN("SubJect: a\r\n b\r\n\r\n"), &at, &f), HEADER_FIELD);
	ck_assert(header_is(&f, "Subject"));
	ck_assert(!header_is(&f, "Subjec"));
	ck_assert(span_eq(f.name, SPAN("SubJect")));
	ck_assert(span_eq(f.value, SPAN(" a\r\n b")));
	ck_assert_uint_eq(at, 16);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("header");
	TCase *t = tcase_create("header");

	tcase_add_loop_test(t, rows, 0, COUNT_OF(ROWS));
	tcase_add_test(t, nul_is_no_text);
	tcase_add_test(t, parts_of_a_field);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
