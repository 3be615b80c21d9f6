/* What is gone is in no file of the state directory: canaries of everything that is
 * kept, in so many rows that SQLite deals out its pages anew all the time. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference/tests/expire_fixture.h"

enum { MANY = 600, ACCOUNTS = 120 };

static const char *
canary(const char *kind, int i)
{
	static char text[64];

	snprintf(text, sizeof(text), "canary-%s-%06d", kind, i);
	return text;
}

/* The same order in every run. */
static uint32_t
next_number(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void
put_messages(int64_t a, int from, int to, uint32_t *seed)
{
	for (int i = from; i < to; i++) {
		size_t size = 64 + next_number(seed) % (i % 10 == 0 ? 20000 : 900);
		ck_assert_int_eq(append_text(a, "INBOX", 60, canary("body", i), size), STORE_OK);
	}
}

/* Asks for it; one answer more to be awaited. */
static void
mark_deleted(int64_t mailbox, uint32_t uid)
{
	store_set_flags(client, mailbox, &uid, 1, FLAGS_ADD, FLAG_DELETED, on_done, NULL);
}

/* ZERO_DISK_EXPUNGED: those that are gone are, and those that stay are there. */
START_TEST(expunged)
{
	int64_t a = known(A), box = inbox(a);
	bool gone[MANY] = { false };
	uint32_t seed = 1;
	int last = 0;

	put_messages(a, 0, MANY / 2, &seed);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < MANY / 4; i++) {
			size_t k = next_number(&seed) % (size_t)(MANY / 2 * (round + 1));
			uint32_t uid = (uint32_t)k + 1;
			mark_deleted(box, uid);
			store_expunge(client, box, &uid, 1, on_done, NULL);
			got.left += 2;
			if (i % 8 == 0)
				await(0);
			gone[k] = true;
			last = (int)k;
		}
		await(0);
		if (round == 0)
			put_messages(a, MANY / 2, MANY, &seed);
	}
	ck_assert(leaves_disk(canary("body", last)));
	for (int i = 0; i < MANY; i++)
		ck_assert_msg(on_disk(canary("body", i)) == !gone[i], "message %d: %d", i, gone[i]);
}
END_TEST

/* ZERO_DISK_EXPIRED */
START_TEST(expired)
{
	int64_t a = known(A);
	uint32_t seed = 2;

	put_messages(a, 0, MANY / 2, &seed);
	ck_assert(on_disk("canary-body"));
	advance(21 * (int64_t)DAY);
	ck_assert(!on_disk("canary-body"));
}
END_TEST

static const char *
address(int i)
{
	static char text[64];

	snprintf(text, sizeof(text), "canary%03d@chat.test", i);
	return text;
}

/* ZERO_DISK_ACCOUNT: address, folders, tokens, mail; every third account stays. */
START_TEST(account_gone)
{
	char folder[80];

	for (int i = 0; i < ACCOUNTS; i++) {
		int64_t a = known(address(i));
		for (int k = 0; k < 3; k++) {
			snprintf(folder, sizeof(folder), "%s/%d", canary("folder", i), k);
			make_folder(a, folder);
			store_subscribe(client, a, span_str(folder), true, on_done, NULL);
			await(1);
		}
		ck_assert_int_eq(append_text(a, folder, 0, canary("mail", i), 300), STORE_OK);
		store_add_token(client, a, span_str(canary("token", i)), on_done, NULL);
		await(1);
	}
	advance(60 * (int64_t)DAY);
	for (int i = 0; i < ACCOUNTS; i += 3)
		ck_assert_int_eq(visit(address(i), PASSWORD), STORE_OK);
	advance(40 * (int64_t)DAY);
	for (int i = 0; i < ACCOUNTS; i++) {
		ck_assert_msg(on_disk(address(i)) == (i % 3 == 0), "address %d", i);
		ck_assert_msg(on_disk(canary("folder", i)) == (i % 3 == 0), "folder %d", i);
		ck_assert_msg(!on_disk(canary("mail", i)), "mail %d", i);
	}
}
END_TEST

/* Folders that are renamed, removed, no longer subscribed. */
START_TEST(folders)
{
	int64_t a = known(A);

	for (int i = 0; i < 60; i++) {
		make_folder(a, canary("folder", i));
		store_subscribe(client, a, span_str(canary("folder", i)), true, on_done, NULL);
		await(1);
	}
	for (int i = 0; i < 60; i++) {
		char new_name[64];
		snprintf(new_name, sizeof(new_name), "plain-%d", i);
		store_subscribe(client, a, span_str(canary("folder", i)), false, on_done, NULL);
		if (i % 2 == 0)
			store_remove_mailbox(
			    client, a, span_str(canary("folder", i)), on_done, NULL);
		else
			store_rename_mailbox(client, a, span_str(canary("folder", i)),
			    span_str(new_name), on_done, NULL);
		await(2);
		ck_assert_int_eq(got.status, STORE_OK);
	}
	ck_assert(leaves_disk("canary-folder"));
	ck_assert(on_disk("plain-59"));
}
END_TEST

/* ZERO_DISK_CRASH: killed after the commit of the deletion, before the log is cut off. */
START_TEST(crashed)
{
	int64_t a = known(A), box = inbox(a);
	uint32_t seed = 3;

	put_messages(a, 0, 100, &seed);
	for (uint32_t uid = 1; uid <= 100; uid++)
		mark_deleted(box, uid);
	await(100);
	ck_assert(on_disk("canary-body"));
	store_expunge(client, box, NULL, 0, on_done, NULL);
	await(1);
	ck_assert_uint_eq(count(a, "INBOX"), 0);
	restart_store();
	ck_assert(!on_disk("canary-body"));
}
END_TEST

