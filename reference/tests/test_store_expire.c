/* Retention in the store: messages and quota, by a clock that is moved. */
#include "reference/tests/expire_fixture.h"

#include "reference/shell/clock.h"
#include "reference/tests/clock_virtual.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEEP = 20 * DAY, KEEP_LARGE = 7 * DAY, LARGE = 200001, MARGIN = 60 };

/* RET_GONE, RET_NOT_EARLY, RET_UNSEEN, RET_FLAGGED, RET_FOLDERS, RET_VALIDITY_STAYS */
START_TEST(message)
{
	int64_t a = known(A), arrived;
	uint32_t validity;

	make_folder(a, "box/deep");
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	copy(a, "box/deep", 3, true);
	set_flags(inbox(a), 2, FLAG_SEEN | FLAG_FLAGGED);
	ck_assert_uint_eq(count(a, "INBOX"), 2);
	arrived = got.messages[0].date;
	validity = got.uid_validity;
	advance_to(arrived + KEEP - MARGIN);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_uint_eq(count(a, "INBOX"), 2);
	ck_assert_uint_eq(count(a, "box/deep"), 1);
	ck_assert_uint_eq(used(a), 3 * BODY_OCTETS);
	ck_assert_int_eq(deliver(A, A, 'y', BODY_OCTETS), STORE_OK);
	advance_to(arrived + KEEP + MARGIN);
	ck_assert_uint_eq(count(a, "box/deep"), 0);
	ck_assert_uint_eq(count(a, "INBOX"), 1);
	ck_assert_uint_eq(got.messages[0].uid, 4);
	ck_assert_uint_eq(got.uid_validity, validity);
	ck_assert_uint_eq(used(a), BODY_OCTETS); /* RET_USAGE */
	ck_assert_int_eq(fetch(a, 1), STORE_NO);
}
END_TEST

/* By the timer, and nobody has to say anything. */
START_TEST(by_itself)
{
	int64_t a;

	kill_store();
	config.retention.keep = 2;
	start_store();
	a = known(A);
	int64_t box = open_mailbox(a);
	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	int64_t arrived = events[0].m.date;
	while (n_events < 2)
		uv_run(&loop, UV_RUN_ONCE);
	ck_assert_int_eq(events[1].kind, EVENT_GONE); /* RET_SESSION */
	ck_assert_int_eq(events[1].mailbox, box);
	ck_assert_int_ge(clock_now(), arrived + 2);
}
END_TEST

/* RET_LARGE, RET_LARGE_NOT_EARLY, RET_LARGE_LIMIT */
START_TEST(large)
{
	int64_t a = known(A);

	ck_assert_int_eq(append(a, "INBOX", KEEP_LARGE - MARGIN, LARGE, 'x'), STORE_OK);
	ck_assert_int_eq(append(a, "INBOX", KEEP_LARGE + MARGIN, LARGE - 1, 'x'), STORE_OK);
	settle();
	ck_assert_uint_eq(count(a, "INBOX"), 2);
	advance(2 * (int64_t)MARGIN);
	ck_assert_uint_eq(count(a, "INBOX"), 1);
	ck_assert_uint_eq(got.messages[0].uid, 2);
	advance(KEEP - KEEP_LARGE);
	ck_assert_uint_eq(count(a, "INBOX"), 0);
}
END_TEST

/* RET_APPEND_PAST, RET_APPEND_FUTURE */
START_TEST(dated)
{
	int64_t a = known(A);

	ck_assert_int_eq(append(a, "INBOX", KEEP - MARGIN, 100, 'x'), STORE_OK);
	ck_assert_int_eq(append(a, "INBOX", -400 * DAY, 100, 'x'), STORE_OK);
	ck_assert_uint_eq(count(a, "INBOX"), 2);
	ck_assert_int_le(got.messages[1].date, clock_now());
	ck_assert_int_eq(append(a, "INBOX", KEEP + MARGIN, 100, 'x'), STORE_OK);
	settle();
	ck_assert_uint_eq(count(a, "INBOX"), 2);
	advance(2 * (int64_t)MARGIN);
	ck_assert_uint_eq(count(a, "INBOX"), 1);
	advance(KEEP);
	ck_assert_uint_eq(count(a, "INBOX"), 0);
}
END_TEST

/* RET_COPY_KEEPS_AGE, RET_MOVE_KEEPS_AGE, RET_COPIES */
START_TEST(copies)
{
	int64_t a = known(A);

	make_folder(a, "box");
	ck_assert_int_eq(append(a, "INBOX", KEEP - MARGIN, 100, 'x'), STORE_OK);
	ck_assert_int_eq(append(a, "INBOX", KEEP - MARGIN, 100, 'x'), STORE_OK);
	copy(a, "box", 1, false);
	copy(a, "box", 2, true);
	ck_assert_uint_eq(count(a, "box"), 2);
	advance(2 * (int64_t)MARGIN);
	ck_assert_uint_eq(count(a, "box"), 0);
	ck_assert_uint_eq(count(a, "INBOX"), 0);
}
END_TEST

/* More than a step takes; who has the mailbox open is told of each. */
START_TEST(many)
{
	enum { MANY = 500 };
	int64_t a = known(A);
	const char *to = A;

	for (int i = 0; i < MANY; i++)
		send_mail(A, &to, 1, 'x', 3000);
	await(MANY);
	int64_t box = open_mailbox(a);
	n_events = 0;
	advance(KEEP + MARGIN);
	ck_assert_uint_eq(count(a, "INBOX"), 0);
	ck_assert_uint_eq(n_events, MANY);
	for (uint32_t i = 0; i < MANY; i++) {
		ck_assert_int_eq(events[i].mailbox, box);
		ck_assert_int_eq(events[i].kind, EVENT_GONE);
	}
	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_OK);
	ck_assert_uint_eq(events[MANY].m.uid, MANY + 1); /* RET_UID_REUSE */
}
END_TEST

