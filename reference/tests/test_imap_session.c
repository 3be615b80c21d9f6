/* SEARCH programs, session rules, mailbox patterns, SASL PLAIN, dates. */
#include "reference/core/imap_search.h"
#include "reference/core/imap_session.h"
#include "reference/core/imap_text.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct imap_command c;
static uint8_t line[512];

static bool
parse_search(const char *keys)
{
	int n = snprintf((char *)line, sizeof(line), "a SEARCH %s\r\n", keys);

	return imap_parse(line, (size_t)n, &c) == IMAP_PARSED;
}

/* Message 3 of 4, UID 30, \Seen, 1000 octets, of 2 January 2026. */
static enum imap_match
search(const char *keys, const struct span *octets)
{
	struct imap_search_message m = { 3, 30, IMAP_FLAG_SEEN, 1000, 0, octets };

	m.date = imap_days(2026, 1, 2) * 86400 + 86399;
	ck_assert_msg(parse_search(keys), "%s", keys);
	imap_search_fix(&c, 4, 40);
	return imap_search_match(&c, &m);
}

START_TEST(search_without_octets)
{
	static const char *const yes[] = { "ALL", "SEEN", "UNDELETED", "3", "1:*", "*:2", "UID 30",
		"UID 10:35", "LARGER 999", "SMALLER 1001", "ON 2-Jan-2026", "SINCE \"02-Jan-2026\"",
		"BEFORE 3-Jan-2026", "NOT DELETED", "OR DELETED SEEN", "(SEEN (NOT (DRAFT)))",
		"SEEN OR (1 2) (3)", "NOT NOT SEEN", "OLD", "UNKEYWORD $x", "CHARSET UTF-8 ALL",
		"NOT (SEEN DELETED)" };
	static const char *const no[] = { "DELETED", "UNSEEN", "4", "NEW", "RECENT", "UID 31:*",
		"LARGER 1000", "SMALLER 1000", "BEFORE 2-Jan-2026", "SINCE 3-Jan-2026",
		"KEYWORD $x", "SEEN DELETED", "OR DELETED DRAFT", "SEEN NOT 3", "DELETED FROM x" };

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		ck_assert_msg(search(yes[i], NULL) == MATCH_YES, "%s", yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		ck_assert_msg(search(no[i], NULL) == MATCH_NO, "%s", no[i]);
	ck_assert_int_eq(search("FROM x", NULL), MATCH_UNKNOWN);
	ck_assert_int_eq(search("OR SEEN FROM x", NULL), MATCH_YES);
	ck_assert_int_eq(search("NOT FROM x", NULL), MATCH_UNKNOWN);
}
END_TEST

START_TEST(search_with_octets)
{
	struct span m = SPAN("From: Joe <joe@x.test>\r\nX-A: one\r\n two\r\n"
			     "Date: Fri, 2 Jan 2026 01:02:03 +0000\r\n\r\nBody text\r\n");

	ck_assert_int_eq(search("FROM JOE", &m), MATCH_YES);
	ck_assert_int_eq(search("TO joe", &m), MATCH_NO);
	ck_assert_int_eq(search("HEADER x-a two", &m), MATCH_YES);
	ck_assert_int_eq(search("HEADER x-a \"\"", &m), MATCH_YES);
	ck_assert_int_eq(search("HEADER x-b \"\"", &m), MATCH_NO);
	ck_assert_int_eq(search("BODY TEXT", &m), MATCH_YES);
	ck_assert_int_eq(search("BODY joe", &m), MATCH_NO);
	ck_assert_int_eq(search("TEXT joe", &m), MATCH_YES);
	ck_assert_int_eq(search("SENTON 2-Jan-2026", &m), MATCH_YES);
	ck_assert_int_eq(search("SENTBEFORE 2-Jan-2026", &m), MATCH_NO);
	ck_assert_int_eq(search("NOT SENTSINCE 3-Jan-2026", &m), MATCH_YES);
}
END_TEST

#define FIFTEEN_NOT "NOT NOT NOT NOT NOT NOT NOT NOT NOT NOT NOT NOT NOT NOT NOT "

START_TEST(search_syntax)
{
	static const char *const bad[] = { "", "FROB", "NOT", "OR SEEN", "OR SEEN ", "(SEEN",
		"SEEN)", "()", "SEEN  ALL", "FROM", "HEADER x", "UID", "UID x", "LARGER -1",
		"ON 1-Foo-2026", "ON 32-Jan-2026", "ON 1-Jan", "ON \"1-Jan-2026", "CHARSET UTF-8",
		"KEYWORD", "((((((((((((((((ALL))))))))))))))))", FIFTEEN_NOT "NOT ALL" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!parse_search(bad[i]), "%s", bad[i]);
}
END_TEST

START_TEST(permissions)
{
	ck_assert_int_eq(imap_permitted(IMAP_NOT_AUTHENTICATED, true, VERB_LOGIN), IMAP_ALLOWED);
	ck_assert_int_eq(imap_permitted(IMAP_NOT_AUTHENTICATED, false, VERB_LOGIN), IMAP_NEEDS_TLS);
	ck_assert_int_eq(
	    imap_permitted(IMAP_NOT_AUTHENTICATED, false, VERB_AUTHENTICATE), IMAP_NEEDS_TLS);
	ck_assert_int_eq(
	    imap_permitted(IMAP_NOT_AUTHENTICATED, false, VERB_STARTTLS), IMAP_ALLOWED);
	ck_assert_int_eq(
	    imap_permitted(IMAP_NOT_AUTHENTICATED, true, VERB_STARTTLS), IMAP_WRONG_STATE);
	ck_assert_int_eq(imap_permitted(IMAP_AUTHENTICATED, true, VERB_LOGIN), IMAP_WRONG_STATE);
	for (int v = VERB_SELECT; v <= VERB_MOVE; v++)
		ck_assert_int_eq(imap_permitted(IMAP_NOT_AUTHENTICATED, true, (enum imap_verb)v),
		    IMAP_WRONG_STATE);
	for (int v = VERB_SELECT; v <= VERB_MOVE; v++) {
		ck_assert_int_eq(
		    imap_permitted(IMAP_SELECTED, true, (enum imap_verb)v), IMAP_ALLOWED);
		ck_assert_int_eq(imap_permitted(IMAP_AUTHENTICATED, true, (enum imap_verb)v),
		    v < VERB_CHECK ? IMAP_ALLOWED : IMAP_WRONG_STATE);
	}
}
END_TEST

START_TEST(list_patterns)
{
	struct span inbox = SPAN("INBOX"), none = SPAN("");

	ck_assert(imap_list_matches(none, SPAN("*"), inbox));
	ck_assert(imap_list_matches(none, SPAN("%"), inbox));
	ck_assert(imap_list_matches(none, SPAN("inbox"), inbox));
	ck_assert(imap_list_matches(none, SPAN("I*X"), inbox));
	ck_assert(imap_list_matches(none, SPAN("*N%O*"), inbox));
	ck_assert(imap_list_matches(SPAN("in"), SPAN("*"), inbox));
	ck_assert(!imap_list_matches(none, SPAN("I*Y"), inbox));
	ck_assert(!imap_list_matches(none, SPAN("INBOX/"), inbox));
	ck_assert(!imap_list_matches(none, SPAN("INBO"), inbox));
	ck_assert(!imap_list_matches(SPAN("x"), SPAN("*"), inbox));
	ck_assert(imap_list_matches(none, SPAN("a*"), SPAN("a/b")));
	ck_assert(!imap_list_matches(none, SPAN("a%"), SPAN("a/b")));
}
END_TEST

START_TEST(sasl)
{
	uint8_t memory[64];
	struct span user, password;

	ck_assert(imap_sasl_plain(SPAN("AHVzZXIAcGFzcw=="), memory, &user, &password));
	ck_assert(span_eq(user, SPAN("user")));
	ck_assert(span_eq(password, SPAN("pass")));
	ck_assert(imap_sasl_plain(SPAN("dXNlcgB1c2VyAHBhc3M="), memory, &user, &password));
	ck_assert(!imap_sasl_plain(SPAN("dXNlZQB1c2VyAHBhc3M="), memory, &user, &password));
	ck_assert(!imap_sasl_plain(SPAN("!!!"), memory, &user, &password));
	ck_assert(!imap_sasl_plain(SPAN(""), memory, &user, &password));
	ck_assert(!imap_sasl_plain(SPAN("AHVzZXI="), memory, &user, &password));
}
END_TEST

START_TEST(dates)
{
	static const struct {
		int64_t t;
		const char *text;
	} cases[] = {
		{ 0, "\"01-Jan-1970 00:00:00 +0000\"" },
		{ 951782400, "\"29-Feb-2000 00:00:00 +0000\"" },
		{ 1784256265, "\"17-Jul-2026 02:44:25 +0000\"" },
		{ 4107542399, "\"28-Feb-2100 23:59:59 +0000\"" },
		{ 4107542400, "\"01-Mar-2100 00:00:00 +0000\"" },
		{ 253402300799, "\"31-Dec-9999 23:59:59 +0000\"" },
	};
	uint8_t memory[40];
	struct buf b;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_init(&b, memory, sizeof(memory));
		imap_put_date(&b, cases[i].t);
		ck_assert_msg(
		    span_eq(buf_span(&b), span_str(cases[i].text)), "%.*s", (int)b.n, (char *)b.p);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("imap_session");
	TCase *t = tcase_create("all");
	SRunner *r = srunner_create(s);
	int failed;

	suite_add_tcase(s, t);
	tcase_add_test(t, search_without_octets);
	tcase_add_test(t, search_with_octets);
	tcase_add_test(t, search_syntax);
	tcase_add_test(t, permissions);
	tcase_add_test(t, list_patterns);
	tcase_add_test(t, sasl);
	tcase_add_test(t, dates);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
