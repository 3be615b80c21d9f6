/* Recorded IMAP dialogues, good and bad, replayed to the judge. */
#include "conformance/tests/fake.h"
#include "conformance/wire/imapc.h"

#include <check.h>
#include <stdlib.h>

#define HI                                                                                         \
	{                                                                                          \
		'S', "* OK ready\r\n"                                                              \
	}

static void
play_select(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_imap(c, "OK", "SELECT INBOX");
	expect_true(r, imapc_number(c, "EXISTS") == 3, "3", "%d", (int)imapc_number(c, "EXISTS"));
	expect_true(
	    r, imapc_number(c, "UIDNEXT") == 12, "12", "%d", (int)imapc_number(c, "UIDNEXT"));
	expect_true(r, imapc_number(c, "RECENT") == -1, "-1", "%d", (int)imapc_number(c, "RECENT"));
}

static void
play_fetch(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_imap(c, "OK", "UID FETCH 1:* (UID BODY.PEEK[])");
	struct span line = imapc_find(c, "FETCH");
	struct span body;
	uint32_t uid = 0;
	expect_true(r, imapc_fetched(line, &uid, &body) && uid == 7, "UID 7", "%u", uid);
	expect_true(r, span_eq(body, SPAN("A: b\r\n\r\na1 OK no\r\n")), "the body", "%.*s",
	    (int)body.n, (const char *)body.p);
	expect_true(r, imapc_lines(c) == 1, "1 line", "%zu", imapc_lines(c));
}

static void
play_need_login(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	need_imap(c, "OK", "LOGIN %s %s", "a", "planted secret");
	expect_imap(c, "BAD", "FROB");
}

static void
play_arrival(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_arrival(c, "canary");
	expect_true(r, imapc_uid(c) == 5, "UID 5", "%u", imapc_uid(c));
}

static void
play_absent(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_absent(c, "canary");
}

static void
play_bye(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_imap(c, "BAD BYE", "LOGIN {4294967295}");
}

static void
play_untagged(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	imapc_start(c, "IDLE");
	expect_imap_untagged(c, "2 EXISTS");
	expect_imap_untagged(c, "3 EXISTS");
}

START_TEST(select_is_read)
{
	struct fake_step s[] = { HI, { 'C', "a1 SELECT INBOX\r\n" },
		{ 'S',
		    "* 2 EXISTS\r\n* 3 EXISTS\r\n* OK [UIDNEXT 12] next {5}\r\n"
		    "* FLAGS (\\Seen)\r\na1 OK done\r\n" } };
	struct outcome o = FAKE(s, play_select);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s / %s", o.expected, o.actual);
}
END_TEST

START_TEST(wrong_answers_fail)
{
	static const char *const answer[] = { "a1 NO sorry\r\n", "a2 OK other tag\r\n", "a1 OK\n",
		"a1 FINE x\r\n", "garbage\r\n", "* 3 EXISTS\n a1 OK x\r\n", "* BYE\r\n" };

	for (size_t i = 0; i < COUNT_OF(answer); i++) {
		struct fake_step s[] = { HI, { 'C', "a1" }, { 'S', answer[i] } };
		struct outcome o = FAKE(s, play_select);
		ck_assert_int_eq(o.kind, OUTCOME_FAIL);
		ck_assert_str_eq(o.stage, "SELECT");
		ck_assert_str_ne(o.actual, "");
	}
}
END_TEST

START_TEST(literals_are_octets)
{
	struct fake_step s[] = { HI, { 'C', "a1 UID FETCH" },
		{ 'S', "* 1 FETCH (BODY[] {18}\r\nA: b\r\n\r\na1 O" },
		{ 'S', "K no\r\n FLAGS (\"UID 9\") UID 7)\r\na1 OK done\r\n" } };
	struct outcome o = FAKE(s, play_fetch);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s / %s", o.expected, o.actual);
}
END_TEST

