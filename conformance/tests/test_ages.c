/* Recorded answers as cases on retention read them: what is left in mailboxes, dates, quota. */
#include "conformance/tests/fake.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define HI                                                                                         \
	{                                                                                          \
		'S', "* OK ready\r\n"                                                              \
	}

static void
play_all_empty(struct run *r)
{
	expect_all_empty(imapc_connect(r, PORT_IMAP));
}

static void
play_dates(struct run *r)
{
	const char *date = imap_date(r, INT64_C(1612514472));

	imapc_connect(r, PORT_IMAP);
	expect_true(
	    r, strcmp(date, "\"05-Feb-2021 08:41:12 +0000\" ") == 0, "that date", "%s", date);
}

static void
play_quota(struct run *r)
{
	struct quota q = need_quota(imapc_connect(r, PORT_IMAP));

	expect_true(r, q.used == 12 && q.limit == 40960, "12 of 40960", "%lld of %lld",
	    (long long)q.used, (long long)q.limit);
}

static void
play_fill(struct run *r)
{
	need_fill(imapc_connect(r, PORT_IMAP), "INBOX", 1);
}

#define LISTED "* LIST () \"/\" INBOX\r\n* LIST (\\X) NIL \"two words\"\r\na1 OK x\r\n"
#define EMPTY  "* STATUS INBOX (MESSAGES 0)\r\na2 OK x\r\n"
#define OFFER                                                                                      \
	{ 'C', "a1 CAPABILITY\r\n" }, { 'S', "* CAPABILITY IMAP4rev1 QUOTA\r\na1 OK x\r\n" },      \
	{                                                                                          \
		'C', "a2 GETQUOTAROOT"                                                             \
	}

START_TEST(every_mailbox_is_looked_at)
{
	struct fake_step none[] = { HI, { 'C', "a1 LIST" }, { 'S', LISTED },
		{ 'C', "a2 STATUS INBOX (MESSAGES)\r\n" }, { 'S', EMPTY },
		{ 'C', "a3 STATUS \"two words\" (MESSAGES)\r\n" },
		{ 'S', "* STATUS \"two words\" (MESSAGES 0)\r\na3 OK x\r\n" } };
	struct fake_step one[] = { HI, { 'C', "a1 LIST" }, { 'S', LISTED },
		{ 'C', "a2 STATUS INBOX (MESSAGES)\r\n" }, { 'S', EMPTY },
		{ 'C', "a3 STATUS \"two words\" (MESSAGES)\r\n" },
		{ 'S', "* STATUS \"two words\" (MESSAGES 1)\r\na3 OK x\r\n" } };
	struct fake_step nothing[] = { HI, { 'C', "a1 LIST" },
		{ 'S', "* LIST (\\Noselect) \"/\" above\r\na1 OK x\r\n" } };
	struct outcome o = FAKE(none, play_all_empty);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s / %s", o.expected, o.actual);
	ck_assert_int_eq(FAKE(one, play_all_empty).kind, OUTCOME_FAIL);
	ck_assert_int_eq(FAKE(nothing, play_all_empty).kind, OUTCOME_INCONCLUSIVE);
}
END_TEST

START_TEST(dates_as_append_takes_them)
{
	struct fake_step s[] = { HI };
	struct outcome o = FAKE(s, play_dates);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s / %s", o.expected, o.actual);
}
END_TEST

START_TEST(limits_of_storage)
{
	struct fake_step some[] = { HI, OFFER,
		{ 'S',
		    "* QUOTAROOT INBOX \"User quota\"\r\n"
		    "* QUOTA \"User quota\" (MESSAGE 1 9 STORAGE 12 40960)\r\na2 OK x\r\n" } };
	struct fake_step none[] = { HI, OFFER,
		{ 'S', "* QUOTAROOT INBOX \"\"\r\n* QUOTA \"\" ()\r\na2 OK x\r\n" } };
	struct fake_step huge[] = { HI, OFFER,
		{ 'S',
		    "* QUOTAROOT INBOX \"\"\r\n* QUOTA \"\" (STORAGE 0 512000)\r\na2 OK x\r\n" } };
	struct outcome o = FAKE(some, play_quota);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s / %s", o.expected, o.actual);
	ck_assert_int_eq(FAKE(none, play_quota).kind, OUTCOME_NA);
	o = FAKE(huge, play_fill);
	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "budget");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("ages");
	TCase *t = tcase_create("answers");

	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	tcase_add_test(t, every_mailbox_is_looked_at);
	tcase_add_test(t, dates_as_append_takes_them);
	tcase_add_test(t, limits_of_storage);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
