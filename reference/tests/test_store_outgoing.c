/* The queue: a real store process, asked by the real client, with this program in
 * the place of the outbound process. */
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "reference/shell/store_outgoing.h"
#include "reference/tests/store_fixture.h"

enum { SENDS_MOST = 8192, PATIENCE_MS = 30 * 1000, TEXT_MOST = 8192 };

#define P     "pat@peer.test"
#define Q     "quinn@peer.test"
#define R     "rob@peer.test"
#define OTHER "olga@other.test"

/* What was handed to the outbound process, in order. */
static struct sent_out {
	uint64_t id, row, size;
	char strings[512]; /* domain sender recipients..., joined by SP; a null sender is <> */
	size_t rcpts;
	char text[TEXT_MOST]; /* how it begins */
} sends[SENDS_MOST];
static size_t n_sends;

static struct ipc outbound;
static uv_timer_t patience;
static bool patience_over;
static char key_file[] = "/tmp/refrelay-key-XXXXXX";
static char awaited_mark[32]; /* the domain of the last one */

static void say_sent(uint64_t row, const char *results);

static void
on_send(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	struct sent_out *s = &sends[n_sends++];
	struct span part;
	size_t at = 0, n = 0;

	(void)ctx;
	ck_assert_uint_le(n_sends, SENDS_MOST);
	ck_assert_int_eq((int)h->kind, IPC_SEND);
	*s = (struct sent_out){ .id = h->id, .row = h->a, .size = h->b };
	for (; ipc_get_string(&octets, &part); n++)
		if (at < sizeof(s->strings))
			at += (size_t)snprintf(s->strings + at, sizeof(s->strings) - at, "%s%.*s",
			    n > 0 ? " " : "", part.n == 0 ? 2 : (int)part.n,
			    part.n == 0 ? "<>" : (const char *)part.p);
	s->rcpts = n - 2;
	ck_assert_int_ne(fd, -1);
	ssize_t got_n = pread(fd, s->text, TEXT_MOST - 1, 0);
	ck_assert_int_eq((int)got_n, (int)(h->b < TEXT_MOST - 1 ? h->b : TEXT_MOST - 1));
	ck_assert_int_eq((int)lseek(fd, 0, SEEK_END), (int)h->b);
	ck_assert_int_eq((int)write(fd, "x", 1), -1); /* sealed */
	close(fd);
	/* The end of a mark may not have been written down when a store is killed. */
	if (strncmp(s->strings, "mark", 4) == 0 &&
	    strncmp(s->strings, awaited_mark, strlen(awaited_mark)) != 0)
		say_sent(sends[--n_sends].row, "d|");
}

static void
on_outbound_end(void *ctx)
{
	(void)ctx;
}

static void
on_patience(uv_timer_t *t)
{
	(void)t;
	patience_over = true;
}

/* Runs the loop until n have been handed over. */
static void
await_sends(size_t n)
{
	patience_over = false;
	uv_timer_start(&patience, on_patience, PATIENCE_MS, 0);
	while (n_sends < n && !patience_over)
		uv_run(&loop, UV_RUN_ONCE);
	uv_timer_stop(&patience);
	ck_assert_uint_ge(n_sends, n);
}

static void
sends_are(size_t n)
{
	await_sends(n);
	ck_assert_uint_eq(n_sends, n);
}

static void
say_ready(uint64_t id)
{
	struct ipc_head h = { .kind = IPC_SEND_READY, .id = id };

	ipc_send(&outbound, ipc_message(&h, SPAN(""), -1));
}

/* results: for each recipient 'd', 'l' or 'n' with a reply behind it, ended by '|'. */
static void
say_sent(uint64_t row, const char *results)
{
	struct ipc_head h = { .kind = IPC_SENT, .a = row };
	uint8_t octets[8192];
	size_t n = 0;

	for (const char *end; *results != '\0'; results = end + 1) {
		end = strchr(results, '|');
		n += ipc_put_string(octets + n, SPAN_OF(results, (size_t)(end - results)));
	}
	ipc_send(&outbound, ipc_message(&h, SPAN_OF(octets, n), -1));
}