START_TEST(extent_of_responses)
{
	ck_assert_uint_eq(imapc_extent(SPAN("* OK x\r\n")), 8);
	ck_assert_uint_eq(imapc_extent(SPAN("* OK x\r")), 0);
	ck_assert_uint_eq(imapc_extent(SPAN("* LIST {3}\r\nab")), 0);
	ck_assert_uint_eq(imapc_extent(SPAN("* LIST {3}\r\nabc\r\nX")), 17);
	ck_assert_uint_eq(imapc_extent(SPAN("* LIST {3}\r\nabc {0}\r\n)\r\nX")), 24);
	ck_assert_uint_eq(imapc_extent(SPAN("* OK {3}\r\nabc\r\n")), 10);
	ck_assert_uint_eq(imapc_extent(SPAN("x\n")), SIZE_MAX);
	ck_assert_uint_eq(imapc_extent(SPAN("\n")), SIZE_MAX);
	ck_assert_uint_eq(imapc_extent(SPAN("* LIST {99999999999999999999}\r\n")), 31);
	ck_assert_uint_eq(imapc_extent(SPAN("* LIST {999999999}\r\n")), SIZE_MAX);
}
END_TEST

START_TEST(preparation_is_inconclusive)
{
	struct fake_step bye[] = { { 'S', "* BYE Too many connections\r\n" } };
	struct fake_step no[] = { HI, { 'C', "a1 LOGIN" },
		{ 'S', "a1 NO [AUTHENTICATIONFAILED] x\r\n" } };
	struct fake_step many[] = { HI, { 'C', "a1 LOGIN" },
		{ 'S', "a1 NO [LIMIT] slow down\r\n" } };
	struct outcome o = FAKE(bye, play_select);

	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "throttled");
	o = FAKE(no, play_need_login);
	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "setup");
	ck_assert_str_eq(o.stage, "LOGIN");
	ck_assert_str_eq(FAKE(many, play_need_login).cause, "throttled");
}
END_TEST

#define BODY "(UID 5 BODY[] {10}\r\n\r\ncanary\r\n)\r\n"

START_TEST(arrival_by_idle)
{
	struct fake_step s[] = { HI, { 'C', "a1 UID FETCH 1:*" }, { 'S', "a1 OK none\r\n" },
		{ 'C', "a2 IDLE" }, { 'S', "+ idling\r\n* 1 EXISTS\r\n" }, { 'C', "DONE\r\n" },
		{ 'S', "a2 OK\r\n" }, { 'W', NULL } };
	struct fake_step good[] = { HI, { 'C', "a1 UID FETCH 1:*" }, { 'S', "a1 OK none\r\n" },
		{ 'C', "a2 IDLE" }, { 'S', "+ idling\r\n* 1 EXISTS\r\n" }, { 'C', "DONE\r\n" },
		{ 'S', "a2 OK x\r\n" }, { 'C', "a3 UID FETCH 1:*" },
		{ 'S', "* 1 FETCH " BODY "a3 OK x\r\n" } };
	struct outcome o = FAKE(good, play_arrival);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s / %s", o.expected, o.actual);
	/* "a2 OK" without text is not the grammar of a tagged answer */
	ck_assert_int_eq(FAKE(s, play_arrival).kind, OUTCOME_INCONCLUSIVE);
}
END_TEST

START_TEST(arrival_without_idle)
{
	struct fake_step s[] = { HI, { 'C', "a1 UID FETCH 1:*" }, { 'S', "a1 OK none\r\n" },
		{ 'C', "a2 IDLE" }, { 'S', "a2 BAD what\r\n" }, { 'C', "a3 NOOP" },
		{ 'S', "* 1 EXISTS\r\na3 OK x\r\n" }, { 'C', "a4 UID FETCH 1:*" },
		{ 'S', "* 1 FETCH " BODY "a4 OK x\r\n" } };
	struct outcome o = FAKE(s, play_arrival);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s / %s", o.expected, o.actual);
}
END_TEST

