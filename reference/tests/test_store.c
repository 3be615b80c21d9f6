/* The store: a real store process in a directory of its own, asked over its
 * socket by the real client. */
#include "reference/tests/store_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(login_rules)
{
	ck_assert_int_eq(login(A, "passwordpassword", false), STORE_NO); /* not to be created */
	ck_assert_int_eq(login(A, "passwordpassword", true), STORE_OK);
	int64_t id = got.account;
	ck_assert_int_eq(login(A, "passwordpassword", true), STORE_OK);
	ck_assert_int_eq(got.account, id);
	ck_assert_int_eq(login(A, "passwordpassworD", true), STORE_NO);
	ck_assert_int_eq(got.account, 0);
	ck_assert_int_eq(login(A, "", false), STORE_NO);
	ck_assert_int_eq(login(A, "passwordpassword", false), STORE_OK);
	ck_assert_int_eq(login(B, "passwordpassword", true), STORE_OK);
	ck_assert_int_ne(got.account, id);
}
END_TEST

/* ACC_CREATE_RACE */
START_TEST(create_race)
{
	char password[32];
	int good = 0;

	for (int i = 0; i < 20; i++) {
		snprintf(password, sizeof(password), "password number %d", i);
		store_login(client, span_str(A), span_str(password), true, on_login, NULL);
	}
	got.oks = 0;
	await(20);
	ck_assert_int_eq(got.oks, 1);
	for (int i = 0; i < 20; i++) {
		snprintf(password, sizeof(password), "password number %d", i);
		good += login(A, password, true) == STORE_OK;
	}
	ck_assert_int_eq(good, 1);
}
END_TEST

START_TEST(delivery)
{
	static const char *const all[] = { A, B, C };
	int64_t ids[] = { account(A), account(B), account(C) };

	send_mail(A, all, 3, 'x', BODY_OCTETS);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
	for (int i = 0; i < 3; i++) {
		open_mailbox(ids[i]);
		ck_assert_uint_eq(got.n, 1);
		ck_assert_uint_eq(got.messages[0].size, BODY_OCTETS);
		ck_assert_uint_eq(got.messages[0].flags, 0);
		ck_assert_int_eq(got.messages[0].date / 3600, time(NULL) / 3600);
		ck_assert_uint_eq(got.uid_next, got.messages[0].uid + 1);
		ck_assert_int_eq(fetch(ids[i], got.messages[0].uid), STORE_OK);
		ck_assert_uint_eq(got.size, BODY_OCTETS);
		ck_assert_int_eq(got.octets[BODY_OCTETS - 1], 'x');
		ck_assert_int_eq(fetch(ids[i], 99), STORE_NO);
	}
	store_open_mailbox(client, 4711, SPAN("INBOX"), on_mailbox, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_NO);
}
END_TEST

/* SUB_BOUNCE: the unknown gets none, the others theirs, the sender is told. */
START_TEST(bounce)
{
	static const char *const to[] = { B, D };
	int64_t a = account(A), b = account(B);

	send_mail(A, to, 2, 'x', BODY_OCTETS);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
	open_mailbox(b);
	ck_assert_uint_eq(got.n, 1);
	open_mailbox(a);
	ck_assert_uint_eq(got.n, 1);
	ck_assert_int_eq(fetch(a, 1), STORE_OK);
	got.octets[got.size] = '\0';
	ck_assert_ptr_nonnull(strstr(got.octets, "Final-Recipient: rfc822; " D));
	ck_assert_ptr_nonnull(strstr(got.octets, "550 5.1.1"));
	ck_assert_ptr_nonnull(strstr(got.octets, "Message-ID: <x@y>"));
	ck_assert_ptr_nonnull(strstr(got.octets, "Auto-Submitted: auto-replied"));
	ck_assert_ptr_null(strstr(got.octets, B));
	ck_assert_ptr_null(strstr(got.octets, "xxxx"));
}
END_TEST