static void
begin_outbound(void)
{
	ck_assert_int_eq(
	    ipc_start(&outbound, &loop, outbound_end, on_send, on_outbound_end, NULL), 0);
	uv_timer_init(&loop, &patience);
	n_sends = 0;
	say_ready(1);
}

static void
end_all(void)
{
	uv_close((uv_handle_t *)&patience, NULL);
	kill_store();
}

static void
restart(void)
{
	end_all();
	start_store();
	begin_outbound();
}

static void
begin_all(void)
{
	with_outbound = true;
	set_up();
	kill_store();
	ck_assert_int_eq(config_set(&config, "test", "dkim_key", key_file), 0);
	config.queue_retry = 1;
	start_store();
	begin_outbound();
}

static void
finish(void)
{
	if (store_pid > 0)
		end_all();
	tear_down();
}

/* Handed out after everything that was due before it. */
static void
mark(size_t before)
{
	static unsigned n;
	char to[64];

	snprintf(awaited_mark, sizeof(awaited_mark), "mark%u.test ", n++);
	snprintf(to, sizeof(to), "mark@%.*s", (int)strlen(awaited_mark) - 1, awaited_mark);
	ck_assert_int_eq(deliver(A, to, '-', 100), STORE_OK);
	sends_are(before + 1);
	ck_assert_ptr_nonnull(strstr(sends[before].strings, to));
	say_sent(sends[before].row, "d250 ok|");
	awaited_mark[0] = '.';
}

/* The newest message of an INBOX, as a string. */
static const char *
newest(int64_t id, size_t n)
{
	(void)open_mailbox(id);
	ck_assert_uint_eq(got.n, n);
	uint32_t uid = got.messages[n - 1].uid;
	ck_assert_int_eq(fetch(id, uid), STORE_OK);
	got.octets[got.size] = '\0';
	return got.octets;
}

/* ---- into the queue ------------------------------------------------------- */

START_TEST(OUT_ONE_TRANSACTION)
{
	static const char *const to[] = { P, B, OTHER, "quinn@PEER.test", P };
	int64_t b = account(B);

	send_mail(A, to, 5, 'x', BODY_OCTETS);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
	(void)open_mailbox(b);
	ck_assert_uint_eq(got.n, 1); /* OUT_LOCAL_STAYS */
	ck_assert_uint_eq(got.messages[0].size, BODY_OCTETS);
	sends_are(2);
	ck_assert_str_eq(sends[0].strings, "peer.test " A " " P " quinn@PEER.test");
	ck_assert_str_eq(sends[1].strings, "other.test " A " " OTHER);
	ck_assert_uint_ne(sends[0].row, sends[1].row);
	ck_assert(strncmp(sends[0].text, "DKIM-Signature:", 15) == 0);
	ck_assert_ptr_nonnull(strstr(sends[0].text, "\r\nMessage-ID: <x@y>\r\n\r\nxxx"));
	ck_assert_uint_gt(sends[0].size, BODY_OCTETS + 100);
	ck_assert_str_eq(sends[0].text, sends[1].text); /* signed once */
	say_sent(sends[0].row, "d250 ok|d250 ok|");
	mark(2);
}
END_TEST

START_TEST(local_alone)
{
	int64_t b = account(B);

	ck_assert_int_eq(deliver(A, B, 'x', BODY_OCTETS), STORE_OK);
	ck_assert_int_eq(deliver(A, "ccccccccc@CHAT.test", 'x', BODY_OCTETS), STORE_OK);
	(void)open_mailbox(b);
	ck_assert_uint_eq(got.n, 1);
	mark(0);
}
END_TEST

/* What one sender has under way is bounded like a mailbox. */
START_TEST(too_much)
{
	end_all();
	config.max_mailbox_size = 10000;
	start_store();
	begin_outbound();
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(deliver(A, P, 'x', BODY_OCTETS), STORE_OK);
	ck_assert_int_eq(deliver(A, P, 'x', BODY_OCTETS), STORE_FULL);
	ck_assert_int_eq(deliver(B, P, 'x', BODY_OCTETS), STORE_OK);
	sends_are(4);
	say_sent(sends[0].row, "d|");
	sends_are(5);
	ck_assert_int_eq(deliver(A, P, 'x', BODY_OCTETS), STORE_OK);
}
END_TEST

