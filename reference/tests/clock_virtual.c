/* A clock that can be moved, in place of reference/shell/clock.c: the system's time plus an offset
 * that all processes share.
 *
 * REFRELAY_CLOCK names a datagram socket; the store process serves it.  Next to it the file
 * REFRELAY_CLOCK.offset holds the offset, an int64_t, so that it outlives a crash.  Without the
 * variable the offset lives as long as the processes do.
 * Commands, one a datagram, from a socket that has a name (an abstract one: the store may have
 * another root directory):
 *   now               what time is it?
 *   advance N         moves the time by N seconds, and answers when all that is due is done
 *   advance-nowait N  answers at once
 *   settle            advance 0
 * Replies: "ok SECONDS", seconds since 1970; "no REASON".  While a command is worked on, the next
 * ones wait in the socket.  Durations (timers, rates) are not moved. */
#include "reference/tests/clock_virtual.h"

#include "reference/shell/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
	WORD_MOST = 64,
	TELL_S = 60 /* how long a test waits for a reply */
};

#define OFFSET_MOST (INT64_C(100) * 366 * 86400)

static _Atomic int64_t own;            /* before clock_open(): of this process alone */
static _Atomic int64_t *offset = &own; /* shared */
static int server = -1;

static struct {
	uv_poll_t poll;
	void (*moved)(void *);
	void *ctx;
	bool busy;                  /* what is due is being done, */
	struct sockaddr_un waiting; /* and this one is answered then */
	socklen_t waiting_n;        /* 0: nobody */
} watch;

static int
complain(const char *path, const char *what)
{
	fprintf(stderr, "refrelay-clock: REFRELAY_CLOCK=%s: cannot %s: %s\n", path, what,
	    strerror(errno));
	return -1;
}

static int
bind_server(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct stat st;

	if (strlen(path) >= sizeof(a.sun_path)) {
		errno = ENAMETOOLONG;
		return complain(path, "bind it");
	}
	memcpy(a.sun_path, path, strlen(path) + 1);
	/* One that was killed has left its own behind. */
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		unlink(path);
	server = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (server == -1 || bind(server, (const struct sockaddr *)&a, sizeof(a)) == -1)
		return complain(path, "bind it");
	return 0;
}

/* The offset in shared memory; path NULL: of no file. */
static int
map_offset(const char *path)
{
	char name[PATH_MAX] = "";
	int fd = -1, flags = MAP_SHARED | MAP_ANONYMOUS;

	if (path != NULL) {
		snprintf(name, sizeof(name), "%s.offset", path);
		flags = MAP_SHARED;
		fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd == -1 || ftruncate(fd, sizeof(int64_t)) == -1)
			return complain(name, "use it");
	}
	void *p = mmap(NULL, sizeof(int64_t), PROT_READ | PROT_WRITE, flags, fd, 0);
	if (fd != -1)
		close(fd);
	if (p == MAP_FAILED)
		return complain(name, "map it");
	offset = p;
	return 0;
}

int
clock_open(void)
{
	const char *path = getenv("REFRELAY_CLOCK");

	/* A test may open it again, in another directory. */
	if (server != -1)
		close(server);
	server = -1;
	if (offset != &own)
		munmap((void *)(uintptr_t)offset, sizeof(int64_t));
	offset = &own;
	if (path != NULL && *path == '\0')
		path = NULL;
	if (map_offset(path) == -1)
		return -1;
	return path == NULL ? 0 : bind_server(path);
}

int64_t
clock_now(void)
{
	return (int64_t)time(NULL) + atomic_load(offset);
}

void
clock_move(int64_t seconds)
{
	atomic_fetch_add(offset, seconds);
}

/* ---- the store's side ----------------------------------------------------- */

static void
reply(const struct sockaddr_un *to, socklen_t n, const char *trouble)
{
	char text[WORD_MOST];

	if (trouble != NULL)
		snprintf(text, sizeof(text), "no %s", trouble);
	else
		snprintf(text, sizeof(text), "ok %" PRId64, clock_now());
	/* Who asked may be gone. */
	(void)!sendto(server, text, strlen(text), 0, (const struct sockaddr *)to, n);
}