START_TEST(quota)
{
	static const char *const to[] = { A, B };
	int64_t a, b;

	kill_store();
	config.max_mailbox_size = 10000;
	start_store();
	a = account(A);
	b = account(B);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(deliver(A, B, 'x', BODY_OCTETS), STORE_OK);
	ck_assert_uint_eq(used(b), 4 * BODY_OCTETS);
	ck_assert_uint_eq(got.limit, 10000);
	ck_assert_int_eq(deliver(A, B, 'x', BODY_OCTETS), STORE_OK); /* exactly full */
	ck_assert_int_eq(deliver(A, B, 'x', BODY_OCTETS), STORE_FULL);
	ck_assert_uint_eq(used(a), 0);
	send_mail(A, to, 2, 'x', BODY_OCTETS);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
	open_mailbox(a);
	ck_assert_uint_eq(got.n, 2); /* the copy and the bounce */
	ck_assert_int_eq(fetch(a, 2), STORE_OK);
	got.octets[got.size] = '\0';
	ck_assert_ptr_nonnull(strstr(got.octets, "552 5.2.2"));
	/* DEL_QUOTA */
	uint32_t uid = 3;
	int64_t box = inbox(b);
	store_set_flags(client, box, &uid, 1, FLAGS_ADD, FLAG_DELETED, on_done, NULL);
	store_expunge(client, box, NULL, 0, on_done, NULL);
	await(2);
	ck_assert_uint_eq(used(b), 4 * BODY_OCTETS);
	ck_assert_int_eq(deliver(A, B, 'x', BODY_OCTETS), STORE_OK);
}
END_TEST

/* Events come in the order of the store, after the snapshot, to all sessions,
 * and stop with the last close. */
START_TEST(event_order)
{
	int64_t a = account(A), b = account(B);
	const char *to = B;

	open_mailbox(b);
	int64_t box = open_mailbox(b);
	for (int i = 0; i < 50; i++)
		send_mail(A, &to, 1, 'x', BODY_OCTETS);
	store_open_mailbox(client, b, SPAN("INBOX"), on_mailbox, NULL);
	for (int i = 0; i < 50; i++)
		send_mail(A, &to, 1, 'x', BODY_OCTETS);
	await(101);
	ck_assert_uint_eq(n_events, 100);
	for (uint32_t i = 0; i < 100; i++) {
		ck_assert_int_eq(events[i].mailbox, box);
		ck_assert_int_eq(events[i].kind, EVENT_NEW);
		ck_assert_uint_eq(events[i].m.uid, i + 1);
	}
	ck_assert_uint_eq(got.n, 50); /* the snapshot, taken in the middle */
	store_close_mailbox(client, box);
	store_close_mailbox(client, box);
	ck_assert_int_eq(deliver(A, B, 'x', BODY_OCTETS), STORE_OK);
	ck_assert_uint_eq(n_events, 101);
	store_close_mailbox(client, box);
	ck_assert_int_eq(deliver(A, B, 'x', BODY_OCTETS), STORE_OK);
	ck_assert_uint_eq(n_events, 101);
	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	ck_assert_uint_eq(n_events, 101);
	ck_assert_int_ne(a, b);
}
END_TEST

START_TEST(flags)
{
	int64_t a = account(A);
	const uint32_t uids[] = { 1, 7, 2 };

	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	int64_t box = open_mailbox(a);
	store_set_flags(client, box, uids, 3, FLAGS_ADD, FLAG_SEEN | FLAG_FLAGGED, on_done, NULL);
	await(1);
	ck_assert_uint_eq(got.events_before, 2); /* before the answer; 7 does not exist */
	ck_assert_uint_eq(events[1].m.uid, 2);
	ck_assert_uint_eq(events[1].m.flags, FLAG_SEEN | FLAG_FLAGGED);
	store_set_flags(client, box, uids, 1, FLAGS_REMOVE, FLAG_SEEN, on_done, NULL);
	store_set_flags(client, box, uids + 2, 1, FLAGS_SET, FLAG_DRAFT, on_done, NULL);
	await(2);
	open_mailbox(a);
	ck_assert_uint_eq(got.messages[0].flags, FLAG_FLAGGED);
	ck_assert_uint_eq(got.messages[1].flags, FLAG_DRAFT);
	ck_assert_uint_eq(got.messages[2].flags, 0);
}
END_TEST