/* Reports to other servers have no sender, so all of them share one bound: when it
 * is reached, whoever has an account still gets his mail, and the answer does not
 * tell who has one. */
START_TEST(no_room_for_reports)
{
	static const char *const to[] = { B, "nobodyhas@chat.test" };
	int64_t b = account(B);

	end_all();
	config.max_mailbox_size = 500;
	start_store();
	begin_outbound();
	send_mail(P, to, 2, 'x', 100);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
	(void)open_mailbox(b);
	ck_assert_uint_eq(got.n, 1);
	ck_assert_int_eq(deliver(P, to[1], 'x', 100), STORE_OK);
	mark(0);
}
END_TEST

/* ---- windows -------------------------------------------------------------- */

START_TEST(OUT_STUCK)
{
	for (int i = 0; i < 7; i++)
		ck_assert_int_eq(deliver(A, P, (char)('a' + i), 100), STORE_OK);
	sends_are(OUTGOING_DOMAIN);
	mark(OUTGOING_DOMAIN); /* nobody else waits */
	say_sent(sends[2].row, "d|");
	sends_are(OUTGOING_DOMAIN + 2);
	ck_assert_ptr_nonnull(strstr(sends[OUTGOING_DOMAIN + 1].text, "eee"));
	mark(OUTGOING_DOMAIN + 2);
}
END_TEST

START_TEST(window_of_all)
{
	char to[32];

	for (int i = 0; i < 20 * 5; i++) {
		snprintf(to, sizeof(to), "x@d%d.test", i % 20);
		ck_assert_int_eq(deliver(A, to, 'x', 100), STORE_OK);
	}
	sends_are(OUTGOING_WINDOW);
	ck_assert_int_eq(deliver(A, OTHER, 'x', 100), STORE_OK);
	ck_assert_uint_eq(n_sends, OUTGOING_WINDOW);
	for (size_t i = 0; i < 101; i++) {
		sends_are(i + OUTGOING_WINDOW < 101 ? i + OUTGOING_WINDOW : 101);
		say_sent(sends[i].row, "d|");
	}
	mark(101);
}
END_TEST

/* A domain that does not answer gets one try at a time, and all of them together
 * leave half of the window to the others. */
START_TEST(trouble)
{
	enum { DEAD = OUTGOING_TROUBLED + 8 };
	char to[32];

	end_all();
	config.queue_retry = 3;
	start_store();
	begin_outbound();
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < DEAD; i++) {
			snprintf(to, sizeof(to), "x@dead%d.test", i);
			ck_assert_int_eq(deliver(A, to, 'x', 100), STORE_OK);
		}
	await_sends(OUTGOING_WINDOW);
	for (size_t i = 0; i < 2 * DEAD; i++) {
		await_sends(i + 1);
		say_sent(sends[i].row, "lcannot connect|");
	}
	/* Soon all of it is due again, and only so much of it comes. */
	sends_are(2 * DEAD + OUTGOING_TROUBLED);
	mark(2 * DEAD + OUTGOING_TROUBLED);
	for (size_t i = 2 * DEAD; i < 2 * DEAD + OUTGOING_TROUBLED; i++)
		for (size_t k = i + 1; k < 2 * DEAD + OUTGOING_TROUBLED; k++)
			ck_assert_str_ne(sends[i].strings, sends[k].strings); /* one each */
}
END_TEST

/* Thousands of rows, most of them behind one another. */
START_TEST(many)
{
	enum { MESSAGES = 4, EACH = 1000 };
	static char text[EACH][32];
	const char *to[EACH];

	for (size_t i = 0; i < EACH; i++) {
		snprintf(text[i], sizeof(text[i]), "x@d%zu.test", i);
		to[i] = text[i];
	}
	for (int i = 0; i < MESSAGES; i++) {
		send_mail(A, to, EACH, 'x', 200);
		send_mail(A, (const char *const[]){ P }, 1, 'x', 200);
		await(2);
		ck_assert_int_eq(got.status, STORE_OK);
	}
	for (size_t i = 0; i < MESSAGES * (EACH + 1); i++) {
		await_sends(i + 1);
		say_sent(sends[i].row, "d|");
	}
	mark(MESSAGES * (EACH + 1));
}
END_TEST

/* ---- results -------------------------------------------------------------- */

