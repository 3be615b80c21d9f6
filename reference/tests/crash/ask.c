/* The process, its two sockets, its clock, and the waiting.  What is asked: ask_what.c. */
#include "reference/tests/crash/ask_private.h"

#include "reference/shell/store.h"
#include "reference/tests/crash/vfs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_S = 120, SENDS = 64 };

struct ask_said said;
struct store_client *ask_client;
struct ipc ask_outbound;

/* Mail that was handed to the outbound process. */
static struct {
	uint64_t row;
	char domain[256];
} sends[SENDS];
static size_t n_sends;

static uv_loop_t loop;
static pid_t pid;
static bool begun, over, left; /* left: a question without an answer */
static enum store_status status;

void
ask_answered(enum store_status st)
{
	status = st;
	left = false;
}

static void
on_end(void *ctx)
{
	(void)ctx;
	over = true;
}

static void
on_outbound_end(void *ctx)
{
	(void)ctx;
}

static void
on_send(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	struct span domain;

	(void)ctx;
	if (fd != -1)
		close(fd);
	if (h->kind != IPC_SEND || n_sends == SENDS || !ipc_get_string(&octets, &domain) ||
	    domain.n >= sizeof(sends[0].domain))
		return;
	sends[n_sends].row = h->a;
	memcpy(sends[n_sends].domain, domain.p, domain.n);
	sends[n_sends++].domain[domain.n] = '\0';
}

/* ---- the process ---------------------------------------------------------- */

static _Noreturn void
be_store(const struct config *c, const char *dir, bool faulty, int talk, int fds[3])
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	alarm(PATIENCE_S); /* whoever takes so long hangs */
	if (dup2(talk, STDERR_FILENO) == -1 || chdir(dir) == -1 || (faulty && vfs_use() == -1))
		_exit(70);
	_exit(store_run(c, fds[0], fds[1], fds[2]));
}

static void
connect_to(int front, int outbound)
{
	if (uv_loop_init(&loop) != 0)
		abort();
	ask_client = store_client_open(&loop, front, on_end, NULL);
	if (ask_client == NULL ||
	    ipc_start(&ask_outbound, &loop, outbound, on_send, on_outbound_end, NULL) == -1)
		abort();
	begun = true;
}

int
ask_begin(const struct config *c, const char *dir, bool faulty, int talk)
{
	int front[2], outbound[2], ready[2];
	char octet;

	over = left = false;
	n_sends = 0;
	if (ipc_pair(front) == -1 || ipc_pair(outbound) == -1 || pipe(ready) == -1)
		abort();
	pid = fork();
	if (pid == -1)
		abort();
	if (pid == 0) {
		close(front[0]);
		close(outbound[0]);
		close(ready[0]);
		be_store(c, dir, faulty, talk, (int[3]){ front[1], outbound[1], ready[1] });
	}
	close(front[1]);
	close(outbound[1]);
	close(ready[1]);
	connect_to(front[0], outbound[0]);
	over = read(ready[0], &octet, 1) != 1;
	close(ready[0]);
	return over ? -1 : 0;
}

bool
ask_is_over(void)
{
	return over;
}

int
ask_end(bool by_force)
{
	int end = -1;

	if (!begun)
		return -1;
	begun = false;
	if (by_force)
		kill(pid, SIGKILL);
	ipc_stop(&ask_client->ipc);
	ipc_stop(&ask_outbound);
	uv_run(&loop, UV_RUN_DEFAULT);
	store_client_free(ask_client);
	ask_client = NULL;
	if (uv_loop_close(&loop) != 0 || waitpid(pid, &end, 0) != pid)
		abort();
	return end;
}

/* ---- waiting -------------------------------------------------------------- */

void
ask_begins(void)
{
	left = true;
	status = STORE_DOWN;
}

enum store_status
ask_wait(void)
{
	while (left && !over)
		uv_run(&loop, UV_RUN_ONCE);
	return left ? STORE_DOWN : status;
}

/* The row of mail for that domain that the store has handed over; 0: not yet. */
static uint64_t
take_send(const char *domain)
{
	for (size_t i = 0; i < n_sends; i++) {
		if (strcmp(sends[i].domain, domain) != 0)
			continue;
		uint64_t row = sends[i].row;
		sends[i] = sends[--n_sends];
		return row;
	}
	return 0;
}

enum store_status
ask_mail(const char *domain)
{
	while ((said.row = take_send(domain)) == 0 && !over)
		uv_run(&loop, UV_RUN_ONCE);
	return said.row != 0 ? STORE_OK : STORE_DOWN;
}

/* ---- the clock ------------------------------------------------------------ */

static void
on_clock(uv_poll_t *poll, int events, int flags)
{
	char text[64] = "";
	int fd;

	(void)events, (void)flags;
	bool ok = uv_fileno((uv_handle_t *)poll, &fd) == 0 &&
	    recv(fd, text, sizeof(text) - 1, 0) > 0 && strncmp(text, "ok ", 3) == 0;
	uv_poll_stop(poll);
	ask_answered(ok ? STORE_OK : STORE_NO);
}

static void
on_closed(uv_handle_t *h)
{
	*(bool *)h->data = true;
}

enum store_status
ask_clock(const char *command)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool closed = false;
	uv_poll_t poll;

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", getenv("REFRELAY_CLOCK"));
	/* The family alone: the kernel finds a name. */
	if (fd == -1 || bind(fd, (const struct sockaddr *)&to, sizeof(to.sun_family)) == -1 ||
	    connect(fd, (const struct sockaddr *)&to, sizeof(to)) == -1 ||
	    uv_poll_init(&loop, &poll, fd) != 0 || uv_poll_start(&poll, UV_READABLE, on_clock) != 0)
		abort();
	poll.data = &closed;
	ask_begins();
	if (send(fd, command, strlen(command), 0) == -1)
		abort();
	enum store_status st = ask_wait();
	uv_close((uv_handle_t *)&poll, on_closed);
	while (!closed)
		uv_run(&loop, UV_RUN_NOWAIT);
	close(fd);
	return st;
}
