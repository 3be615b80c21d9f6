/* Wake-ups: a real store process, asked by the real client, with this program
 * in the place of the outbound process. */
#include "reference/shell/ipc.h"
#include "reference/shell/store.h"
#include "reference/shell/store_client_open.h"
#include "reference/shell/store_push.h"

#include <check.h>
#include <ftw.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HANDED_MOST = 1024, PATIENCE_MS = 30 * 1000, LITTLE_MS = 200 };

#define A "alice1234@chat.test"
#define B "bobby1234@chat.test"

static struct config config;
static char dir[] = "/tmp/refrelay-push-XXXXXX";
static pid_t store_pid;
static uv_loop_t loop;
static uv_timer_t patience;
static struct store_client *client;
static struct ipc outbound;
static int64_t alice, bob;
static bool patience_over;

/* What was handed to the outbound process, in order. */
static struct {
	uint64_t device;
	char token[64];
} handed[HANDED_MOST];
static size_t n_handed;

/* The last answer of the store. */
static struct {
	bool come;
	enum store_status status;
	int64_t account;
	char tokens[8192];
} got;

static void
on_push(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	(void)ctx, (void)fd;
	ck_assert_int_eq((int)h->kind, IPC_PUSH);
	ck_assert_uint_lt(n_handed, HANDED_MOST);
	ck_assert_uint_lt(octets.n, sizeof(handed[0].token));
	memcpy(handed[n_handed].token, octets.p, octets.n);
	handed[n_handed].token[octets.n] = '\0';
	handed[n_handed++].device = h->a;
}

static void
on_end(void *ctx)
{
	bool *over = ctx;

	*over = true;
}

static void
on_patience(uv_timer_t *t)
{
	(void)t;
	patience_over = true;
}

/* Runs the loop until n have been handed over, or ms have passed. */
static void
await_handed(size_t n, uint64_t ms)
{
	patience_over = false;
	uv_timer_start(&patience, on_patience, ms, 0);
	while (n_handed < n && !patience_over)
		uv_run(&loop, UV_RUN_ONCE);
	uv_timer_stop(&patience);
}

static void
handed_are(size_t n)
{
	await_handed(n, PATIENCE_MS);
	ck_assert_uint_eq(n_handed, n);
}

static void
tell(enum ipc_kind kind, uint64_t device, enum push_result r)
{
	struct ipc_head h = { .kind = kind, .a = device, .b = r };
	struct ipc_message *m = ipc_message(&h, SPAN(""), -1);

	ck_assert_ptr_nonnull(m);
	ipc_send(&outbound, m);
}

static bool client_ended, outbound_ended;

static void
start_store(void)
{
	int pair[2], push[2], ready[2];
	char octet;

	ck_assert_int_eq(ipc_pair(pair), 0);
	ck_assert_int_eq(ipc_pair(push), 0);
	ck_assert_int_eq(pipe(ready), 0);
	store_pid = fork();
	ck_assert_int_ne(store_pid, -1);
	if (store_pid == 0) {
		close(pair[0]);
		close(push[0]);
		if (chdir(dir) == -1)
			_exit(3);
		_exit(store_run(&config, pair[1], push[1], ready[1]));
	}
	close(pair[1]);
	close(push[1]);
	close(ready[1]);
	ck_assert_int_eq((int)read(ready[0], &octet, 1), 1);
	close(ready[0]);
	ck_assert_int_eq(uv_loop_init(&loop), 0);
	uv_timer_init(&loop, &patience);
	client_ended = outbound_ended = false;
	client = store_client_open(&loop, pair[0], on_end, &client_ended);
	ck_assert_ptr_nonnull(client);
	ck_assert_int_eq(ipc_start(&outbound, &loop, push[0], on_push, on_end, &outbound_ended), 0);
	n_handed = 0;
	tell(IPC_PUSH_READY, 0, PUSH_DONE);
}