START_TEST(OUT_RETRY)
{
	uint64_t begin;

	ck_assert_int_eq(deliver(A, P, 'x', 100), STORE_OK);
	for (size_t i = 1; i <= 3; i++) {
		sends_are(i);
		ck_assert_uint_eq(sends[i - 1].row, sends[0].row);
		if (i == 3)
			break;
		uv_update_time(&loop);
		begin = uv_now(&loop);
		say_sent(sends[0].row, "l451 4.7.1 come again|");
		sends_are(i + 1);
		/* due times are whole seconds */
		ck_assert_uint_ge(uv_now(&loop) - begin, i == 1 ? 1 : 1000);
	}
	say_sent(sends[0].row, "d|");
	mark(3);
	restart();
	mark(0);
}
END_TEST

START_TEST(OUT_PER_RECIPIENT)
{
	static const char *const to[] = { P, Q, R };
	int64_t a = account(A);

	send_mail(A, to, 3, 'x', BODY_OCTETS);
	await(1);
	sends_are(1);
	ck_assert_str_eq(sends[0].strings, "peer.test " A " " P " " Q " " R);
	say_sent(sends[0].row, "d250 fine|nmx.peer.test: 550 5.1.1 no Quinn here|l452 4.2.2 full|");
	sends_are(2);
	ck_assert_str_eq(sends[1].strings, "peer.test " A " " R);
	const char *text = newest(a, 1); /* OUT_BOUNCE */
	ck_assert_ptr_nonnull(strstr(text, "From: MAILER-DAEMON@chat.test\r\n"));
	ck_assert_ptr_nonnull(strstr(text, "\r\nFinal-Recipient: rfc822; " Q "\r\n"));
	ck_assert_ptr_nonnull(strstr(text, "\r\nStatus: 5.1.1\r\n"));
	ck_assert_ptr_nonnull(
	    strstr(text, "\r\nDiagnostic-Code: smtp; mx.peer.test: 550 5.1.1 no Quinn here\r\n"));
	ck_assert_ptr_nonnull(strstr(text, "Message-ID: <x@y>"));
	ck_assert_ptr_null(strstr(text, P));
	ck_assert_ptr_null(strstr(text, R));
	ck_assert_ptr_null(strstr(text, "xxxx"));
	ck_assert_ptr_null(strstr(text, "DKIM"));
	say_sent(sends[1].row, "d|");
	mark(2);
	(void)open_mailbox(a);
	ck_assert_uint_eq(got.n, 1);
}
END_TEST

START_TEST(OUT_LIFETIME)
{
	int64_t a = account(A);
	size_t n = 0;

	end_all();
	config.queue_lifetime = 2;
	start_store();
	begin_outbound();
	(void)open_mailbox(a);
	size_t before = n_events;
	ck_assert_int_eq(deliver(A, P, 'x', 100), STORE_OK);
	while (n_events == before) {
		if (n < n_sends)
			say_sent(sends[n++].row, "l451 4.3.2 not today|");
		uv_run(&loop, UV_RUN_ONCE);
	}
	ck_assert_uint_ge(n, 2);
	const char *text = newest(a, 1);
	ck_assert_ptr_nonnull(strstr(text, "\r\nStatus: 4.4.7\r\n"));
	ck_assert_ptr_nonnull(strstr(text, "\r\nDiagnostic-Code: smtp; 451 4.3.2 not today\r\n"));
	ck_assert_ptr_nonnull(strstr(text, "\r\nAction: failed\r\n"));
	mark(n);
	restart();
	mark(0);
}
END_TEST

/* Nothing that the other side says can be anything but one line of text. */
START_TEST(replies)
{
	static const char said[] = "n550-5.7.26 a\r\nTo: b\x01\xff|";
	static char longer[1200];
	int64_t a = account(A);

	ck_assert_int_eq(deliver(A, P, 'x', 100), STORE_OK);
	sends_are(1);
	say_sent(sends[0].row, said);
	mark(1);
	const char *text = newest(a, 1);
	ck_assert_ptr_nonnull(strstr(text, "\r\nStatus: 5.7.26\r\n"));
	ck_assert_ptr_nonnull(
	    strstr(text, "\r\nDiagnostic-Code: smtp; 550-5.7.26 a\?\?To: b\?\?\r\n"));
	longer[0] = 'n';
	memset(longer + 1, 'y', sizeof(longer) - 3);
	longer[sizeof(longer) - 2] = '|';
	ck_assert_int_eq(deliver(A, P, 'x', 100), STORE_OK);
	sends_are(3);
	say_sent(sends[2].row, longer);
	mark(3);
	text = newest(a, 2);
	ck_assert_ptr_nonnull(strstr(text, "\r\nStatus: 5.0.0\r\n"));
	const char *y = strstr(text, "yyyy");
	ck_assert_uint_eq(strspn(y, "y"), 800);
}
END_TEST

