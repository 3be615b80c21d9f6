/* The head of APPEND, and what its literal may hold. */
#include "reference/core/imap_append.h"
#include "reference/core/imap_text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct imap_append got;
static uint8_t text[512];

static enum imap_append_parse
parse(const char *s)
{
	size_t n = strlen(s);

	memcpy(text, s, n);
	return imap_append_parse(text, n, &got);
}

START_TEST(heads)
{
	ck_assert_int_eq(parse("a APPEND INBOX {5}\r\n"), APPEND_MESSAGE);
	ck_assert(span_eq(got.mailbox, SPAN("INBOX")));
	ck_assert_uint_eq(got.flags, 0);
	ck_assert(!got.dated);
	ck_assert_int_eq(parse("a append \"a \\\"b\" () {4294967295+}\r\n"), APPEND_MESSAGE);
	ck_assert(span_eq(got.mailbox, SPAN("a \"b")));
	ck_assert_int_eq(
	    parse("a APPEND {2}\r\nab (\\Seen $x \\draft) \" 7-Jul-1996 02:44:25 -0700\" "
		  "{3}\r\n"),
	    APPEND_MESSAGE);
	ck_assert(span_eq(got.mailbox, SPAN("ab")));
	ck_assert_uint_eq(got.flags, IMAP_FLAG_SEEN | IMAP_FLAG_DRAFT);
	ck_assert(got.dated);
	ck_assert_int_eq(got.date, 836732665);
	ck_assert_int_eq(
	    parse("a APPEND x \"01-Jan-1970 00:00:00 +0100\" {0}\r\n"), APPEND_MESSAGE);
	ck_assert_int_eq(got.date, -3600);
	ck_assert_int_eq(
	    parse("a APPEND x \"29-Feb-2024 23:59:60 +0000\" {0}\r\n"), APPEND_MESSAGE);
	ck_assert_int_eq(parse("a APPEND {5}\r\n"), APPEND_NAME);
	ck_assert_int_eq(parse("a APPEND {5+}\r\n"), APPEND_NAME);
}
END_TEST

START_TEST(malformed)
{
	static const char *const bad[] = { "a APPEND\r\n", "a APPEND INBOX\r\n", "a APPEND INBOX ",
		"a APPEND INBOX {4294967296}\r\n", "a APPEND {99999999999999999999}\r\n",
		"a APPEND INBOX {}\r\n", "a APPEND INBOX {5\r\n", "a APPEND INBOX ~{5}\r\n",
		"a APPEND INBOX () () {5}\r\n", "a APPEND INBOX (\\Recent) {5}\r\n",
		"a APPEND INBOX (\\Seen {5}\r\n", "a APPEND INBOX \\Seen {5}\r\n",
		"a APPEND INBOX \"30-Feb-2024 00:00:00 +0000\" {5}\r\n",
		"a APPEND INBOX \"29-Feb-2023 00:00:00 +0000\" {5}\r\n",
		"a APPEND INBOX \"1-Jan-2023 00:00:00 +0000\" {5}\r\n",
		"a APPEND INBOX \"01-Jan-0000 00:00:00 +0000\" {5}\r\n",
		"a APPEND INBOX \"01-Jan-2023 24:00:00 +0000\" {5}\r\n",
		"a APPEND INBOX \"01-Jan-2023 00:00:00 0000\" {5}\r\n",
		"a APPEND INBOX \"01-Jan-2023 00:00:00 +0000\"{5}\r\n",
		"a APPEND INBOX \"01-Jan-2023 {5}\r\n", "a APPEND \"INBOX {5}\r\n",
		"a APPEND INBOX {5}\r\nhello {3}\r\n", "a APPEND {9}\r\nab {3}\r\n",
		"a NOOP {5}\r\n" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(parse(bad[i]) == APPEND_MALFORMED, "%s", bad[i]);
}
END_TEST

/* Every beginning of a good head, in memory that ends where it ends. */
START_TEST(cut_off)
{
	const char *whole = "a APPEND {2}\r\nab (\\Seen) \"07-Jul-1996 02:44:25 -0700\" {3+}\r\n";

	for (size_t n = 0; n < strlen(whole); n++) {
		uint8_t *copy = malloc(n > 0 ? n : 1);
		memcpy(copy, whole, n);
		enum imap_append_parse r = imap_append_parse(copy, n, &got);
		ck_assert_int_eq(r, n == 14 ? APPEND_NAME : APPEND_MALFORMED);
		free(copy);
	}
}
END_TEST

START_TEST(lines)
{
	ck_assert(imap_append_lines_good(SPAN("")));
	ck_assert(imap_append_lines_good(SPAN("a\r\n\r\nb")));
	ck_assert(!imap_append_lines_good(SPAN("a\nb\r\n")));
	ck_assert(!imap_append_lines_good(SPAN("\n")));
	ck_assert(!imap_append_lines_good(SPAN("a\rb\r\n")));
	ck_assert(!imap_append_lines_good(SPAN("a\r")));
	ck_assert(!imap_append_lines_good(SPAN("a\r\r\n")));
	ck_assert(!imap_append_lines_good(SPAN("a\0b\r\n")));
}
END_TEST

static const char *
numbers(const uint32_t *list, size_t n)
{
	static uint8_t memory[256];
	struct buf b;

	buf_init(&b, memory, sizeof(memory) - 1);
	imap_put_numbers(&b, list, n);
	memory[b.n] = 0;
	return (const char *)memory;
}

START_TEST(sets)
{
	static const uint32_t list[] = { 1, 2, 3, 5, 7, 8, 4294967294u, 4294967295u };

	ck_assert_str_eq(numbers(list, 0), "");
	ck_assert_str_eq(numbers(list, 1), "1");
	ck_assert_str_eq(numbers(list, 2), "1:2");
	ck_assert_str_eq(numbers(list, 4), "1:3,5");
	ck_assert_str_eq(numbers(list, 8), "1:3,5,7:8,4294967294:4294967295");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("imap_append");
	TCase *t = tcase_create("imap_append");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, heads);
	tcase_add_test(t, malformed);
	tcase_add_test(t, cut_off);
	tcase_add_test(t, lines);
	tcase_add_test(t, sets);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
