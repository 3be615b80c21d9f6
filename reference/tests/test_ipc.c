/* The socket pair between two processes, one of which dies in the middle of a
 * message; its successor goes on with the same pair. */
#include "reference/shell/ipc.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGE = 1 << 20, PART_MOST = 64 * 1024 };

static uv_loop_t loop;
static uint8_t large[LARGE];

static struct heard {
	int n, fds;
	uint64_t a;
	size_t octets;
	bool right;
} heard;

static void
on_message(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	(void)ctx;
	heard.n++;
	heard.a = h->a;
	heard.octets = octets.n;
	heard.right = span_eq(octets, SPAN_OF(large, octets.n));
	if (fd != -1) {
		heard.fds++;
		close(fd);
	}
}

static void
on_end(void *ctx)
{
	bool *over = ctx;

	*over = true;
}

static void
say(struct ipc *p, uint64_t a, size_t n, int fd)
{
	struct ipc_head h = { .kind = IPC_SEND, .id = 7, .a = a };
	struct ipc_message *m = ipc_message(&h, SPAN_OF(large, n), fd);

	ck_assert_ptr_nonnull(m);
	ipc_send(p, m);
}

static void
await(int n)
{
	while (heard.n < n)
		uv_run(&loop, UV_RUN_ONCE);
	ck_assert_int_eq(heard.n, n);
}

static bool left_over, right_over;
static struct ipc left, right;
static int ends[2];

static void
start(struct ipc *p, int end, bool *over)
{
	ck_assert_int_eq(
	    ipc_start(p, &loop, fcntl(end, F_DUPFD_CLOEXEC, 0), on_message, on_end, over), 0);
}

static void
set_up(void)
{
	for (size_t i = 0; i < LARGE; i++)
		large[i] = (uint8_t)(i * 7 + i / 251);
	ck_assert_int_eq(uv_loop_init(&loop), 0);
	ck_assert_int_eq(ipc_pair(ends), 0);
	heard = (struct heard){ 0 };
	left_over = right_over = false;
}

static void
tear_down(void)
{
	ipc_stop(&left);
	ipc_stop(&right);
	uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(uv_loop_close(&loop), 0);
	close(ends[0]);
	close(ends[1]);
}

START_TEST(large_message)
{
	start(&left, ends[0], &left_over);
	start(&right, ends[1], &right_over);
	say(&left, 1, LARGE, memfd_create("x", MFD_CLOEXEC));
	say(&left, 2, 0, -1);
	await(2);
	ck_assert_uint_eq(heard.a, 2);
	ck_assert_int_eq(heard.fds, 1);
	say(&left, 3, LARGE, -1);
	await(3);
	ck_assert(heard.right && heard.octets == LARGE);
}
END_TEST

/* What a sender did not finish is not heard of, and not mixed with what follows. */
START_TEST(sender_dies)
{
	start(&left, ends[0], &left_over);
	say(&left, 1, LARGE, memfd_create("x", MFD_CLOEXEC)); /* more than the socket takes */
	ck_assert(!ipc_idle(&left));
	ipc_stop(&left);
	uv_run(&loop, UV_RUN_DEFAULT);
	start(&left, ends[0], &left_over);
	start(&right, ends[1], &right_over);
	say(&left, 2, 100 * 1000, memfd_create("y", MFD_CLOEXEC));
	await(1);
	ck_assert_uint_eq(heard.a, 2);
	ck_assert_int_eq(heard.fds, 1);
	ck_assert(heard.right && heard.octets == 100 * 1000);
	ck_assert(!left_over && !right_over);
}
END_TEST

/* The rest of what a receiver had begun to read is passed over. */
START_TEST(receiver_dies)
{
	static uint8_t packet[PART_MOST];

	start(&left, ends[0], &left_over);
	say(&left, 1, LARGE, -1);
	ck_assert_int_gt((int)recv(ends[1], packet, sizeof(packet), 0), 0);
	start(&right, ends[1], &right_over);
	say(&left, 2, LARGE, -1);
	await(1);
	ck_assert_uint_eq(heard.a, 2);
	ck_assert(heard.right && heard.octets == LARGE);
	ck_assert(!left_over && !right_over);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("ipc");
	TCase *t = tcase_create("ipc");
	SRunner *r = srunner_create(s);

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, large_message);
	tcase_add_test(t, sender_dies);
	tcase_add_test(t, receiver_dies);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
