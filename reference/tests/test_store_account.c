/* The end of accounts in the store, what is left of them, and what keeps them. */
#include "reference/tests/expire_fixture.h"

#include "reference/shell/clock.h"
#include "reference/tests/clock_virtual.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEEP = 90 * DAY, SLACK = DAY + 60 /* activity is known by the day */ };

#define OTHER "another-password"

static uint32_t
validity(int64_t account)
{
	(void)count(account, "INBOX");
	return got.uid_validity;
}

static bool
bounces(const char *to)
{
	int64_t c = known(C);
	size_t before = count(c, "INBOX");

	ck_assert_int_eq(deliver(C, to, 'x', 100), STORE_OK);
	return count(c, "INBOX") > before;
}

/* RET_ACCOUNT, RET_ACCOUNT_NOT_EARLY, RET_ACCOUNT_FOLDERS, RET_ADDRESS_REUSE,
 * RET_ADDRESS_RETURNS, RET_VALIDITY_GROWS */
START_TEST(account_ends)
{
	int64_t a = known(A);

	make_folder(a, "box");
	make_folder(a, "box2"); /* its UIDVALIDITY is the greatest one */
	store_close_mailbox(client, open_named(a, "box2"));
	uint32_t before = got.uid_validity;
	advance(KEEP - 60);
	ck_assert(!bounces(A));
	ck_assert_uint_eq(count(a, "INBOX"), 1);
	advance(SLACK);
	ck_assert(bounces(A));
	store_open_mailbox(client, a, SPAN("INBOX"), on_mailbox, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_NO);
	ck_assert_int_eq(visit(A, OTHER), STORE_NO);
	ck_assert_int_eq(login(A, PASSWORD, false), STORE_NO);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_int_ne(got.account, a);
	a = got.account;
	ck_assert_uint_eq(count(a, "INBOX"), 0);
	ck_assert_uint_gt(got.uid_validity, before);
	ck_assert_uint_eq(got.uid_next, 1);
	ck_assert_uint_eq(used(a), 0);
	ck_assert_int_eq(visit(A, OTHER), STORE_NO);
	store_open_mailbox(client, a, SPAN("box"), on_mailbox, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_NO);
	ck_assert(!bounces(A));
}
END_TEST

/* Also when the clock has gone back. */
START_TEST(validity_grows)
{
	int64_t a;

	advance(1000 * (int64_t)DAY);
	a = known(A);
	uint32_t before = validity(a);
	advance(KEEP + SLACK);
	advance(-1090 * (int64_t)DAY);
	a = known(A);
	ck_assert_uint_gt(validity(a), before);
}
END_TEST

/* RET_TOMBSTONE_ENDS */
START_TEST(tombstone_ends)
{
	int64_t a = known(A);

	advance(KEEP + SLACK);
	advance(KEEP - SLACK);
	ck_assert_int_eq(visit(A, OTHER), STORE_NO);
	advance(SLACK + 60);
	ck_assert_int_eq(visit(A, OTHER), STORE_OK);
	ck_assert_int_ne(got.account, a);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_NO);
}
END_TEST

/* RET_LOGIN_RENEWS, RET_MAIL_NO_ACTIVITY */
START_TEST(login_renews)
{
	int64_t a = known(A), b = known(B);

	for (int i = 0; i < 5; i++) {
		advance(KEEP / 3);
		ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
		ck_assert_int_eq(got.account, a);
		if (i < 3)
			ck_assert_int_eq(deliver(A, B, 'x', 100), STORE_OK);
		ck_assert_int_eq(login(B, OTHER, true), STORE_NO); /* no activity of its owner */
	}
	ck_assert_int_eq(visit(B, PASSWORD), STORE_OK);
	ck_assert_int_ne(got.account, b);
}
END_TEST

/* RET_SESSION_RENEWS: as long as it lasts, and not longer by more than it may. */
START_TEST(session_renews)
{
	ck_assert_int_eq(login(A, PASSWORD, true), STORE_OK);
	int64_t a = got.account;

	ck_assert_int_eq(login(A, PASSWORD, true), STORE_OK);
	advance(KEEP + SLACK);
	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_OK);
	ck_assert_uint_eq(count(a, "INBOX"), 1);
	store_leave(client, a);
	advance(KEEP + SLACK);
	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_OK);
	ck_assert_uint_eq(count(a, "INBOX"), 1);
	/* The last day was written down while it was open: a crash does not undo it. */
	restart_store();
	advance(KEEP - 60);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_int_eq(got.account, a);
	advance(KEEP + SLACK);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_int_ne(got.account, a);
}
END_TEST