/* MX_BOUNCE_UNKNOWN MX_BOUNCE_NULL MX_NO_BOUNCE_NULL: mail from others to nobody. */
START_TEST(inbound)
{
	static const char *const to[] = { B, D };
	int64_t b = account(B);

	send_mail(P, to, 2, 'x', BODY_OCTETS);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
	(void)open_mailbox(b);
	ck_assert_uint_eq(got.n, 1);
	sends_are(1);
	ck_assert_str_eq(sends[0].strings, "peer.test <> " P);
	ck_assert(strncmp(sends[0].text, "DKIM-Signature:", 15) == 0);
	ck_assert_ptr_nonnull(strstr(sends[0].text, "\r\nTo: " P "\r\n"));
	ck_assert_ptr_nonnull(strstr(sends[0].text, "Final-Recipient: rfc822; " D));
	ck_assert_ptr_nonnull(strstr(sends[0].text, "550 5.1.1"));
	ck_assert_ptr_null(strstr(sends[0].text, "xxxx"));
	say_sent(sends[0].row, "n550 5.1.1 he is gone|"); /* and nobody hears of it */
	ck_assert_int_eq(deliver("", D, 'x', 100), STORE_OK);
	ck_assert_int_eq(deliver("", B, 'x', 100), STORE_OK);
	mark(1);
	(void)open_mailbox(b);
	ck_assert_uint_eq(got.n, 2);
	restart();
	mark(0);
}
END_TEST

/* ---- what dies on the way ------------------------------------------------- */

START_TEST(outlives_the_store)
{
	ck_assert_int_eq(deliver(A, P, 'x', 100), STORE_OK);
	ck_assert_int_eq(deliver(A, OTHER, 'x', 100), STORE_OK);
	sends_are(2);
	uint64_t other = sends[1].row;
	say_sent(sends[0].row, "d|");
	mark(2); /* written down */
	restart();
	sends_are(1);
	ck_assert_uint_eq(sends[0].row, other);
	mark(1);
}
END_TEST

START_TEST(outlives_outbound)
{
	ck_assert_int_eq(deliver(A, P, 'x', 100), STORE_OK);
	sends_are(1);
	ck_assert_uint_eq(sends[0].id, 1);
	say_sent(4711, "d|"); /* nobody waits for it */
	say_ready(2);
	sends_are(2);
	ck_assert_uint_eq(sends[1].row, sends[0].row);
	ck_assert_uint_eq(sends[1].id, 2);
	/* Who dies of it again must wait a little. */
	uv_update_time(&loop);
	say_ready(3);
	mark(2);
	sends_are(4);
	ck_assert_uint_eq(sends[3].row, sends[0].row);
	ck_assert_uint_eq(sends[3].id, 3);
	say_sent(sends[3].row, "d|");
	say_sent(sends[3].row, "n550 no|");
	mark(4);
	restart();
	mark(0);
}
END_TEST

static void
limit_files(rlim_t octets)
{
	struct rlimit l = { octets, RLIM_INFINITY };

	ck_assert_int_eq(prlimit(store_pid, RLIMIT_FSIZE, &l, NULL), 0);
}

/* OUT_ONCE: a result that the disk has no room for is kept, not asked for again. */
START_TEST(full_disk)
{
	signal(SIGXFSZ, SIG_IGN);
	restart();
	ck_assert_int_eq(deliver(A, P, 'x', 100), STORE_OK);
	sends_are(1);
	limit_files(0);
	say_sent(sends[0].row, "d|");
	ck_assert_int_ne(deliver(A, OTHER, 'x', 100), STORE_OK);
	limit_files(RLIM_INFINITY);
	ck_assert_int_eq(deliver(A, OTHER, 'x', 100), STORE_OK);
	sends_are(2); /* not before the result is written down */
	ck_assert_ptr_nonnull(strstr(sends[1].strings, OTHER));
	say_sent(sends[1].row, "d|");
	mark(2);
	restart();
	mark(0);
}
END_TEST

