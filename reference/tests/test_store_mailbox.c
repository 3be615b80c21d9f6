/* Mailboxes in the store: names, copies, what is appended, and databases of the
 * version before there were any. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "reference/shell/store.h"
#include "reference/shell/store_client_names.h"
#include "reference/tests/store_fixture.h"

enum { NAMES_MOST = 256 };

static struct {
	size_t n;
	struct {
		char name[256];
		bool exists, subscribed;
	} list[NAMES_MOST];
	struct mailbox_counts counts;
	uint32_t uid_validity;
	size_t n_pairs;
	struct uid_pair pairs[EVENTS_MOST];
} said;

static void
on_names(void *ctx, enum store_status st, const struct mailbox_name *names, size_t n)
{
	(void)ctx;
	ck_assert_uint_le(n, NAMES_MOST);
	said.n = n;
	for (size_t i = 0; i < n; i++) {
		snprintf(said.list[i].name, sizeof(said.list[i].name), "%.*s", (int)names[i].name.n,
		    (const char *)names[i].name.p);
		said.list[i].exists = names[i].exists;
		said.list[i].subscribed = names[i].subscribed;
	}
	answered(st);
}

static void
on_counts(void *ctx, enum store_status st, const struct mailbox_counts *c)
{
	(void)ctx;
	said.counts = *c;
	answered(st);
}

static void
on_copied(
    void *ctx, enum store_status st, uint32_t validity, const struct uid_pair *pairs, size_t n)
{
	(void)ctx;
	said.uid_validity = validity;
	said.n_pairs = n;
	ck_assert_uint_le(n, EVENTS_MOST);
	if (n > 0)
		memcpy(said.pairs, pairs, n * sizeof(*pairs));
	answered(st);
}

/* ---- saying it ------------------------------------------------------------ */

static enum store_status
create(int64_t id, const char *name)
{
	store_create_mailbox(client, id, span_str(name), on_done, NULL);
	await(1);
	return got.status;
}

static enum store_status
drop(int64_t id, const char *name)
{
	store_remove_mailbox(client, id, span_str(name), on_done, NULL);
	await(1);
	return got.status;
}

static enum store_status
rename_it(int64_t id, const char *from, const char *to)
{
	store_rename_mailbox(client, id, span_str(from), span_str(to), on_done, NULL);
	await(1);
	return got.status;
}

static enum store_status
subscribe(int64_t id, const char *name, bool on)
{
	store_subscribe(client, id, span_str(name), on, on_done, NULL);
	await(1);
	return got.status;
}

