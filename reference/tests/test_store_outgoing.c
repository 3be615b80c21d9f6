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

#include "reference/tests/outgoing_fixture.h"

#define P     "pat@peer.test"
#define Q     "quinn@peer.test"
#define R     "rob@peer.test"
#define OTHER "olga@other.test"

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

/* What is under way is in memory: no more than OUTGOING_LARGE of large messages. */
START_TEST(large)
{
	char to[32];

	for (int i = 0; i < 5; i++) {
		snprintf(to, sizeof(to), "x@large%d.test", i);
		ck_assert_int_eq(deliver(i < 3 ? A : B, to, 'x', 24u << 20), STORE_OK);
	}
	sends_are(4);
	mark(4); /* what is small does not wait */
	say_sent(sends[1].row, "d|");
	sends_are(6);
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

/* A bounce has seven bits (RFC 6533, 3). */
START_TEST(utf8_recipient)
{
	static const char *const to[] = { "f\xc3\xbc@peer.test" };
	int64_t a = account(A);

	send_mail(A, to, 1, 'x', BODY_OCTETS);
	await(1);
	sends_are(1);
	say_sent(sends[0].row, "n550 5.1.1 nobody|");
	mark(1);
	const char *text = newest(a, 1);
	ck_assert_ptr_nonnull(strstr(text, "\r\nFinal-Recipient: utf-8; f\\x{FC}@peer.test\r\n"));
	ck_assert_ptr_nonnull(strstr(text, "\r\n<f\\x{FC}@peer.test>: 550 5.1.1 nobody\r\n"));
	for (const char *c = text; *c != '\0'; c++)
		ck_assert_int_lt((unsigned char)*c, 0x80);
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
	have_patience(true);
	while (count_on_disk('~') > 100 && !out_of_patience()) {
		store_quota(client, b, on_quota, NULL); /* its turn may be the one that ends it */
		await(1);
	}
	have_patience(false);
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
		"DROP TABLE outgoing_rcpt; DROP TABLE outgoing; DROP INDEX account_active;"
		"ALTER TABLE account DROP COLUMN active; PRAGMA user_version = 2",
		NULL, NULL, NULL),
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
	tcase_add_test(t, large);
	tcase_add_test(t, window_of_all);
	tcase_add_test(t, trouble);
	tcase_add_test(t, many);
	tcase_add_test(t, OUT_RETRY);
	tcase_add_test(t, OUT_PER_RECIPIENT);
	tcase_add_test(t, OUT_LIFETIME);
	tcase_add_test(t, replies);
	tcase_add_test(t, utf8_recipient);
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
