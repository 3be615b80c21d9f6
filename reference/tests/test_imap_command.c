/* The lexer and the parser of commands: tables of what parses and what does not. */
#include "reference/core/imap_command.h"
#include "reference/core/imap_text.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t text[70000];
static struct imap_command c;

static enum imap_parse
parse(struct span line)
{
	memcpy(text, line.p, line.n);
	memcpy(text + line.n, "\r\n", 2);
	return imap_parse(text, line.n + 2, &c);
}

#define PARSE(lit) parse(SPAN(lit))

START_TEST(tags_and_verbs)
{
	ck_assert_int_eq(PARSE("a1 NOOP"), IMAP_PARSED);
	ck_assert(span_eq(c.tag, SPAN("a1")));
	ck_assert_int_eq(c.verb, VERB_NOOP);
	ck_assert_int_eq(PARSE("a1 nOOp"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a1 UID EXPUNGE 1"), IMAP_PARSED);
	ck_assert(c.uid);
	ck_assert_int_eq(PARSE(""), IMAP_NO_TAG);
	ck_assert_int_eq(PARSE(" NOOP"), IMAP_NO_TAG);
	ck_assert_int_eq(PARSE("+ NOOP"), IMAP_NO_TAG);
	ck_assert_int_eq(PARSE("* NOOP"), IMAP_NO_TAG);
	ck_assert_int_eq(PARSE("a\"b NOOP"), IMAP_NO_TAG);
	ck_assert_int_eq(
	    PARSE("0123456789012345678901234567890123456789012345678901234567890123456 NOOP"),
	    IMAP_NO_TAG);
	ck_assert_int_eq(PARSE("a]b NOOP"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a1"), IMAP_NO_COMMAND);
	ck_assert_int_eq(PARSE("a1 "), IMAP_NO_COMMAND);
	ck_assert_int_eq(PARSE("a1 FROB"), IMAP_NO_COMMAND);
	ck_assert_int_eq(PARSE("a1 NOOPS"), IMAP_NO_COMMAND);
	ck_assert_int_eq(PARSE("a1 UID NOOP"), IMAP_NO_COMMAND);
	ck_assert_int_eq(PARSE("a1  NOOP"), IMAP_NO_COMMAND);
	ck_assert_int_eq(PARSE("a1 NOOP "), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a1 EXPUNGE 1"), IMAP_BAD_ARGUMENTS);
}
END_TEST

START_TEST(strings)
{
	ck_assert_int_eq(PARSE("a LOGIN u p"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a LOGIN u@x \"a b\\\\c\\\"d\""), IMAP_PARSED);
	ck_assert(span_eq(c.a, SPAN("u@x")));
	ck_assert(span_eq(c.b, SPAN("a b\\c\"d")));
	ck_assert_int_eq(PARSE("a LOGIN {3}\r\n\"\\\r {2+}\r\n\n("), IMAP_PARSED);
	ck_assert(span_eq(c.a, SPAN("\"\\\r")));
	ck_assert(span_eq(c.b, SPAN("\n(")));
	ck_assert_int_eq(PARSE("a LOGIN \"\" \"\""), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a LOGIN u \"\\n\""), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN u \"x"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN u \"x\\"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN u \"x\\\""), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN u {1}\r\n\0"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN u {9}\r\nx"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN u {4294967296}\r\nx"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN u"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN u p q"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN  p q"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LOGIN u (p)"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a SELECT \"x\r\nb NOOP\""), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a LIST \"\" *%"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a ID (\"name\" \"Delta Chat\" \"x\" NIL)"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a ID nil"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a ID ()"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a ID (\"name\")"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a ID"), IMAP_BAD_ARGUMENTS);
}
END_TEST

START_TEST(fetch_items)
{
	ck_assert_int_eq(PARSE("a UID FETCH 1:500 (UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS "
			       "(MESSAGE-ID \"DATE\")])"),
	    IMAP_PARSED);
	ck_assert_uint_eq(c.n_items, 3);
	ck_assert_int_eq(c.items[2].kind, ITEM_SECTION);
	ck_assert(c.items[2].peek);
	ck_assert(span_eq(c.items[2].section.fields, SPAN("(MESSAGE-ID \"DATE\")")));
	ck_assert_int_eq(PARSE("a FETCH 1 BODY[1.2.HEADER.FIELDS.NOT (A)]<3.4>"), IMAP_PARSED);
	ck_assert(!c.items[0].peek);
	ck_assert(c.items[0].partial);
	ck_assert_uint_eq(c.items[0].from, 3);
	ck_assert_uint_eq(c.items[0].count, 4);
	ck_assert_uint_eq(c.items[0].section.depth, 2);
	ck_assert_uint_eq(c.items[0].section.path[1], 2);
	ck_assert_int_eq(c.items[0].section.part, SECTION_FIELDS_NOT);
	ck_assert_int_eq(PARSE("a FETCH 1 FULL"), IMAP_PARSED);
	ck_assert_uint_eq(c.n_items, 5);
	ck_assert_int_eq(PARSE("a FETCH 1 BODY"), IMAP_PARSED);
	ck_assert_int_eq(c.items[0].kind, ITEM_BODY);
	ck_assert_int_eq(PARSE("a FETCH 1 (FLAGS BODY[] RFC822.TEXT)"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a FETCH 1 BODY[2]"), IMAP_PARSED);

	static const char *const bad[] = { "1", "x FLAGS", "0 FLAGS", "1 (FLAGS", "1 FLAGS)",
		"1 ()", "1 (ALL)", "1 BODY[MIME]", "1 BODY[0]", "1 BODY[1.]", "1 BODY[.1]",
		"1 BODY[1.2", "1 BODY[HEADER.FIELDS]", "1 BODY[HEADER.FIELDS ()]",
		"1 BODY[HEADER.FIELDS (A B]", "1 BODY[]<0.0>", "1 BODY[]<0>", "1 BODY[]<1.2",
		"1 BODY.PEEK", "1 FROB", "1  FLAGS", "1 (FLAGS  UID)",
		"1 BODY[1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1]", "1,,2 FLAGS", "1: FLAGS",
		"4294967296 FLAGS" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char line[128] = "a FETCH ";

		strcat(line, bad[i]);
		ck_assert_msg(parse(span_str(line)) == IMAP_BAD_ARGUMENTS, "%s", line);
	}
}
END_TEST

START_TEST(store_status_metadata)
{
	ck_assert_int_eq(PARSE("a STORE 1 +FLAGS.SILENT (\\Deleted \\Seen)"), IMAP_PARSED);
	ck_assert_int_eq(c.op, STORE_ADD);
	ck_assert(c.silent);
	ck_assert_uint_eq(c.flags, IMAP_FLAG_DELETED | IMAP_FLAG_SEEN);
	ck_assert_int_eq(PARSE("a STORE 1 -FLAGS \\Seen $Key"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a STORE 1 FLAGS ()"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a STORE 1 FLAGS (\\Recent)"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a STORE 1 FOO (\\Seen)"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a STORE 1 FLAGS"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a STATUS INBOX (UIDNEXT UNSEEN)"), IMAP_PARSED);
	ck_assert_uint_eq(c.status, STATUS_UIDNEXT | STATUS_UNSEEN);
	ck_assert_int_eq(PARSE("a STATUS INBOX ()"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a STATUS INBOX (FROB)"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a GETMETADATA \"\" (/shared/comment /shared/admin)"), IMAP_PARSED);
	ck_assert_uint_eq(c.n_entries, 2);
	ck_assert_int_eq(PARSE("a GETMETADATA INBOX /private/devicetoken"), IMAP_PARSED);
	ck_assert_int_eq(
	    PARSE("a GETMETADATA (DEPTH 1) INBOX (/private/devicetoken)"), IMAP_PARSED);
	ck_assert_int_eq(
	    PARSE("a GETMETADATA INBOX (MAXSIZE 9 DEPTH infinity) /private/x"), IMAP_PARSED);
	ck_assert_int_eq(PARSE("a GETMETADATA INBOX x"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a GETMETADATA INBOX /a//b"), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a GETMETADATA INBOX \"/a*\""), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(
	    PARSE("a SETMETADATA INBOX (/private/devicetoken {2+}\r\nab)"), IMAP_PARSED);
	ck_assert(span_eq(c.entries[0].value, SPAN("ab")));
	ck_assert_int_eq(PARSE("a SETMETADATA INBOX (/a NIL /b \"\")"), IMAP_PARSED);
	ck_assert(c.entries[0].nil && !c.entries[1].nil);
	ck_assert_int_eq(PARSE("a SETMETADATA INBOX /a \"x\""), IMAP_BAD_ARGUMENTS);
	ck_assert_int_eq(PARSE("a SETMETADATA INBOX (/a)"), IMAP_BAD_ARGUMENTS);
}
END_TEST

START_TEST(sets)
{
	char line[4000] = "a UID FETCH 1";
	size_t n = strlen(line);

	for (unsigned i = 3; n < 1020; i += 2)
		n += (size_t)sprintf(line + n, ",%u:%u", i + 1, i);
	strcat(line, " FLAGS");
	ck_assert_int_eq(parse(span_str(line)), IMAP_PARSED);
	imap_set_fix(&c.set, 9);
	ck_assert(imap_set_has(&c.set, 1));
	ck_assert(!imap_set_has(&c.set, 2));
	ck_assert(imap_set_has(&c.set, 3));
	ck_assert(imap_set_has(&c.set, 4));
	ck_assert_uint_gt(imap_set_max(&c.set), 200);
	ck_assert(!imap_set_has(&c.set, imap_set_max(&c.set) + 1));
}
END_TEST

/* Membership against the plain reading, over every short set of a small alphabet. */
START_TEST(sets_mean_what_they_say)
{
	static const uint32_t numbers[] = { 0, 1, 3, 7 };

	for (size_t code = 0; code < 4096; code++) {
		struct imap_range r[3], w[3];
		struct imap_set s = { r, 3 };

		for (size_t i = 0; i < 3; i++) {
			r[i].lo = numbers[code >> 4 * i & 3];
			r[i].hi = numbers[code >> (4 * i + 2) & 3];
			w[i] = r[i];
		}
		imap_set_fix(&s, 5);
		for (uint32_t v = 1; v < 9; v++) {
			bool in = false;

			for (size_t i = 0; i < 3; i++) {
				uint32_t lo = w[i].lo ? w[i].lo : 5, hi = w[i].hi ? w[i].hi : 5;

				in = in || (v >= lo && v <= hi) || (v >= hi && v <= lo);
			}
			ck_assert_int_eq(imap_set_has(&s, v), in);
		}
	}
}
END_TEST

START_TEST(enable_and_results)
{
	static const char *const bad[] = { "a ENABLE", "a ENABLE ", "a ENABLE X ", "a ENABLE (X)",
		"a SEARCH RETURN ALL", "a SEARCH RETURN (MIN", "a SEARCH RETURN (MIN)",
		"a SEARCH RETURN () ", "a SEARCH RETURN (MIN  MAX) ALL",
		"a SEARCH RETURN (SAVE) ALL", "a SEARCH RETURN(MIN) ALL", "a COMPRESS",
		"a UID ENABLE X" };

	ck_assert_int_eq(parse(SPAN("a ENABLE CONDSTORE QRESYNC")), IMAP_PARSED);
	ck_assert_int_eq(c.verb, VERB_ENABLE);
	ck_assert_int_eq(parse(SPAN("a COMPRESS DEFLATE")), IMAP_PARSED);
	ck_assert(!c.has_b);
	ck_assert_int_eq(
	    parse(SPAN("a UID SEARCH return (count MIN) CHARSET UTF-8 1")), IMAP_PARSED);
	ck_assert_uint_eq(c.results, RESULT_COUNT | RESULT_MIN);
	ck_assert(c.has_b);
	ck_assert_int_eq(parse(SPAN("a SEARCH RETURN () ALL")), IMAP_PARSED);
	ck_assert_uint_eq(c.results, RESULT_ALL);
	ck_assert_int_eq(parse(SPAN("a SEARCH ALL")), IMAP_PARSED);
	ck_assert_uint_eq(c.results, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(parse(span_str(bad[i])) != IMAP_PARSED, "%s", bad[i]);
	}
}
END_TEST

/* IMAP_SET_HUGE: more elements than there is memory for are malformed, nothing else. */
START_TEST(huge_set)
{
	static char line[8 * (IMAP_RANGES + 2)];
	size_t at = 0;

	at += (size_t)snprintf(line, sizeof(line), "a FETCH 1");
	for (int i = 1; i < IMAP_RANGES; i++)
		at += (size_t)snprintf(line + at, sizeof(line) - at, ",%d", i % 9 + 1);
	snprintf(line + at, sizeof(line) - at, " FLAGS\r\n");
	ck_assert_int_eq(imap_parse((uint8_t *)line, strlen(line), &c), IMAP_PARSED);
	snprintf(line + at, sizeof(line) - at, ",4294967295 FLAGS\r\n");
	ck_assert_int_eq(imap_parse((uint8_t *)line, strlen(line), &c), IMAP_BAD_ARGUMENTS);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("imap_command");
	TCase *t = tcase_create("all");
	SRunner *r = srunner_create(s);
	int failed;

	suite_add_tcase(s, t);
	tcase_add_test(t, tags_and_verbs);
	tcase_add_test(t, strings);
	tcase_add_test(t, fetch_items);
	tcase_add_test(t, store_status_metadata);
	tcase_add_test(t, sets);
	tcase_add_test(t, sets_mean_what_they_say);
	tcase_add_test(t, enable_and_results);
	tcase_add_test(t, huge_set);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
