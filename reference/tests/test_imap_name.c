/* Mailbox names: modified UTF-7, the one spelling, patterns of LIST. */
#include "reference/core/imap_name.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(utf7)
{
	static const char *const good[] = { "", "a", "&-", "a&-b", "&-&-", "&U,BTFw-", "&AOk-",
		"x&AOk-y&AOk-z", "&AOk-&-", "&2D3eAA-", "&Jjo-", "~peter/mail/&U,BTFw-" };
	static const char *const bad[] = { "&", "a&", "&Jjo", "&Jjo!", "&&-", "&AGE-", "&AGEAYg-",
		"&ACY-", "&AAA-", "&AAo-", "&AH8-", "&AOl-", "&A-", "&AA-", "&AOkA-", "&AOk=-",
		"&2D0-", "&3gA-", "&3gDYPQ-", "&2D0AYQ-", "&AOk-&AOk-", "&U/BTFw-", "\xc3\xa9",
		"a\x01", "a\x7f", "&//4-", "&AOkAAA-" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(imap_utf7_good(span_str(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!imap_utf7_good(span_str(bad[i])), "%s", bad[i]);
}
END_TEST

/* No octets, of whatever value and length, make it read outside: run under the sanitizers. */
START_TEST(utf7_noise)
{
	static const char alphabet[] = "&-AZaz09+,=/ \xff";
	uint32_t seed = 7;

	for (int round = 0; round < 200000; round++) {
		char *octets = malloc(12);
		size_t n = (size_t)round % 12;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			octets[i] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		(void)imap_utf7_good(SPAN_OF(octets, n));
		free(octets);
	}
}
END_TEST

static const char *
spelling(const char *name)
{
	static uint8_t memory[IMAP_NAME_MAX + 1];
	struct buf b;

	buf_init(&b, memory, IMAP_NAME_MAX);
	if (!imap_name(span_str(name), &b))
		return NULL;
	memory[b.n] = 0;
	return (const char *)memory;
}

START_TEST(names)
{
	char longest[IMAP_NAME_MAX + 2];

	ck_assert_str_eq(spelling("inbox"), "INBOX");
	ck_assert_str_eq(spelling("InBoX/x"), "INBOX/x");
	ck_assert_str_eq(spelling("inbox2"), "inbox2");
	ck_assert_str_eq(spelling("x/inbox"), "x/inbox");
	ck_assert_str_eq(spelling("a/b/"), "a/b");
	ck_assert_str_eq(spelling("inbox/"), "INBOX");
	ck_assert_str_eq(spelling("a b"), "a b");
	ck_assert_ptr_null(spelling(""));
	ck_assert_ptr_null(spelling("/"));
	ck_assert_ptr_null(spelling("/a"));
	ck_assert_ptr_null(spelling("a//b"));
	ck_assert_ptr_null(spelling("a//"));
	ck_assert_ptr_null(spelling("a%"));
	ck_assert_ptr_null(spelling("*"));
	ck_assert_ptr_null(spelling("&AOk"));
	memset(longest, 'x', sizeof(longest));
	longest[IMAP_NAME_MAX + 1] = 0;
	ck_assert_ptr_null(spelling(longest));
	longest[IMAP_NAME_MAX] = 0;
	ck_assert_str_eq(spelling(longest), longest);
	ck_assert(imap_name_below(SPAN("a/b"), SPAN("a")));
	ck_assert(imap_name_below(SPAN("a/b/c"), SPAN("a")));
	ck_assert(!imap_name_below(SPAN("ab"), SPAN("a")));
	ck_assert(!imap_name_below(SPAN("a"), SPAN("a")));
	ck_assert(!imap_name_below(SPAN("a/"), SPAN("a")));
	ck_assert_str_eq(imap_special_use(SPAN("Sent")), "\\Sent");
	ck_assert_ptr_null(imap_special_use(SPAN("sent")));
	ck_assert_ptr_null(imap_special_use(SPAN("a/Sent")));
}
END_TEST

START_TEST(patterns)
{
	static const struct {
		const char *reference, *pattern, *name;
		bool matches;
	} rows[] = {
		{ "", "%", "a", true },
		{ "", "%", "a/b", false },
		{ "", "*", "a/b", true },
		{ "", "%/%", "a/b", true },
		{ "", "%/%", "a/b/c", false },
		{ "", "a*c", "a/b/c", true },
		{ "", "*c", "a/b/c", true },
		{ "", "*%", "a/b", true },
		{ "", "%*", "a/b", true },
		{ "", "*a%b", "xa/ab", true },
		{ "", "*/%b", "a/xb/b", true },
		{ "", "A", "a", false },
		{ "", "inbox", "INBOX", true },
		{ "", "inBOX/x", "INBOX/x", true },
		{ "", "inbox/X", "INBOX/x", false },
		{ "a/", "%", "a/b", true },
		{ "a/", "%", "a", false },
		{ "a", "", "a", true },
		{ "a", "", "ab", false },
		{ "inb", "ox", "INBOX", true },
		{ "", "%%%%a", "bbba", true },
		{ "", "a%", "a", true },
		{ "", "", "a", false },
		{ "", "*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(
		    imap_list_matches(span_str(rows[i].reference), span_str(rows[i].pattern),
			span_str(rows[i].name)) == rows[i].matches,
		    "\"%s\" \"%s\" %s", rows[i].reference, rows[i].pattern, rows[i].name);
}
END_TEST

/* The matcher that steps against the plain recursive reading of the rule. */
static bool
plain(const char *p, const char *s)
{
	if (*p == '\0')
		return *s == '\0';
	if (*p == '*' || *p == '%')
		return plain(p + 1, s) ||
		    (*s != '\0' && (*p == '*' || *s != '/') && plain(p, s + 1));
	return *s == *p && plain(p + 1, s + 1);
}

START_TEST(patterns_mean_what_they_say)
{
	uint32_t seed = 3;

	for (int round = 0; round < 300000; round++) {
		char p[7] = "", s[9] = "";

		for (size_t i = 0; i < 6; i++) {
			seed = seed * 1664525u + 1013904223u;
			p[i] = "ab/*%%"[(seed >> 16) % 6];
		}
		for (size_t i = 0; i < 8; i++) {
			seed = seed * 1664525u + 1013904223u;
			s[i] = "aabb/"[(seed >> 16) % 5];
		}
		p[(seed >> 20) % 7] = s[(seed >> 24) % 8 + 1] = '\0';
		ck_assert_msg(imap_list_matches(SPAN(""), span_str(p), span_str(s)) == plain(p, s),
		    "%s %s", p, s);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("imap_name");
	TCase *t = tcase_create("imap_name");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, utf7);
	tcase_add_test(t, utf7_noise);
	tcase_add_test(t, names);
	tcase_add_test(t, patterns);
	tcase_add_test(t, patterns_mean_what_they_say);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