static size_t
count_on_disk(char c)
{
	static const char *const names[] = { "/refrelay.db", "/refrelay.db-wal" };
	char path[64], octets[4096];
	size_t n = 0, got_n;

	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", dir, names[i]);
		FILE *f = fopen(path, "r");
		if (f == NULL)
			continue;
		while ((got_n = fread(octets, 1, sizeof(octets), f)) > 0)
			for (size_t k = 0; k < got_n; k++)
				n += octets[k] == c;
		fclose(f);
	}
	return n;
}

/* The body goes with the last of all that have it, and so does its shadow on the disk. */
START_TEST(nothing_left)
{
	static const char *const to[] = { P, OTHER, B };
	int64_t b = account(B), box = inbox(b);
	uint32_t uid = 1;

	send_mail(A, to, 3, '~', 30000);
	await(1);
	ck_assert_uint_lt(count_on_disk('~'), 70000); /* stored once, perhaps also in the log */
	sends_are(2);
	say_sent(sends[0].row, "d|");
	store_set_flags(client, box, &uid, 1, FLAGS_ADD, FLAG_DELETED, on_done, NULL);
	store_expunge(client, box, &uid, 1, on_done, NULL);
	await(2);
	ck_assert_uint_gt(count_on_disk('~'), 29000);
	say_sent(sends[1].row, "d|");
	patience_over = false;
	uv_timer_start(&patience, on_patience, PATIENCE_MS, 0);
	while (count_on_disk('~') > 100 && !patience_over) {
		store_quota(client, b, on_quota, NULL); /* its turn may be the one that ends it */
		await(1);
	}
	uv_timer_stop(&patience);
	ck_assert_uint_lt(count_on_disk('~'), 100);
}
END_TEST

/* Version 2 had no queue. */
START_TEST(earlier)
{
	char path[64];
	sqlite3 *db;

	ck_assert_int_eq(deliver(A, A, 'x', 100), STORE_OK);
	int64_t b = account(B);
	ck_assert_int_eq(deliver(A, B, 'x', 100), STORE_OK);
	end_all();
	snprintf(path, sizeof(path), "%s/refrelay.db", dir);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(
	    sqlite3_exec(db,
		"DROP TABLE outgoing_rcpt; DROP TABLE outgoing; PRAGMA user_version = 2", NULL,
		NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	start_store();
	begin_outbound();
	(void)open_mailbox(b);
	ck_assert_uint_eq(got.n, 1);
	mark(0);
}
END_TEST

static void
make_key(void)
{
	int fd = mkstemp(key_file);
	FILE *f = fdopen(fd, "w");
	EVP_PKEY *key = EVP_RSA_gen(2048);

	if (f == NULL || key == NULL ||
	    PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) != 1)
		exit(1);
	fclose(f);
	EVP_PKEY_free(key);
}

int
main(void)
{
	Suite *s = suite_create("store_outgoing");
	TCase *t = tcase_create("store_outgoing");
	SRunner *r = srunner_create(s);

	make_key();
	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, begin_all, finish);
	tcase_add_test(t, OUT_ONE_TRANSACTION);
	tcase_add_test(t, local_alone);
	tcase_add_test(t, too_much);
	tcase_add_test(t, no_room_for_reports);
	tcase_add_test(t, OUT_STUCK);
	tcase_add_test(t, window_of_all);
	tcase_add_test(t, trouble);
	tcase_add_test(t, many);
	tcase_add_test(t, OUT_RETRY);
	tcase_add_test(t, OUT_PER_RECIPIENT);
	tcase_add_test(t, OUT_LIFETIME);
	tcase_add_test(t, replies);
	tcase_add_test(t, inbound);
	tcase_add_test(t, outlives_the_store);
	tcase_add_test(t, outlives_outbound);
	tcase_add_test(t, full_disk);
	tcase_add_test(t, nothing_left);
	tcase_add_test(t, earlier);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	unlink(key_file);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
