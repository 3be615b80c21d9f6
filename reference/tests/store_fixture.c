/* The store process of a test, and the client's callbacks. */
#include "reference/tests/store_fixture.h"
#include "reference/shell/store.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

bool with_outbound;
int outbound_end = -1;
struct config config;
char dir[] = "/tmp/refrelay-store-XXXXXX";
pid_t store_pid;
uv_loop_t loop;
struct store_client *client;
struct happening events[EVENTS_MOST];
size_t n_events;
static bool store_ended;

struct store_said got;

static void
on_event(void *front, int64_t mailbox, enum store_event e, const struct message_info *m)
{
	(void)front;
	ck_assert_uint_lt(n_events, EVENTS_MOST);
	events[n_events++] = (struct happening){ mailbox, e, *m };
}

static void
on_end(void *ctx)
{
	(void)ctx;
	store_ended = true;
}

void
start_store(void)
{
	int pair[2], outbound[2] = { -1, -1 }, ready[2];
	char octet;

	ck_assert_int_eq(ipc_pair(pair), 0);
	if (with_outbound)
		ck_assert_int_eq(ipc_pair(outbound), 0);
	ck_assert_int_eq(pipe(ready), 0);
	store_pid = fork();
	ck_assert_int_ne(store_pid, -1);
	if (store_pid == 0) {
		close(pair[0]);
		if (with_outbound)
			close(outbound[0]);
		if (store_open_keys(&config) == -1 || chdir(dir) == -1)
			_exit(3);
		_exit(store_run(&config, pair[1], outbound[1], ready[1]));
	}
	close(pair[1]);
	if (with_outbound)
		close(outbound[1]);
	outbound_end = outbound[0];
	close(ready[1]);
	ck_assert_int_eq((int)read(ready[0], &octet, 1), 1);
	close(ready[0]);
	ck_assert_int_eq(uv_loop_init(&loop), 0);
	client = store_client_open(&loop, pair[0], on_end, NULL);
	ck_assert_ptr_nonnull(client);
	store_on_event(client, on_event, NULL);
	n_events = 0;
	store_ended = false;
}

void
kill_store(void)
{
	kill(store_pid, SIGKILL);
	waitpid(store_pid, NULL, 0);
	store_pid = 0;
	while (!store_ended)
		uv_run(&loop, UV_RUN_ONCE);
	uv_run(&loop, UV_RUN_DEFAULT); /* until its handle is closed */
	store_client_free(client);
	ck_assert_int_eq(uv_loop_close(&loop), 0);
}

void
set_up(void)
{
	strcpy(dir + strlen(dir) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	config_init(&config);
	config.demo = true;
	config.scrypt_log2n = 10;
	ck_assert_int_eq(config_set(&config, "test", "mail_domain", "chat.test"), 0);
	start_store();
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void
tear_down(void)
{
	if (store_pid > 0)
		kill_store();
	nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	config_free(&config);
}

void
await(int n)
{
	got.left += n;
	while (got.left > 0)
		uv_run(&loop, UV_RUN_ONCE);
}

void
answered(enum store_status st)
{
	got.status = st;
	got.oks += st == STORE_OK;
	got.left--;
}

void
on_login(void *ctx, enum store_status st, int64_t account)
{
	(void)ctx;
	got.account = account;
	answered(st);
}

void
on_done(void *ctx, enum store_status st)
{
	(void)ctx;
	got.events_before = n_events;
	answered(st);
}

void
on_mailbox(void *ctx, enum store_status st, const struct mailbox_info *m)
{
	(void)ctx;
	got.mailbox = m->id;
	got.uid_validity = m->uid_validity;
	got.uid_next = m->uid_next;
	got.n = m->n;
	ck_assert_uint_le(m->n, EVENTS_MOST);
	if (m->n > 0)
		memcpy(got.messages, m->messages, m->n * sizeof(*m->messages));
	got.events_before = n_events;
	answered(st);
}

void
on_body(void *ctx, enum store_status st, int fd, uint64_t size)
{
	(void)ctx;
	got.size = size;
	if (st == STORE_OK) {
		ssize_t n = pread(fd, got.octets, sizeof(got.octets), 0);
		ck_assert_uint_eq((size_t)n, size < sizeof(got.octets) ? size : sizeof(got.octets));
		close(fd);
	}
	answered(st);
}

void
on_quota(void *ctx, enum store_status st, uint64_t used, uint64_t limit)
{
	(void)ctx;
	got.used = used;
	got.limit = limit;
	answered(st);
}

void
on_tokens(void *ctx, enum store_status st, struct span tokens)
{
	(void)ctx;
	memcpy(got.octets, tokens.p, tokens.n);
	got.octets[tokens.n] = '\0';
	answered(st);
}

enum store_status
login(const char *address, const char *password, bool create)
{
	store_login(client, span_str(address), span_str(password), create, on_login, NULL);
	await(1);
	return got.status;
}

int64_t
account(const char *address)
{
	ck_assert_int_eq(login(address, "password-of-it", true), STORE_OK);
	return got.account;
}

void
send_mail(const char *from, const char *const *to, size_t n, char fill, size_t size)
{
	static char octets[1 << 16];
	struct span rcpts[1000];
	int fd = memfd_create("message", MFD_CLOEXEC);

	memset(octets, fill, sizeof(octets));
	memcpy(octets, "Message-ID: <x@y>\r\n\r\n", 21);
	for (size_t at = 0; at < size;) {
		size_t left = size - at;
		ssize_t w = write(fd, octets, left < sizeof(octets) ? left : sizeof(octets));
		ck_assert_int_gt((int)w, 0);
		at += (size_t)w;
	}
	for (size_t i = 0; i < n; i++)
		rcpts[i] = span_str(to[i]);
	store_deliver(client, span_str(from), rcpts, n, fd, size, on_done, NULL);
}

enum store_status
deliver(const char *from, const char *to, char fill, size_t size)
{
	send_mail(from, &to, 1, fill, size);
	await(1);
	return got.status;
}

/* Events of it come from here on. */
int64_t
open_named(int64_t account, const char *name)
{
	store_open_mailbox(client, account, span_str(name), on_mailbox, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
	return got.mailbox;
}

int64_t
open_mailbox(int64_t account)
{
	return open_named(account, "INBOX");
}

/* The id of an INBOX, which is closed again. */
int64_t
inbox(int64_t account)
{
	int64_t id = open_mailbox(account);

	store_close_mailbox(client, id);
	return id;
}

enum store_status
fetch(int64_t account, uint32_t uid)
{
	store_fetch_body(client, inbox(account), uid, on_body, NULL);
	await(1);
	return got.status;
}

uint64_t
used(int64_t id)
{
	store_quota(client, id, on_quota, NULL);
	await(1);
	return got.used;
}

size_t
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