/* "INBOX* a b*": what exists, with * what is subscribed, in () what only is. */
static const char *
names(int64_t id)
{
	static char text[NAMES_MOST * 8];
	size_t at = 0;

	store_list(client, id, on_names, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
	text[0] = '\0';
	for (size_t i = 0; i < said.n && at < sizeof(text); i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "%s%s%s%s%s", i > 0 ? " " : "",
		    said.list[i].exists ? "" : "(", said.list[i].name,
		    said.list[i].subscribed ? "*" : "", said.list[i].exists ? "" : ")");
	return text;
}

static enum store_status
count(int64_t id, const char *name)
{
	store_count(client, id, span_str(name), on_counts, NULL);
	await(1);
	return got.status;
}

static enum store_status
copy(int64_t id, int64_t from, const char *to, bool move, const uint32_t *uids, size_t n)
{
	struct store_copy what = { id, from, span_str(to), move, uids, n };

	store_copy(client, &what, on_copied, NULL);
	await(1);
	return got.status;
}

static enum store_status
append(int64_t id, const char *to, uint32_t flags, int64_t date, size_t size)
{
	struct store_append what = { .account = id,
		.to = span_str(to),
		.flags = flags,
		.dated = date != 0,
		.date = date,
		.fd = memfd_create("append", MFD_CLOEXEC),
		.size = size };
	char *octets = calloc(1, size + 1);

	memset(octets, 'a', size);
	ck_assert_int_eq((int)write(what.fd, octets, size), (int)size);
	free(octets);
	store_append(client, &what, on_copied, NULL);
	await(1);
	return got.status;
}

/* ---- names ---------------------------------------------------------------- */

START_TEST(making)
{
	int64_t a = account(A), b = account(B);

	ck_assert_str_eq(names(a), "INBOX*");
	ck_assert_int_eq(create(a, "x"), STORE_OK);
	ck_assert_int_eq(create(a, "x"), STORE_EXISTS);
	ck_assert_int_eq(create(a, "INBOX"), STORE_EXISTS);
	ck_assert_int_eq(create(a, "p/q/r"), STORE_OK);
	ck_assert_int_eq(create(a, "p0"), STORE_OK);
	ck_assert_str_eq(names(a), "INBOX* p p/q p/q/r p0 x");
	ck_assert_str_eq(names(b), "INBOX*"); /* MBOX_PRIVATE */
	ck_assert_int_eq(count(b, "x"), STORE_NO);
	ck_assert_int_eq(drop(b, "x"), STORE_NO);
	ck_assert_int_eq(rename_it(b, "x", "y"), STORE_NO);
	ck_assert_int_eq(create(4711, "x"), STORE_DOWN);
	/* MBOX_DELETE: what is below stays */
	ck_assert_int_eq(drop(a, "p/q"), STORE_OK);
	ck_assert_int_eq(drop(a, "p/q"), STORE_NO);
	ck_assert_str_eq(names(a), "INBOX* p p/q/r p0 x");
	ck_assert_int_eq(create(a, "p/q"), STORE_OK);
}
END_TEST

/* MBOX_UIDVALIDITY_NEW: also in the same second, also after other mailboxes. */
START_TEST(validity)
{
	int64_t a = account(A);
	uint32_t last = 0;

	for (int i = 0; i < 20; i++) {
		ck_assert_int_eq(create(a, i % 2 ? "x" : "y"), STORE_OK);
		ck_assert_int_eq(count(a, i % 2 ? "x" : "y"), STORE_OK);
		ck_assert_uint_gt(said.counts.uid_validity, last);
		ck_assert_uint_eq(said.counts.uid_next, 1);
		last = said.counts.uid_validity;
		ck_assert_int_eq(drop(a, i % 2 ? "x" : "y"), STORE_OK);
	}
}
END_TEST

START_TEST(limit)
{
	char name[300];
	int64_t a = account(A);

	for (int i = 1; i < 63; i++) {
		snprintf(name, sizeof(name), "m%d", i);
		ck_assert_int_eq(create(a, name), STORE_OK);
	}
	/* two at once would be 65: neither is made */
	ck_assert_int_eq(create(a, "up/down"), STORE_LIMIT);
	ck_assert_int_eq(count(a, "up"), STORE_NO);
	ck_assert_int_eq(rename_it(a, "m1", "up/x/m1"), STORE_LIMIT);
	ck_assert_int_eq(count(a, "m1"), STORE_OK);
	ck_assert_int_eq(create(a, "last"), STORE_OK);
	ck_assert_int_eq(create(a, "more"), STORE_LIMIT);
	ck_assert_int_eq(rename_it(a, "INBOX", "more"), STORE_LIMIT);
	ck_assert_int_eq(drop(a, "last"), STORE_OK);
	ck_assert_int_eq(create(a, "more"), STORE_OK);
	/* subscriptions outlive their mailboxes, but not without end */
	enum store_status st = STORE_OK;
	for (int i = 0; i < 200 && st == STORE_OK; i++) {
		ck_assert_int_eq(drop(a, "more"), STORE_OK);
		snprintf(name, sizeof(name), "s%d", i);
		ck_assert_int_eq(create(a, name), STORE_OK);
		st = subscribe(a, name, true);
		ck_assert_int_eq(rename_it(a, name, "more"), STORE_OK);
	}
	ck_assert_int_eq(st, STORE_LIMIT);
}
END_TEST

START_TEST(renaming)
{
	int64_t a = account(A);
	char longest[256];

	ck_assert_int_eq(create(a, "a/b/c"), STORE_OK);
	ck_assert_int_eq(create(a, "ab"), STORE_OK);
	ck_assert_int_eq(count(a, "a/b"), STORE_OK);
	uint32_t was = said.counts.uid_validity;
	ck_assert_int_eq(rename_it(a, "a", "ab"), STORE_EXISTS);
	ck_assert_int_eq(rename_it(a, "no", "x"), STORE_NO);
	ck_assert_int_eq(rename_it(a, "a", "z/y"), STORE_OK);
	ck_assert_str_eq(names(a), "INBOX* ab z z/y z/y/b z/y/b/c");
	ck_assert_int_eq(count(a, "z/y/b"), STORE_OK);
	ck_assert_uint_eq(said.counts.uid_validity, was);
	/* a level that is no mailbox is renamed with what is below it */
	ck_assert_int_eq(drop(a, "z/y"), STORE_OK);
	ck_assert_int_eq(rename_it(a, "z/y", "a"), STORE_OK);
	ck_assert_str_eq(names(a), "INBOX* a/b a/b/c ab z");
	/* all of it or nothing */
	ck_assert_int_eq(create(a, "q/b/c"), STORE_OK);
	ck_assert_int_eq(drop(a, "q/b"), STORE_OK);
	ck_assert_int_eq(drop(a, "q"), STORE_OK);
	ck_assert_int_eq(rename_it(a, "a", "q"), STORE_EXISTS);
	ck_assert_str_eq(names(a), "INBOX* a/b a/b/c ab q/b/c z");
	ck_assert_int_eq(rename_it(a, "a/b", "a"), STORE_OK);
	ck_assert_str_eq(names(a), "INBOX* a a/c ab q/b/c z");
	memset(longest, 'l', 255);
	longest[254] = '\0';
	ck_assert_int_eq(rename_it(a, "a", longest), STORE_LIMIT);
	ck_assert_str_eq(names(a), "INBOX* a a/c ab q/b/c z");
}
END_TEST

START_TEST(inbox_renamed)
{
	int64_t a = account(A);

	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	int64_t box = open_mailbox(a);
	uint32_t was = got.uid_validity;
	ck_assert_int_eq(rename_it(a, "INBOX", "old"), STORE_OK);
	ck_assert_uint_eq(n_events, 3);
	ck_assert_int_eq(events[2].kind, EVENT_GONE);
	ck_assert_int_eq(open_mailbox(a), box);
	ck_assert_uint_eq(got.n, 0);
	ck_assert_uint_eq(got.uid_next, 4);
	ck_assert_uint_eq(got.uid_validity, was);
	(void)open_named(a, "old");
	ck_assert_uint_eq(got.n, 3);
	ck_assert_uint_eq(got.uid_next, 4);
	ck_assert_uint_ne(got.uid_validity, was);
	store_fetch_body(client, got.mailbox, 3, on_body, NULL);
	await(1);
	ck_assert_uint_eq(got.size, BODY_OCTETS);
	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	ck_assert_uint_eq(n_events, 4);
}
END_TEST

START_TEST(subscribing)
{
	int64_t a = account(A);

	ck_assert_int_eq(subscribe(a, "x", true), STORE_NO);
	ck_assert_int_eq(create(a, "x"), STORE_OK);
	ck_assert_int_eq(subscribe(a, "x", true), STORE_OK);
	ck_assert_int_eq(subscribe(a, "x", true), STORE_OK);
	ck_assert_str_eq(names(a), "INBOX* x*");
	ck_assert_int_eq(drop(a, "x"), STORE_OK);
	ck_assert_str_eq(names(a), "INBOX* (x*)");
	ck_assert_int_eq(subscribe(a, "x", false), STORE_OK);
	ck_assert_int_eq(subscribe(a, "x", false), STORE_OK);
	ck_assert_int_eq(subscribe(a, "INBOX", false), STORE_OK);
	ck_assert_str_eq(names(a), "INBOX");
}
END_TEST

/* ---- messages ------------------------------------------------------------- */

START_TEST(copying)
{
	const uint32_t uids[] = { 1, 2, 9, 3 }, seen[] = { 2 };
	int64_t a = account(A);

	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
	int64_t from = open_mailbox(a);
	ck_assert_int_eq(create(a, "to"), STORE_OK);
	int64_t to = open_named(a, "to");
	store_set_flags(client, from, seen, 1, FLAGS_ADD, FLAG_SEEN, on_done, NULL);
	await(1);
	ck_assert_int_eq(copy(a, from, "nowhere", false, uids, 4), STORE_NO);
	n_events = 0;
	ck_assert_int_eq(copy(a, from, "to", false, uids, 4), STORE_OK);
	ck_assert_uint_eq(said.n_pairs, 3); /* MBOX_COPY_ATOMIC: 9 is not there */
	ck_assert_uint_eq(said.pairs[2].from, 3);
	ck_assert_uint_eq(said.pairs[2].to, 3);
	ck_assert_uint_eq(n_events, 3);
	ck_assert_int_eq(events[1].mailbox, to);
	ck_assert_int_eq(events[1].kind, EVENT_NEW);
	ck_assert_uint_eq(events[1].m.flags, FLAG_SEEN); /* MBOX_COPY_KEEPS */
	ck_assert_uint_eq(used(a), 6 * BODY_OCTETS);     /* MBOX_QUOTA_FOLDERS */
	/* MBOX_MOVE: gone here, new there, each told */
	n_events = 0;
	ck_assert_int_eq(copy(a, from, "to", true, uids, 4), STORE_OK);
	ck_assert_uint_eq(said.n_pairs, 3);
	ck_assert_uint_eq(said.pairs[0].to, 4);
	ck_assert_uint_eq(n_events, 6);
	ck_assert_uint_eq(used(a), 6 * BODY_OCTETS);
	(void)open_mailbox(a);
	ck_assert_uint_eq(got.n, 0);
	/* into itself */
	ck_assert_int_eq(copy(a, to, "to", true, uids, 1), STORE_OK);
	ck_assert_uint_eq(said.pairs[0].to, 7);
	ck_assert_int_eq(count(a, "to"), STORE_OK);
	ck_assert_uint_eq(said.counts.messages, 6);
	ck_assert_uint_eq(said.counts.unseen, 4);
	ck_assert_uint_eq(said.counts.uid_next, 8);
	ck_assert_uint_eq(said.counts.uid_validity, said.uid_validity);
	store_fetch_body(client, to, 7, on_body, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
	ck_assert_int_eq(got.octets[BODY_OCTETS - 1], 'x');
}
END_TEST

START_TEST(appending)
{
	int64_t a = account(A);

	ck_assert_int_eq(append(a, "Drafts", 0, 0, 10), STORE_NO);
	ck_assert_int_eq(create(a, "Drafts"), STORE_OK);
	int64_t box = open_named(a, "Drafts");
	ck_assert_int_eq(append(a, "Drafts", 0xffff, 86400, 10), STORE_OK);
	ck_assert_uint_eq(said.n_pairs, 1);
	ck_assert_uint_eq(said.pairs[0].to, 1);
	ck_assert_uint_eq(said.uid_validity, got.uid_validity);
	ck_assert_uint_eq(n_events, 1);
	ck_assert_int_eq(events[0].mailbox, box);
	ck_assert_uint_eq(events[0].m.flags, FLAGS_KNOWN);
	ck_assert_int_eq(events[0].m.date, 86400);
	ck_assert_int_eq(append(a, "INBOX", 0, 0, 0), STORE_OK);
	(void)open_mailbox(a);
	ck_assert_int_eq(got.messages[0].date / 3600, time(NULL) / 3600);
}
END_TEST

START_TEST(quota_of_all)
{
	const uint32_t uids[] = { 1, 2 };

	kill_store();
	config.max_mailbox_size = 3 * BODY_OCTETS;
	start_store();
	int64_t a = account(A);
	ck_assert_int_eq(create(a, "x"), STORE_OK);
	ck_assert_int_eq(append(a, "x", 0, 0, BODY_OCTETS), STORE_OK);
	ck_assert_int_eq(append(a, "x", 0, 0, BODY_OCTETS), STORE_OK);
	int64_t x = open_named(a, "x");
	ck_assert_int_eq(copy(a, x, "INBOX", false, uids, 2), STORE_FULL);
	ck_assert_uint_eq(n_events, 0);
	ck_assert_int_eq(count(a, "INBOX"), STORE_OK);
	ck_assert_uint_eq(said.counts.messages, 0);
	ck_assert_int_eq(copy(a, x, "INBOX", true, uids, 2), STORE_OK);
	ck_assert_int_eq(append(a, "x", 0, 0, BODY_OCTETS), STORE_OK);
	ck_assert_int_eq(append(a, "x", 0, 0, 1), STORE_FULL);
	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_FULL);
	ck_assert_int_eq(drop(a, "x"), STORE_OK);
	ck_assert_uint_eq(used(a), 2 * BODY_OCTETS);
	ck_assert_int_eq(deliver(A, A, 'x', BODY_OCTETS), STORE_OK);
}
END_TEST

/* MBOX_DELETE_SELECTED: who has it open is told, last of all. */
START_TEST(deleted_while_open)
{
	int64_t a = account(A);

	ck_assert_int_eq(create(a, "x"), STORE_OK);
	int64_t box = open_named(a, "x");
	ck_assert_int_eq(append(a, "x", 0, 0, 10), STORE_OK);
	ck_assert_int_eq(drop(a, "x"), STORE_OK);
	ck_assert_uint_eq(n_events, 3);
	ck_assert_int_eq(events[2].kind, EVENT_DELETED);
	ck_assert_int_eq(events[2].mailbox, box);
	store_fetch_body(client, box, 1, on_body, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_NO);
	/* one of the same name is another one */
	ck_assert_int_eq(create(a, "x"), STORE_OK);
	ck_assert_int_eq(append(a, "x", 0, 0, 10), STORE_OK);
	ck_assert_uint_eq(n_events, 3);
	ck_assert_int_ne(open_named(a, "x"), box);
	store_close_mailbox(client, box);
	ck_assert_int_eq(append(a, "x", 0, 0, 10), STORE_OK);
	ck_assert_uint_eq(n_events, 4);
}
END_TEST

/* ---- earlier databases ---------------------------------------------------- */

static void
write_database(const char *sql)
{
	char path[64];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/refrelay.db", dir);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_msg(
	    sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

static const char version_1[] =
    "CREATE TABLE account (id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT NOT NULL UNIQUE,"
    " verifier BLOB NOT NULL, uid_validity INTEGER NOT NULL, uid_next INTEGER NOT NULL DEFAULT 1)"
    " STRICT;"
    "CREATE TABLE body (id INTEGER PRIMARY KEY, octets BLOB NOT NULL) STRICT;"
    "CREATE TABLE message (account INTEGER NOT NULL REFERENCES account(id), uid INTEGER NOT NULL,"
    " flags INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL, arrived INTEGER NOT NULL,"
    " body INTEGER NOT NULL REFERENCES body(id), PRIMARY KEY (account, uid))"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX message_body ON message(body);"
    "CREATE TABLE token (account INTEGER NOT NULL REFERENCES account(id), token BLOB NOT NULL,"
    " PRIMARY KEY (account, token)) STRICT, WITHOUT ROWID;"
    "INSERT INTO account VALUES (3, '" B "', x'00', 1000, 5), (7, '" C "', x'00', 2000, 1);"
    "INSERT INTO body VALUES (1, x'414243');"
    "INSERT INTO message VALUES (3, 2, 1, 3, 50, 1), (3, 4, 8, 3, 60, 1);"
    "INSERT INTO token VALUES (3, x'746f6b656e');";

static void
no_store(void)
{
	strcpy(dir + strlen(dir) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	config_init(&config);
	config.demo = true;
	config.scrypt_log2n = 10;
	ck_assert_int_eq(config_set(&config, "test", "mail_domain", "chat.test"), 0);
	store_pid = 0;
}

START_TEST(earlier)
{
	write_database(version_1);
	config.retention.keep = INT64_C(1) << 40; /* these are from 1970 */
	for (int round = 0; round < 2; round++) {
		start_store();
		ck_assert_str_eq(names(3), "INBOX*");
		(void)open_mailbox(3);
		ck_assert_uint_eq(got.uid_validity, 1000);
		ck_assert_uint_eq(got.uid_next, 5);
		ck_assert_uint_eq(got.n, 2);
		ck_assert_uint_eq(got.messages[1].uid, 4);
		ck_assert_uint_eq(got.messages[1].flags, FLAG_DELETED);
		ck_assert_int_eq(got.messages[1].date, 60);
		ck_assert_int_eq(fetch(3, 2), STORE_OK);
		ck_assert_int_eq(memcmp(got.octets, "ABC", 3), 0);
		store_get_tokens(client, 3, on_tokens, NULL);
		await(1);
		ck_assert_str_eq(got.octets, "token");
		(void)open_mailbox(7);
		ck_assert_uint_eq(got.n, 0);
		ck_assert_int_ne(account(A), 0);
		ck_assert_int_eq(create(got.account, "x"), STORE_OK);
		ck_assert_int_eq(drop(got.account, "x"), STORE_OK);
		kill_store();
	}
}
END_TEST

/* Refused with exit code 2, and nothing is changed. */
START_TEST(later)
{
	int ready[2], status;

	write_database("PRAGMA user_version = 99; CREATE TABLE account (x); ");
	ck_assert_int_eq(pipe(ready), 0);
	pid_t pid = fork();
	if (pid == 0) {
		if (chdir(dir) == -1)
			_exit(3);
		_exit(store_run(&config, -1, -1, ready[1]));
	}
	waitpid(pid, &status, 0);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 2);
	write_database("INSERT INTO account VALUES (1);");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_mailbox");
	TCase *tc = tcase_create("mailboxes"), *old = tcase_create("earlier databases");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, making);
	tcase_add_test(tc, validity);
	tcase_add_test(tc, limit);
	tcase_add_test(tc, renaming);
	tcase_add_test(tc, inbox_renamed);
	tcase_add_test(tc, subscribing);
	tcase_add_test(tc, copying);
	tcase_add_test(tc, appending);
	tcase_add_test(tc, quota_of_all);
	tcase_add_test(tc, deleted_while_open);
	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(old, no_store, tear_down);
	tcase_set_timeout(old, 120);
	tcase_add_test(old, earlier);
	tcase_add_test(old, later);
	suite_add_tcase(suite, old);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