/* A body stays while anybody has it, and is gone from the disk with the last
 * copy; its UID is not given again (DEL_UID_REUSE, IMAP_UIDNEXT). */
START_TEST(expunge)
{
	static const char *const both[] = { A, B };
	int64_t ids[] = { account(A), account(B) };
	int64_t boxes[] = { inbox(ids[0]), inbox(ids[1]) };
	uint32_t uid = 1;

	send_mail(A, both, 2, '~', 30000);
	await(1);
	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	size_t once = count_on_disk('~');
	ck_assert_uint_gt(once, 29000);
	ck_assert_uint_lt(once, 70000); /* stored once, perhaps also in the log */
	open_mailbox(ids[0]);
	uint32_t validity = got.uid_validity;
	for (int i = 0; i < 2; i++) {
		store_expunge(client, boxes[i], NULL, 0, on_done, NULL); /* nothing is marked */
		store_set_flags(client, boxes[i], &uid, 1, FLAGS_ADD, FLAG_DELETED, on_done, NULL);
		await(2);
		size_t before = n_events;
		store_expunge(client, boxes[i], &uid, 1, on_done, NULL);
		await(1);
		ck_assert_int_eq(fetch(ids[i], 1), STORE_NO);
		if (i == 0) {
			ck_assert_uint_eq(got.events_before, before + 1);
			ck_assert_int_eq(events[before].kind, EVENT_GONE);
			ck_assert_uint_eq(events[before].m.uid, 1);
			ck_assert_int_eq(fetch(ids[1], 1), STORE_OK); /* DEL_OTHERS_STAY */
		}
	}
	uid = 2;
	store_expunge(client, boxes[0], &uid, 1, on_done, NULL); /* is not marked either */
	await(1);
	ck_assert_int_eq(fetch(ids[0], 2), STORE_OK);
	store_set_flags(client, boxes[0], &uid, 1, FLAGS_ADD, FLAG_DELETED, on_done, NULL);
	store_expunge(client, boxes[0], NULL, 0, on_done, NULL);
	await(2);
	open_mailbox(ids[0]);
	ck_assert_uint_eq(got.n, 0);
	ck_assert_uint_eq(got.uid_next, 3);
	ck_assert_uint_eq(got.uid_validity, validity);
	ck_assert_int_eq(deliver(B, A, 'x', BODY_OCTETS), STORE_OK);
	open_mailbox(ids[0]);
	ck_assert_uint_eq(got.messages[0].uid, 3);
	/* The log is truncated a moment later; the answer to an event of the
	 * loop, so ask until it is. */
	for (int i = 0; i < 600 && count_on_disk('~') > 100; i++) {
		struct timespec tick = { .tv_nsec = 100000000 };
		nanosleep(&tick, NULL);
	}
	ck_assert_uint_lt(count_on_disk('~'), 100);
}
END_TEST

/* Many messages travel in several packets; so does a large body. */
START_TEST(large)
{
	int64_t a = account(A);
	const char *to = A;

	/* In groups: each message in flight is a descriptor, and 1024 is a usual limit. */
	for (int i = 0; i < 3000; i += 300) {
		for (int k = 0; k < 300; k++)
			send_mail(A, &to, 1, 'x', 100);
		await(300);
	}
	open_mailbox(a);
	ck_assert_uint_eq(got.n, 3000);
	for (uint32_t i = 0; i < 3000; i++)
		ck_assert_uint_eq(got.messages[i].uid, i + 1);
	ck_assert_int_eq(deliver(A, A, 'y', 20000000), STORE_OK);
	ck_assert_int_eq(fetch(a, 3001), STORE_OK);
	ck_assert_uint_eq(got.size, 20000000);
}
END_TEST

