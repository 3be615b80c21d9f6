/* The front's questions to the outbound process, with this program in its place,
 * and what that process would not connect to. */
#include "reference/shell/ipc.h"
#include "reference/shell/outbound_client.h"
#include "reference/shell/outbound_mail.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ASKED_MOST = 8 };

static uv_loop_t loop;
static struct outbound_client *client;
static struct ipc outbound;
static bool over;

/* What was asked, in order. */
static struct {
	struct ipc_head head;
	char name[64];
} asked[ASKED_MOST];
static size_t n_asked;

/* The last answer that came to somebody. */
static struct {
	size_t n;
	void *ctx;
	enum txt_result r;
	char strings[64];
	size_t octets;
	int fd;
} got;

static void
on_question(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	(void)ctx;
	ck_assert_int_eq(fd, -1);
	ck_assert_uint_lt(n_asked, ASKED_MOST);
	ck_assert_uint_lt(octets.n, sizeof(asked[0].name));
	asked[n_asked].head = *h;
	memcpy(asked[n_asked].name, octets.p, octets.n);
	asked[n_asked++].name[octets.n] = '\0';
}

static void
on_end(void *ctx)
{
	*(bool *)ctx = true;
}

static void
on_txt(void *ctx, enum txt_result r, struct span strings)
{
	got.n++;
	got.ctx = ctx;
	got.r = r;
	got.octets = strings.n;
	ck_assert_uint_le(strings.n, sizeof(got.strings));
	memcpy(got.strings, strings.p, strings.n);
}

static void
on_connected(void *ctx, int fd)
{
	got.n++;
	got.ctx = ctx;
	got.fd = fd;
}

static void
set_up(void)
{
	int pair[2];

	memset(&got, 0, sizeof(got));
	n_asked = 0;
	over = false;
	ck_assert_int_eq(uv_loop_init(&loop), 0);
	ck_assert_int_eq(ipc_pair(pair), 0);
	client = outbound_client_open(&loop, pair[0]);
	ck_assert_ptr_nonnull(client);
	ck_assert_int_eq(ipc_start(&outbound, &loop, pair[1], on_question, on_end, &over), 0);
}

static void
await_asked(size_t n)
{
	while (n_asked < n)
		uv_run(&loop, UV_RUN_ONCE);
}

static void
reply(size_t i, uint64_t a, struct span octets, int fd)
{
	struct ipc_head h = { .kind = asked[i].head.kind, .id = asked[i].head.id, .a = a };
	struct ipc_message *m = ipc_message(&h, octets, fd);

	ck_assert_ptr_nonnull(m);
	ipc_send(&outbound, m);
}

static void
await_got(size_t n)
{
	while (got.n < n)
		uv_run(&loop, UV_RUN_ONCE);
}

START_TEST(each_its_answer)
{
	int a, b, fds[2];

	outbound_txt(client, SPAN("one.example"), on_txt, &a);
	outbound_connect(client, on_connected, &b);
	outbound_txt(client, SPAN("two.example"), on_txt, &b);
	await_asked(3);
	ck_assert_int_eq((int)asked[0].head.kind, IPC_TXT);
	ck_assert_str_eq(asked[0].name, "one.example");
	ck_assert_int_eq((int)asked[1].head.kind, IPC_CONNECT);
	reply(2, TXT_NONE, SPAN(""), -1);
	await_got(1);
	ck_assert(got.ctx == &b && got.r == TXT_NONE);
	reply(0, TXT_FOUND, SPAN("\3\0\0\0abc"), -1);
	await_got(2);
	ck_assert(got.ctx == &a && got.r == TXT_FOUND);
	ck_assert_mem_eq(got.strings, "\3\0\0\0abc", got.octets);
	ck_assert_int_eq(pipe(fds), 0);
	close(fds[1]);
	reply(1, 0, SPAN(""), fds[0]);
	await_got(3);
	ck_assert(got.ctx == &b && got.fd > 2);
	close(got.fd);
}
END_TEST

/* An answer that nobody waits for, and one that means nothing, do no harm. */
START_TEST(forgotten)
{
	int a, b;

	outbound_txt(client, SPAN("one.example"), on_txt, &a);
	outbound_txt(client, SPAN("two.example"), on_txt, &b);
	await_asked(2);
	outbound_forget(client, &a);
	reply(0, TXT_FOUND, SPAN(""), -1);
	reply(1, 99, SPAN(""), -1);
	await_got(1);
	ck_assert(got.n == 1 && got.ctx == &b && got.r == TXT_LATER);
}
END_TEST

START_TEST(no_way_into_our_house)
{
	struct addresses a = { 0 };
	const uint8_t us[4] = { 127, 0, 0, 1 }, them[4] = { 8, 8, 8, 8 }, all[4] = { 0 };

	address_add(&a, us, 4, 25, false);
	ck_assert(a.n == 0 && a.forbidden);
	address_add(&a, us, 4, 25, true);
	ck_assert_uint_eq(a.n, 1);
	address_add(&a, all, 4, 25, true);
	ck_assert_uint_eq(a.n, 1);
	for (int i = 0; i < 2 * ADDRESSES_MOST; i++)
		address_add(&a, them, 4, 25, false);
	ck_assert_uint_eq(a.n, ADDRESSES_MOST);
	ck_assert_uint_eq(ntohs(((struct sockaddr_in *)(void *)&a.to[1])->sin_port), 25);
}
END_TEST

START_TEST(half_an_hour_without_https)
{
	static struct https_memory m;
	const uint64_t end = UINT64_C(1000) * HTTPS_SILENCE_S;
	char host[32];

	https_remember(&m, "mx.example", 5);
	ck_assert(https_is_silent(&m, "mx.example", end + 4));
	ck_assert(!https_is_silent(&m, "mx.example", end + 5));
	ck_assert(!https_is_silent(&m, "other.example", 5));
	https_forget(&m, "mx.example");
	ck_assert(!https_is_silent(&m, "mx.example", 5));
	for (int i = 0; i <= HTTPS_REMEMBERED; i++) { /* the first goes */
		snprintf(host, sizeof(host), "mx%d.example", i);
		https_remember(&m, host, 5);
	}
	ck_assert(!https_is_silent(&m, "mx0.example", 5));
	ck_assert(https_is_silent(&m, "mx1.example", 5));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("outbound");
	TCase *t = tcase_create("outbound");
	SRunner *r = srunner_create(s);

	tcase_add_checked_fixture(t, set_up, NULL);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, each_its_answer);
	tcase_add_test(t, forgotten);
	tcase_add_test(t, no_way_into_our_house);
	tcase_add_test(t, half_an_hour_without_https);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