/* ZERO_DISK_REFUSED: a message so large that SQLite wrote some of it before it was
 * refused; killed or not. */
START_TEST(refused)
{
	bool seen = false;
	int64_t a;

	kill_store();
	config.max_mailbox_size = 10 << 20;
	start_store();
	a = known(A);
	/* Each has a copy of what the first one got: only the bounce does not fit. */
	ck_assert_int_eq(append(a, "INBOX", 0, (10 << 20) - 100, 'x'), STORE_OK);
	(void)known(B);
	const char *const to[] = { B, D };
	/* The store may be faster than a look at its files, but not always. */
	for (int i = 0; i < 8 && !seen; i++) {
		send_mail(A, to, 2, '~', 8 << 20);
		await(1);
		ck_assert_int_eq(got.status, STORE_FULL);
		seen = on_disk("~~~~~~~~~~~~~~~~");
		ck_assert(leaves_disk("~~~~~~~~~~~~~~~~"));
	}
	ck_assert(seen);
	send_mail(A, to, 2, '~', 8 << 20);
	await(1);
	restart_store();
	ck_assert(!on_disk("~~~~~~~~~~~~~~~~")); /* ZERO_DISK_CRASH */
}
END_TEST

/* ZERO_DISK_PASSWORD, ZERO_DISK_FAILED_LOGIN */
START_TEST(passwords)
{
	(void)known(A);
	ck_assert_int_eq(login(A, "canary-wrong-password", true), STORE_NO);
	ck_assert_int_eq(login("canarynob@chat.test", "canary-password", false), STORE_NO);
	ck_assert(!on_disk("canary"));
	ck_assert(!on_disk(PASSWORD));
	settle();
	ck_assert(!on_disk("canary"));
	ck_assert(on_disk(A)); /* the search finds */
}
END_TEST

/* A database that was written without the layer, by version 3: as it was kept then. */
START_TEST(converted)
{
	static const char old[] =
	    "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL;"
	    "CREATE TABLE account (id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT NOT NULL "
	    "UNIQUE,"
	    " verifier BLOB NOT NULL, uid_validity INTEGER NOT NULL) STRICT;"
	    "CREATE TABLE mailbox (id INTEGER PRIMARY KEY AUTOINCREMENT,"
	    " account INTEGER NOT NULL REFERENCES account(id), name TEXT NOT NULL,"
	    " uid_validity INTEGER NOT NULL, uid_next INTEGER NOT NULL DEFAULT 1,"
	    " UNIQUE (account, name)) STRICT;"
	    "CREATE TABLE body (id INTEGER PRIMARY KEY, octets BLOB NOT NULL) STRICT;"
	    "CREATE TABLE message (mailbox INTEGER NOT NULL REFERENCES mailbox(id),"
	    " uid INTEGER NOT NULL, flags INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL,"
	    " arrived INTEGER NOT NULL, body INTEGER NOT NULL REFERENCES body(id),"
	    " PRIMARY KEY (mailbox, uid)) STRICT, WITHOUT ROWID;"
	    "CREATE INDEX message_body ON message(body);"
	    "INSERT INTO account VALUES (7, '" A "', x'00', 41);"
	    "INSERT INTO mailbox VALUES (9, 7, 'INBOX', 41, 3);"
	    "INSERT INTO body VALUES (1, CAST('old octets' AS BLOB)), (2, CAST('new octets' AS "
	    "BLOB));"
	    "INSERT INTO message VALUES (9, 1, 0, 10, unixepoch() - 21 * 86400, 1);"
	    "INSERT INTO message VALUES (9, 2, 1, 10, unixepoch() - 100, 2);"
	    "PRAGMA user_version = 3;";
	char path[64];
	sqlite3 *db;

	kill_store();
	snprintf(path, sizeof(path), "%s/refrelay.db", dir);
	ck_assert_int_eq(remove(path), 0);
	snprintf(path, sizeof(path), "%s/refrelay.db-wal", dir);
	(void)remove(path);
	snprintf(path, sizeof(path), "%s/refrelay.db", dir);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, old, NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	/* What a page forgot to clear: in the gap of the second one. */
	FILE *f = fopen(path, "r+");
	ck_assert_ptr_nonnull(f);
	fseek(f, 4096 + 100, SEEK_SET);
	fputs("canary-of-old", f);
	fclose(f);
	ck_assert(on_disk("canary-of-old"));
	start_store();
	settle();
	ck_assert(!on_disk("canary-of-old"));
	ck_assert(!on_disk("old octets"));
	ck_assert_uint_eq(count(7, "INBOX"), 1);
	ck_assert_uint_eq(got.messages[0].uid, 2);
	ck_assert_uint_eq(got.uid_validity, 41);
	advance(89 * (int64_t)DAY);
	ck_assert_uint_eq(count(7, "INBOX"), 0);
	advance(2 * (int64_t)DAY);
	ck_assert(!on_disk(A));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_erase");
	TCase *tc = tcase_create("store_erase");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tc, set_up_clock, tear_down_clock);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, expunged);
	tcase_add_test(tc, expired);
	tcase_add_test(tc, account_gone);
	tcase_add_test(tc, folders);
	tcase_add_test(tc, crashed);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, passwords);
	tcase_add_test(tc, converted);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