/* What was answered OK is there after kill -9, at whatever moment. */
START_TEST(durable)
{
	const char *to = A;
	int64_t a = account(A);
	uint32_t kept;

	for (int round = 0; round < 3; round++) {
		got.oks = 0;
		for (int i = 0; i < 200; i++)
			send_mail(A, &to, 1, 'x', BODY_OCTETS);
		got.left = 200;
		while (got.left > 100)
			uv_run(&loop, UV_RUN_ONCE);
		kill_store(); /* answers still in the socket are taken, the rest is DOWN */
		ck_assert_int_eq(got.left, 0);
		kept = (uint32_t)got.oks;
		ck_assert_uint_ge(kept, 100);
		start_store();
		ck_assert_int_eq(login(A, "password-of-it", false), STORE_OK);
		ck_assert_int_eq(got.account, a);
		open_mailbox(a);
		ck_assert_uint_ge(got.n, kept);
		ck_assert_uint_gt(got.uid_next, kept);
		for (size_t i = 0; i < got.n; i++)
			store_set_flags(client, got.mailbox, &got.messages[i].uid, 1, FLAGS_ADD,
			    FLAG_DELETED, on_done, NULL);
		store_expunge(client, got.mailbox, NULL, 0, on_done, NULL);
		await((int)got.n + 1);
	}
}
END_TEST

START_TEST(tokens)
{
	int64_t a = account(A), b = account(B);

	store_add_token(client, a, SPAN("openpgp:one"), on_done, NULL);
	store_add_token(client, a, SPAN("openpgp:two"), on_done, NULL);
	store_add_token(client, a, SPAN("openpgp:one"), on_done, NULL);
	store_get_tokens(client, a, on_tokens, NULL);
	await(4);
	ck_assert_str_eq(got.octets, "openpgp:one openpgp:two");
	store_get_tokens(client, b, on_tokens, NULL);
	await(1);
	ck_assert_str_eq(got.octets, "");
}
END_TEST

static void
never(void *ctx, enum store_status st)
{
	(void)ctx, (void)st;
	ck_abort_msg("a forgotten callback was called");
}

static void
never_mailbox(void *ctx, enum store_status st, const struct mailbox_info *m)
{
	(void)m;
	never(ctx, st);
}

static void
never_body(void *ctx, enum store_status st, int fd, uint64_t size)
{
	(void)fd, (void)size;
	never(ctx, st);
}

/* A forgotten OPEN is closed again, so no events come of it. */
START_TEST(forget)
{
	int64_t a = account(A);
	const char *to = A;
	int me;
	struct span rcpt = span_str(to);

	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	int64_t box = inbox(a);
	store_open_mailbox(client, a, SPAN("INBOX"), never_mailbox, &me);
	store_fetch_body(client, box, 1, never_body, &me);
	store_deliver(client, rcpt, &rcpt, 1, memfd_create("m", MFD_CLOEXEC), 0, never, &me);
	store_forget(client, &me);
	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	size_t before = n_events;
	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	ck_assert_uint_eq(n_events, before);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store");
	TCase *tc = tcase_create("store");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, login_rules);
	tcase_add_test(tc, create_race);
	tcase_add_test(tc, delivery);
	tcase_add_test(tc, bounce);
	tcase_add_test(tc, quota);
	tcase_add_test(tc, event_order);
	tcase_add_test(tc, flags);
	tcase_add_test(tc, expunge);
	tcase_add_test(tc, large);
	tcase_add_test(tc, durable);
	tcase_add_test(tc, tokens);
	tcase_add_test(tc, forget);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