START_TEST(no_arrival_fails)
{
	struct fake_step s[] = { HI, { 'C', "a1" }, { 'S', "a1 OK none\r\n" }, { 'C', "a2 IDLE" },
		{ 'S', "+ \r\n" }, { 'C', "DONE" }, { 'S', "a2 OK x\r\n" }, { 'C', "a3" },
		{ 'S', "a3 OK none\r\n" }, { 'C', "a4 IDLE" }, { 'S', "+ \r\n" }, { 'C', "DONE" },
		{ 'S', "a4 OK x\r\n" }, { 'C', "a5" }, { 'S', "a5 OK none\r\n" },
		{ 'C', "a6 IDLE" }, { 'S', "+ \r\n" }, { 'C', "DONE" }, { 'S', "a6 OK x\r\n" },
		{ 'C', "a7" }, { 'S', "a7 OK none\r\n" }, { 'C', "a8 IDLE" }, { 'S', "+ \r\n" },
		{ 'C', "DONE" }, { 'S', "a8 OK x\r\n" }, { 'C', "a9" }, { 'S', "a9 OK none\r\n" },
		{ 'W', NULL } };
	struct outcome o = FAKE(s, play_arrival);

	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	ck_assert_str_eq(o.stage, "arrival");
}
END_TEST

START_TEST(absence_is_judged)
{
	struct fake_step here[] = { HI, { 'C', "a1 NOOP" }, { 'S', "a1 OK x\r\n" },
		{ 'C', "a2 UID FETCH" }, { 'S', "* 1 FETCH " BODY "a2 OK x\r\n" } };
	struct fake_step gone[] = { HI, { 'C', "a1 NOOP" }, { 'S', "a1 OK x\r\n" },
		{ 'C', "a2 UID FETCH" },
		{ 'S', "* 1 FETCH (UID 5 BODY[] {2}\r\nhi)\r\na2 OK x\r\n" } };
	struct outcome o = FAKE(here, play_absent);

	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	ck_assert_str_eq(o.stage, "delivery");
	ck_assert_int_eq(FAKE(gone, play_absent).kind, OUTCOME_PASS);
}
END_TEST

START_TEST(bye_covers_the_close)
{
	struct fake_step bye[] = { HI, { 'C', "a1" }, { 'S', "* BYE too big\r\n" }, { 'F', NULL } };
	struct fake_step rst[] = { HI, { 'C', "a1" }, { 'R', NULL } };
	struct fake_step bad[] = { HI, { 'C', "a1" }, { 'S', "a1 BAD too big\r\n" } };
	struct fake_step more[] = { HI, { 'C', "a1" }, { 'S', "+ go on\r\n" } };

	ck_assert_int_eq(FAKE(bye, play_bye).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(rst, play_bye).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(bad, play_bye).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(more, play_bye).kind, OUTCOME_FAIL);
}
END_TEST

START_TEST(untagged_in_order)
{
	struct fake_step good[] = { HI, { 'C', "a1" }, { 'S', "* 2 EXISTS\r\n* 3 EXISTS\r\n" },
		{ 'W', NULL } };
	struct fake_step once[] = { HI, { 'C', "a1" }, { 'S', "* 2 EXISTS\r\n" }, { 'W', NULL } };

	ck_assert_int_eq(FAKE(good, play_untagged).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(once, play_untagged).kind, OUTCOME_FAIL);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("imapc");
	TCase *t = tcase_create("dialogues");

	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	tcase_add_test(t, select_is_read);
	tcase_add_test(t, wrong_answers_fail);
	tcase_add_test(t, literals_are_octets);
	tcase_add_test(t, extent_of_responses);
	tcase_add_test(t, preparation_is_inconclusive);
	tcase_add_test(t, arrival_by_idle);
	tcase_add_test(t, arrival_without_idle);
	tcase_add_test(t, no_arrival_fails);
	tcase_add_test(t, absence_is_judged);
	tcase_add_test(t, bye_covers_the_close);
	tcase_add_test(t, untagged_in_order);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
