/* A store process with a queue, driven as the outbound process would. */
#include "reference/tests/outgoing_fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PATIENCE_MS = 30 * 1000 };

struct sent_out sends[SENDS_MOST];
size_t n_sends;
struct ipc outbound;
char key_file[] = "/tmp/refrelay-key-XXXXXX";

static uv_timer_t patience;
static bool patience_over;
static char awaited_mark[32]; /* the domain of the last one */

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

void
have_patience(bool on)
{
	patience_over = false;
	if (on)
		uv_timer_start(&patience, on_patience, PATIENCE_MS, 0);
	else
		uv_timer_stop(&patience);
}

bool
out_of_patience(void)
{
	return patience_over;
}

void
await_sends(size_t n)
{
	have_patience(true);
	while (n_sends < n && !patience_over)
		uv_run(&loop, UV_RUN_ONCE);
	have_patience(false);
	ck_assert_uint_ge(n_sends, n);
}

void
sends_are(size_t n)
{
	await_sends(n);
	ck_assert_uint_eq(n_sends, n);
}

void
say_ready(uint64_t id)
{
	struct ipc_head h = { .kind = IPC_SEND_READY, .id = id };

	ipc_send(&outbound, ipc_message(&h, SPAN(""), -1));
}

void
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

void
begin_outbound(void)
{
	ck_assert_int_eq(
	    ipc_start(&outbound, &loop, outbound_end, on_send, on_outbound_end, NULL), 0);
	uv_timer_init(&loop, &patience);
	n_sends = 0;
	say_ready(1);
}

void
end_all(void)
{
	uv_close((uv_handle_t *)&patience, NULL);
	kill_store();
}

void
restart(void)
{
	end_all();
	start_store();
	begin_outbound();
}

void
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

void
finish(void)
{
	if (store_pid > 0)
		end_all();
	tear_down();
}

/* Handed out after everything that was due before it. */
void
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
const char *
newest(int64_t id, size_t n)
{
	(void)open_mailbox(id);
	ck_assert_uint_eq(got.n, n);
	uint32_t uid = got.messages[n - 1].uid;
	ck_assert_int_eq(fetch(id, uid), STORE_OK);
	got.octets[got.size] = '\0';
	return got.octets;
}