static void
never(void *ctx, enum store_status st, int64_t account)
{
	(void)ctx, (void)st, (void)account;
	ck_abort_msg("a forgotten callback was called");
}

/* A login that nobody waits for any more opens no session for ever. */
START_TEST(forgotten)
{
	int64_t a = known(A);
	int me;

	store_login(client, SPAN(A), SPAN(PASSWORD), true, never, &me);
	store_forget(client, &me);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	advance(KEEP + SLACK);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_int_ne(got.account, a);
}
END_TEST

/* RET_ACCOUNT_TOKENS */
START_TEST(tokens_end)
{
	int64_t a = known(A);

	advance(30 * (int64_t)DAY);
	store_add_token(client, a, SPAN("openpgp:canary-token"), on_done, NULL);
	await(1);
	ck_assert(on_disk("canary-token"));
	advance(KEEP - 30 * DAY + SLACK);
	ck_assert(!on_disk("canary-token"));
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	store_get_tokens(client, got.account, on_tokens, NULL);
	await(1);
	ck_assert_str_eq(got.octets, "");
}
END_TEST

/* Several at once, with more than a step takes; killed in the middle. */
START_TEST(crash)
{
	int64_t a = known(A);

	(void)known(B);
	kill_store();
	config.retention.keep = 1000 * DAY;
	start_store();
	for (int i = 0; i < 300; i++)
		ck_assert_int_eq(append(a, "INBOX", i, 100, 'x'), STORE_OK);
	open_mailbox(a);
	n_events = 0;
	ck_assert_int_gt(clock_tell("advance-nowait 9000000"), 0);
	while (n_events < 70)
		uv_run(&loop, UV_RUN_ONCE);
	restart_store();
	settle();
	ck_assert_int_eq(visit(A, OTHER), STORE_NO);
	ck_assert_int_eq(visit(B, OTHER), STORE_NO);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_uint_eq(used(got.account), 0);
}
END_TEST

/* Who has a mailbox of it open is told that it is gone; and no later one is taken for it. */
START_TEST(told)
{
	int64_t a = known(A);
	int64_t box = open_mailbox(a);

	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_OK);
	n_events = 0;
	advance(KEEP + SLACK);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_uint_eq(n_events, 2);
	ck_assert_int_eq(events[0].kind, EVENT_GONE);
	ck_assert_int_eq(events[1].kind, EVENT_DELETED);
	ck_assert_int_eq(events[1].mailbox, box);
	ck_assert_int_ne(inbox(got.account), box);
	store_set_flags(client, box, NULL, 0, FLAGS_ADD, FLAG_SEEN, on_done, NULL);
	store_fetch_body(client, box, 1, on_body, NULL);
	await(2);
	ck_assert_int_eq(got.status, STORE_NO);
	store_close_mailbox(client, box);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
}
END_TEST

/* Shorter lives than a day work as well. */
START_TEST(seconds)
{
	int64_t a;

	kill_store();
	config.retention.keep_account = 100;
	start_store();
	a = known(A);
	advance(95);
	ck_assert_int_eq(visit(A, PASSWORD), STORE_OK);
	ck_assert_int_eq(got.account, a);
	advance(110);
	ck_assert_int_eq(visit(A, OTHER), STORE_NO);
	advance(110);
	ck_assert_int_eq(visit(A, OTHER), STORE_OK);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_account");
	TCase *tc = tcase_create("store_account");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tc, set_up_clock, tear_down_clock);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, account_ends);
	tcase_add_test(tc, validity_grows);
	tcase_add_test(tc, tombstone_ends);
	tcase_add_test(tc, login_renews);
	tcase_add_test(tc, session_renews);
	tcase_add_test(tc, forgotten);
	tcase_add_test(tc, tokens_end);
	tcase_add_test(tc, crash);
	tcase_add_test(tc, told);
	tcase_add_test(tc, seconds);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
