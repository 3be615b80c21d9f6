/* span, buf, arena and show, each at its edges. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/show.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(spans_compare)
{
	ck_assert(span_eq(SPAN("abc"), span_str("abc")));
	ck_assert(!span_eq(SPAN("abc"), SPAN("abd")));
	ck_assert(!span_eq(SPAN("abc"), SPAN("ab")));
	ck_assert(span_eq((struct span){ 0 }, SPAN("")));
	ck_assert(span_eq_nocase(SPAN("Content-TYPE"), SPAN("content-type")));
	/* '@' and '`' differ by the case bit and are no letters */
	ck_assert(!span_eq_nocase(SPAN("@"), SPAN("`")));
	ck_assert(span_starts_nocase(SPAN("mail from"), SPAN("MAIL ")));
	ck_assert(!span_starts(SPAN("ab"), SPAN("abc")));
	ck_assert(span_ends(SPAN("x\r\n"), SPAN("\r\n")));
	ck_assert(!span_ends(SPAN("\n"), SPAN("\r\n")));
}
END_TEST

START_TEST(spans_cut)
{
	struct span s = SPAN("abcdef");

	ck_assert(span_eq(span_sub(s, 2, 2), SPAN("cd")));
	ck_assert(span_eq(span_sub(s, 4, 100), SPAN("ef")));
	ck_assert_uint_eq(span_sub(s, 7, 1).n, 0);
	ck_assert_uint_eq(span_sub(s, SIZE_MAX, SIZE_MAX).n, 0);
	ck_assert_uint_eq(span_find(s, 0, 'c'), 2);
	ck_assert_uint_eq(span_find(s, 3, 'c'), s.n);
	ck_assert_uint_eq(span_search(s, SPAN("ef")), 4);
	ck_assert_uint_eq(span_search(s, SPAN("fg")), s.n);
	ck_assert_uint_eq(span_search_nocase(s, SPAN("DE")), 3);
	ck_assert(span_eq(span_trim(SPAN(" \t a b\r\n")), SPAN("a b")));
	ck_assert_uint_eq(span_trim(SPAN(" \r\n")).n, 0);
}
END_TEST

START_TEST(buf_keeps_its_ceiling)
{
	uint8_t memory[8];
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	buf_put_u64(&b, 1234);
	buf_put_str(&b, "abcd");
	ck_assert(!b.full);
	ck_assert(span_eq(buf_span(&b), SPAN("1234abcd")));
	buf_put_octet(&b, 'x');
	ck_assert(b.full);
	ck_assert(span_eq(buf_span(&b), SPAN("1234abcd")));
	buf_eat(&b, 4);
	ck_assert(span_eq(buf_span(&b), SPAN("abcd")));
	buf_put_octet(&b, 'x'); /* full is sticky until reset */
	ck_assert_uint_eq(b.n, 4);
	buf_reset(&b);
	buf_put_u64(&b, 0);
	ck_assert(span_eq(buf_span(&b), SPAN("0")));
	buf_eat(&b, 100);
	ck_assert_uint_eq(b.n, 0);
}
END_TEST

START_TEST(buf_writes_the_largest_number)
{
	uint8_t memory[20];
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	buf_put_u64(&b, UINT64_MAX);
	ck_assert(span_eq(buf_span(&b), SPAN("18446744073709551615")));
}
END_TEST

START_TEST(arena_has_a_ceiling)
{
	struct arena a;

	arena_init(&a, 100000);
	char *s = arena_str(&a, SPAN("text"));
	ck_assert_str_eq(s, "text");
	ck_assert_str_eq(arena_printf(&a, "%d-%s", 7, "x"), "7-x");
	uint8_t *big = arena_take(&a, 50000);
	ck_assert_ptr_nonnull(big);
	for (size_t i = 0; i < 50000; i++)
		ck_assert_uint_eq(big[i], 0);
	ck_assert_ptr_null(arena_take(&a, 60000));
	ck_assert_ptr_null(arena_take(&a, SIZE_MAX));
	ck_assert_str_eq(s, "text");
	arena_free(&a);
	ck_assert_ptr_nonnull(arena_take(&a, 60000));
	arena_free(&a);
}
END_TEST

START_TEST(octets_become_visible)
{
	uint8_t memory[100];
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	show_octets(&b, SPAN("NOOP\r\n\t\0\xff~"), 100);
	ck_assert(span_eq(buf_span(&b), SPAN("NOOP<CR><LF><HT><NUL><ff>~")));
	buf_reset(&b);
	show_octets(&b, SPAN("abcdef"), 3);
	ck_assert(span_eq(buf_span(&b), SPAN("abc...")));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("base");
	TCase *t = tcase_create("all");
	SRunner *r = srunner_create(s);

	suite_add_tcase(s, t);
	tcase_add_test(t, spans_compare);
	tcase_add_test(t, spans_cut);
	tcase_add_test(t, buf_keeps_its_ceiling);
	tcase_add_test(t, buf_writes_the_largest_number);
	tcase_add_test(t, arena_has_a_ceiling);
	tcase_add_test(t, octets_become_visible);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