static void
kill_store(void)
{
	kill(store_pid, SIGKILL);
	waitpid(store_pid, NULL, 0);
	store_pid = 0;
	while (!client_ended || !outbound_ended)
		uv_run(&loop, UV_RUN_ONCE);
	uv_close((uv_handle_t *)&patience, NULL);
	uv_run(&loop, UV_RUN_DEFAULT);
	store_client_free(client);
	ck_assert_int_eq(uv_loop_close(&loop), 0);
}

static void
await(void)
{
	while (!got.come)
		uv_run(&loop, UV_RUN_ONCE);
	got.come = false;
}

static void
on_login(void *ctx, enum store_status st, int64_t account)
{
	(void)ctx;
	got.come = true;
	got.status = st;
	got.account = account;
}

static void
on_done(void *ctx, enum store_status st)
{
	(void)ctx;
	got.come = true;
	got.status = st;
}

static void
on_tokens(void *ctx, enum store_status st, struct span tokens)
{
	ck_assert_uint_lt(tokens.n, sizeof(got.tokens));
	if (tokens.n > 0)
		memcpy(got.tokens, tokens.p, tokens.n);
	got.tokens[tokens.n] = '\0';
	on_done(ctx, st);
}

static int64_t
account(const char *address)
{
	store_login(client, span_str(address), SPAN("password-of-it"), true, on_login, NULL);
	await();
	ck_assert_int_eq(got.status, STORE_OK);
	return got.account;
}

static enum store_status
add(int64_t of, const char *token)
{
	store_add_token(client, of, span_str(token), on_done, NULL);
	await();
	return got.status;
}

static const char *
tokens(int64_t of)
{
	store_get_tokens(client, of, on_tokens, NULL);
	await();
	ck_assert_int_eq(got.status, STORE_OK);
	return got.tokens;
}

static void
deliver(const char *from, const char *to)
{
	struct span rcpt = span_str(to);
	int fd = memfd_create("message", MFD_CLOEXEC);

	ck_assert_int_eq((int)write(fd, "Message-ID: <x@y>\r\n\r\n", 21), 21);
	store_deliver(client, span_str(from), &rcpt, 1, fd, 21, on_done, NULL);
	await();
	ck_assert_int_eq(got.status, STORE_OK);
}