/* RET_CLOCK_BACK: what came while the clock was wrong lives no longer than others. */
START_TEST(clock_back)
{
	int64_t a = known(A);

	advance(100 * (int64_t)DAY);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	a = got.account;
	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_OK);
	ck_assert_int_eq(deliver(A, A, 'x', LARGE), STORE_OK);
	advance(-100 * (int64_t)DAY);
	ck_assert_uint_eq(count(a, "INBOX"), 2);
	ck_assert_int_le(got.messages[0].date, clock_now());
	advance(KEEP_LARGE + MARGIN);
	ck_assert_uint_eq(count(a, "INBOX"), 1);
	advance(KEEP - KEEP_LARGE);
	ck_assert_uint_eq(count(a, "INBOX"), 0);
}
END_TEST

/* RET_CATCH_UP, RET_RESTART */
START_TEST(catch_up)
{
	int64_t a = known(A);

	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_OK);
	kill_store();
	clock_move(KEEP + MARGIN);
	start_store();
	ck_assert_uint_eq(count(a, "INBOX"), 0); /* at the first question */
}
END_TEST

/* RET_JOB_CRASH: killed at some moment of it, again and again. */
START_TEST(job_crash)
{
	int64_t a = known(A);
	const char *to = A;

	for (int i = 0; i < 1000; i++)
		send_mail(A, &to, 1, 'x', 100);
	await(1000);
	open_mailbox(a);
	n_events = 0;
	ck_assert_int_gt(clock_tell("advance-nowait 1800000"), 0);
	while (n_events < 100)
		uv_run(&loop, UV_RUN_ONCE);
	restart_store();
	settle();
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_int_eq(got.account, a);
	ck_assert_uint_eq(count(a, "INBOX"), 0);
	ck_assert_uint_eq(got.uid_next, 1001);
	ck_assert_uint_eq(used(a), 0);
}
END_TEST

/* ---- quota ---------------------------------------------------------------- */

static int64_t
set_quota(uint64_t octets)
{
	kill_store();
	config.max_mailbox_size = octets;
	start_store();
	return known(A);
}

/* RET_QUOTA, RET_QUOTA_OLDEST, RET_QUOTA_FOLDERS: percents of 10000; the oldest is in
 * another folder and has the greatest UID. */
START_TEST(quota)
{
	int64_t a = set_quota(10000);

	make_folder(a, "box");
	for (int i = 0; i < 6; i++)
		ck_assert_int_eq(append(a, "INBOX", 2 * DAY + i, 1000, 'x'), STORE_OK);
	ck_assert_int_eq(append(a, "box", 5 * DAY, 1000, 'x'), STORE_OK);
	ck_assert_int_eq(append(a, "INBOX", 10, 500, 'x'), STORE_OK);
	settle();
	ck_assert_uint_eq(used(a), 7500); /* not above */
	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_OK);
	settle();
	ck_assert_uint_eq(used(a), 6600);
	ck_assert_uint_eq(count(a, "box"), 0);
	ck_assert_uint_eq(count(a, "INBOX"), 8);
	ck_assert_int_eq(deliver(A, A, 'x', 2000), STORE_OK);
	settle();
	ck_assert_uint_eq(used(a), 6600);
	ck_assert_uint_eq(count(a, "INBOX"), 7);
	ck_assert_uint_eq(got.messages[4].uid, 7); /* 6 and 5 are gone */
	ck_assert_uint_eq(got.messages[3].uid, 4);
}
END_TEST

/* RET_QUOTA_GUARD, RET_QUOTA_FULL: what is young stays, whatever comes. */
START_TEST(quota_guard)
{
	int64_t a = set_quota(10000);

	for (int i = 0; i < 10; i++)
		ck_assert_int_eq(append(a, "INBOX", DAY - MARGIN, 1000, 'x'), STORE_OK);
	settle();
	ck_assert_uint_eq(used(a), 10000);
	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_FULL);
	settle();
	advance(2 * (int64_t)MARGIN);
	ck_assert_uint_eq(used(a), 10000); /* until something comes */
	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_FULL);
	settle();
	ck_assert_uint_eq(used(a), 7000);
	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_OK);
}
END_TEST

/* More than a step frees; COPY counts as well. */
START_TEST(quota_many)
{
	int64_t a = set_quota(1000000);

	for (int i = 0; i < 740; i++)
		ck_assert_int_eq(append(a, "INBOX", 2 * DAY - i, 1000, 'x'), STORE_OK);
	settle();
	make_folder(a, "box");
	ck_assert_uint_eq(used(a), 740000);
	for (uint32_t uid = 730; uid < 741; uid++)
		copy(a, "box", uid, false);
	settle();
	ck_assert_uint_eq(used(a), 700000);
	ck_assert_uint_eq(count(a, "INBOX"), 689);
	ck_assert_uint_eq(got.messages[0].uid, 52);
	ck_assert_uint_eq(count(a, "box"), 11);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_expire");
	TCase *tc = tcase_create("store_expire");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tc, set_up_clock, tear_down_clock);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, message);
	tcase_add_test(tc, by_itself);
	tcase_add_test(tc, large);
	tcase_add_test(tc, dated);
	tcase_add_test(tc, copies);
	tcase_add_test(tc, many);
	tcase_add_test(tc, clock_back);
	tcase_add_test(tc, catch_up);
	tcase_add_test(tc, job_crash);
	tcase_add_test(tc, quota);
	tcase_add_test(tc, quota_guard);
	tcase_add_test(tc, quota_many);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