/* The number behind the word and a space; -1 when it is none, or leads too far. */
static int
read_seconds(const char *text, int64_t *seconds)
{
	char *end;

	errno = 0;
	*seconds = strtoll(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || *seconds > OFFSET_MOST ||
	    *seconds < -OFFSET_MOST)
		return -1;
	int64_t after = atomic_load(offset) + *seconds;
	return after > OFFSET_MOST || clock_now() + *seconds <= 0 ? -1 : 0;
}

static void
work(void)
{
	watch.busy = true;
	watch.moved(watch.ctx);
}

static void
obey(const char *command, const struct sockaddr_un *from, socklen_t n)
{
	static const char advance[] = "advance ", nowait[] = "advance-nowait ";
	bool waits = strncmp(command, advance, sizeof(advance) - 1) == 0;
	bool leaves = strncmp(command, nowait, sizeof(nowait) - 1) == 0;
	int64_t seconds = 0;

	if (strcmp(command, "now") == 0) {
		reply(from, n, NULL);
		return;
	}
	if (!waits && !leaves && strcmp(command, "settle") != 0) {
		reply(from, n, "such command");
		return;
	}
	const char *number = command + (waits ? sizeof(advance) - 1 : sizeof(nowait) - 1);
	if ((waits || leaves) && read_seconds(number, &seconds) == -1) {
		reply(from, n, "such number of seconds");
		return;
	}
	clock_move(seconds);
	if (leaves) {
		reply(from, n, NULL);
	} else {
		watch.waiting = *from;
		watch.waiting_n = n;
	}
	work();
}

static void
on_readable(uv_poll_t *poll, int status, int events)
{
	struct sockaddr_un from;
	char command[WORD_MOST];

	(void)poll, (void)status, (void)events;
	while (!watch.busy) {
		socklen_t n = sizeof(from);
		ssize_t got =
		    recvfrom(server, command, sizeof(command) - 1, 0, (struct sockaddr *)&from, &n);
		if (got == -1)
			return;
		command[got] = '\0';
		obey(command, &from, n);
	}
	uv_poll_stop(&watch.poll);
}

int
clock_watch(uv_loop_t *loop, void (*moved)(void *), void *ctx)
{
	if (server == -1)
		return 0;
	watch.moved = moved;
	watch.ctx = ctx;
	if (uv_poll_init(loop, &watch.poll, server) != 0 ||
	    uv_poll_start(&watch.poll, UV_READABLE, on_readable) != 0)
		return -1;
	uv_unref((uv_handle_t *)&watch.poll); /* keeps no loop running */
	return 0;
}

void
clock_settled(void)
{
	if (!watch.busy)
		return;
	watch.busy = false;
	if (watch.waiting_n > 0)
		reply(&watch.waiting, watch.waiting_n, NULL);
	watch.waiting_n = 0;
	uv_poll_start(&watch.poll, UV_READABLE, on_readable);
}

/* ---- the test's side ------------------------------------------------------ */

int64_t
clock_tell(const char *command)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const struct timeval patience = { .tv_sec = TELL_S };
	const char *path = getenv("REFRELAY_CLOCK");
	char text[WORD_MOST] = "";
	int64_t now = -1;

	if (path == NULL || strlen(path) >= sizeof(to.sun_path))
		return -1;
	memcpy(to.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	/* The family alone: the kernel finds a name. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0 &&
	    bind(fd, (const struct sockaddr *)&to, sizeof(to.sun_family)) == 0 &&
	    connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0 &&
	    send(fd, command, strlen(command), 0) != -1 &&
	    recv(fd, text, sizeof(text) - 1, 0) > 0 && sscanf(text, "ok %" SCNd64, &now) != 1)
		now = -1;
	close(fd);
	return now;
}