static void
set_up(void)
{
	strcpy(dir + strlen(dir) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	config_init(&config);
	config.demo = true;
	config.scrypt_log2n = 10;
	ck_assert_int_eq(config_set(&config, "test", "mail_domain", "chat.test"), 0);
	start_store();
	alice = account(A);
	bob = account(B);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static void
tear_down(void)
{
	if (store_pid > 0)
		kill_store();
	nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	config_free(&config);
}

START_TEST(PUSH_EACH_TOKEN)
{
	ck_assert_int_eq(add(bob, "one"), STORE_OK);
	ck_assert_int_eq(add(bob, "two"), STORE_OK);
	ck_assert_int_eq(add(alice, "hers"), STORE_OK); /* PUSH_OTHER_ACCOUNT */
	deliver(A, B);
	handed_are(2);
	ck_assert_str_eq(handed[0].token, "one");
	ck_assert_str_eq(handed[1].token, "two");
	tell(IPC_PUSHED, handed[0].device, PUSH_DONE);
	tell(IPC_PUSHED, handed[1].device, PUSH_DONE);
	await_handed(3, LITTLE_MS);
	ck_assert_uint_eq(n_handed, 2);
}
END_TEST

START_TEST(PUSH_NOT_SELF)
{
	ck_assert_int_eq(add(bob, "his"), STORE_OK);
	deliver(B, B);
	ck_assert_int_eq(add(alice, "hers"), STORE_OK);
	deliver(B, A); /* what was committed before would have come before */
	handed_are(1);
	ck_assert_str_eq(handed[0].token, "hers");
}
END_TEST

START_TEST(a_bounce_wakes)
{
	ck_assert_int_eq(add(bob, "his"), STORE_OK);
	deliver(B, "nobody123@chat.test");
	handed_are(1);
}
END_TEST

START_TEST(PUSH_GONE_410)
{
	ck_assert_int_eq(add(bob, "gone"), STORE_OK);
	ck_assert_int_eq(add(bob, "stays"), STORE_OK);
	deliver(A, B);
	handed_are(2);
	tell(IPC_PUSHED, handed[0].device, PUSH_GONE);
	tell(IPC_PUSHED, handed[1].device, PUSH_DONE);
	deliver(A, B);
	handed_are(3);
	ck_assert_str_eq(handed[2].token, "stays");
	ck_assert_str_eq(tokens(bob), "stays");
}
END_TEST

/* Eight seconds by the clock: seen to come, and not before. */
START_TEST(PUSH_RETRY_503)
{
	uint64_t begin;

	ck_assert_int_eq(add(bob, "later"), STORE_OK);
	deliver(A, B);
	handed_are(1);
	uv_update_time(&loop);
	begin = uv_now(&loop);
	tell(IPC_PUSHED, handed[0].device, PUSH_FAILED);
	handed_are(2);
	ck_assert_uint_ge(uv_now(&loop) - begin, 6900);
	ck_assert_str_eq(handed[1].token, "later");
}
END_TEST

/* New mail does not wait for the retry of an older wake-up. */
START_TEST(new_mail_is_prompt)
{
	ck_assert_int_eq(add(bob, "again"), STORE_OK);
	deliver(A, B);
	handed_are(1);
	tell(IPC_PUSHED, handed[0].device, PUSH_FAILED);
	deliver(A, B);
	await_handed(2, 5000);
	ck_assert_uint_eq(n_handed, 2);
}
END_TEST

/* One at a time for a device; what comes meanwhile is one more. */
START_TEST(rounds)
{
	ck_assert_int_eq(add(bob, "busy"), STORE_OK);
	deliver(A, B);
	handed_are(1);
	deliver(A, B);
	deliver(A, B);
	await_handed(2, LITTLE_MS);
	ck_assert_uint_eq(n_handed, 1);
	tell(IPC_PUSHED, handed[0].device, PUSH_DONE);
	handed_are(2);
	tell(IPC_PUSHED, handed[1].device, PUSH_DONE);
	await_handed(3, LITTLE_MS);
	ck_assert_uint_eq(n_handed, 2);
}
END_TEST

START_TEST(outlives_the_store)
{
	ck_assert_int_eq(add(bob, "one"), STORE_OK);
	ck_assert_int_eq(add(bob, "two"), STORE_OK);
	deliver(A, B);
	handed_are(2);
	tell(IPC_PUSHED, handed[0].device, PUSH_DONE);
	await_handed(3, LITTLE_MS); /* time to write that down; else "one" comes again */
	kill_store();
	start_store();
	await_handed(2, LITTLE_MS);
	ck_assert_uint_eq(n_handed, 1);
	ck_assert_str_eq(handed[0].token, "two");
}
END_TEST

/* A new outbound process gets what the last one had. */
START_TEST(outlives_outbound)
{
	ck_assert_int_eq(add(bob, "one"), STORE_OK);
	deliver(A, B);
	handed_are(1);
	tell(IPC_PUSH_READY, 0, PUSH_DONE);
	handed_are(2);
	ck_assert_str_eq(handed[1].token, "one");
}
END_TEST

/* PUSH_STUCK: a full window waits, and goes on with each that ends. */
START_TEST(window)
{
	char address[32], token[16];
	const size_t all = PUSH_WINDOW + 8;

	for (size_t i = 0; i < all; i++) {
		snprintf(address, sizeof(address), "user%05zu@chat.test", i);
		snprintf(token, sizeof(token), "t%zu", i);
		ck_assert_int_eq(add(account(address), token), STORE_OK);
		deliver(A, address);
	}
	handed_are(PUSH_WINDOW);
	await_handed(all, LITTLE_MS);
	ck_assert_uint_eq(n_handed, PUSH_WINDOW);
	for (size_t i = 0; i < 8; i++)
		tell(IPC_PUSHED, handed[i].device, PUSH_DONE);
	handed_are(all);
}
END_TEST

START_TEST(META_TOKEN_TWICE)
{
	char token[16];

	for (int i = 0; i < PUSH_FAMILY; i++) {
		snprintf(token, sizeof(token), "t%d", i);
		ck_assert_int_eq(add(bob, token), STORE_OK);
	}
	ck_assert_int_eq(add(bob, "t0"), STORE_OK);
	ck_assert_int_eq(add(bob, "one more"), STORE_LIMIT);
	ck_assert_int_eq(add(bob, ""), STORE_NO);
	ck_assert(strncmp(tokens(bob), "t0 t1 t2 ", 9) == 0);
	ck_assert_str_eq(tokens(alice), "");
}
END_TEST

START_TEST(META_TOKEN_NIL)
{
	ck_assert_int_eq(add(bob, "one"), STORE_OK);
	ck_assert_int_eq(add(bob, "two"), STORE_OK);
	ck_assert_int_eq(add(alice, "hers"), STORE_OK);
	store_drop_tokens(client, bob, on_done, NULL);
	await();
	ck_assert_int_eq(got.status, STORE_OK);
	ck_assert_str_eq(tokens(bob), "");
	ck_assert_str_eq(tokens(alice), "hers");
	deliver(A, B);
	deliver(B, A);
	handed_are(1);
	ck_assert_str_eq(handed[0].token, "hers");
}
END_TEST

/* Everything in the database becomes older; the store is killed and started. */
static void
age(int64_t seconds)
{
	char file[64], change[256];
	sqlite3 *db;

	kill_store();
	snprintf(file, sizeof(file), "%s/refrelay.db", dir);
	snprintf(change, sizeof(change),
	    "UPDATE device SET set_at = set_at - %lld;"
	    "UPDATE wakeup SET first = first - %lld, due = due - %lld;",
	    (long long)seconds, (long long)seconds, (long long)seconds);
	ck_assert_int_eq(sqlite3_open(file, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, change, NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	start_store();
}

START_TEST(ninety_days)
{
	const int64_t day = 86400;

	ck_assert_int_eq(add(bob, "old"), STORE_OK);
	ck_assert_int_eq(add(bob, "renewed"), STORE_OK);
	age(89 * day);
	ck_assert_str_eq(tokens(bob), "old renewed");
	ck_assert_int_eq(add(bob, "renewed"), STORE_OK);
	age(day);
	ck_assert_str_eq(tokens(bob), "renewed");
	deliver(A, B);
	handed_are(1);
	ck_assert_str_eq(handed[0].token, "renewed");
	age(90 * day);
	ck_assert_str_eq(tokens(bob), "");
}
END_TEST

START_TEST(five_hours)
{
	ck_assert_int_eq(add(bob, "his"), STORE_OK);
	deliver(A, B);
	handed_are(1);
	age(5 * 3600 - 60);
	handed_are(1);
	age(120);
	await_handed(1, LITTLE_MS);
	ck_assert_uint_eq(n_handed, 0);
	deliver(A, B);
	handed_are(1);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("push");
	TCase *t = tcase_create("push");
	SRunner *r = srunner_create(s);

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, PUSH_EACH_TOKEN);
	tcase_add_test(t, PUSH_NOT_SELF);
	tcase_add_test(t, a_bounce_wakes);
	tcase_add_test(t, PUSH_GONE_410);
	tcase_add_test(t, PUSH_RETRY_503);
	tcase_add_test(t, new_mail_is_prompt);
	tcase_add_test(t, rounds);
	tcase_add_test(t, outlives_the_store);
	tcase_add_test(t, outlives_outbound);
	tcase_add_test(t, window);
	tcase_add_test(t, META_TOKEN_TWICE);
	tcase_add_test(t, META_TOKEN_NIL);
	tcase_add_test(t, ninety_days);
	tcase_add_test(t, five_hours);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
