/* Binding, forking, watching.
 *
 * The front gets the sockets, the store gets the directory, and both a pair to
 * talk over.  When either dies, everything ends with one line that says so: a
 * relay that can do half of its work should be restarted, not limp.
 * The outbound process holds nothing that is not in the store, and talks to
 * machines that are not ours: when it dies, mail goes on and it is started anew,
 * after a pause that grows.  Its ends of the pairs stay open here, so that its
 * successor goes on with the same conversations. */
#include "reference/shell/parent.h"

#include "reference/shell/clock.h"
#include "reference/shell/front_run.h"
#include "reference/shell/ipc.h"
#include "reference/shell/outbound.h"
#include "reference/shell/sandbox.h"
#include "reference/shell/store.h"
#include "reference/shell/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	STOP_S = 15,
	PAUSE_S = 1,        /* before the outbound process is started again, */
	PAUSE_MOST_S = 300, /* doubled each time up to this, */
	LIVED_WELL_S = 600  /* until one has lived so long */
};

/* Both ends of the pairs between our children. */
enum end {
	FRONT_STORE,
	STORE_FRONT,
	STORE_OUTBOUND,
	OUTBOUND_STORE,
	FRONT_OUTBOUND,
	OUTBOUND_FRONT,
	ENDS
};

static const enum process owners[ENDS] = { PROCESS_FRONT, PROCESS_STORE, PROCESS_STORE,
	PROCESS_OUTBOUND, PROCESS_FRONT, PROCESS_OUTBOUND };

struct child {
	enum process process;
	const char *name;
	pid_t pid; /* 0: not running */
	int ready; /* read end: one octet when the process has started */
};

struct parent {
	const struct config *config;
	struct sandbox_user user;
	int listeners[SERVICES];
	uint16_t ports[SERVICES];
	struct child front, store, outbound;
	int ends[ENDS];          /* -1: closed, or not needed */
	time_t started, restart; /* of the outbound process; restart 0: it runs */
	time_t pause;
	sigset_t inherited; /* the mask the children go back to */
};

/* ---- before the fork ------------------------------------------------------ */

/* One listening address; 0 makes the kernel choose the port. */
static int
bind_port(const char *address, uint16_t port, const char *service, uint16_t *bound)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_PASSIVE | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *ai;
	struct sockaddr_storage got = { 0 };
	socklen_t n = sizeof(got);
	char digits[8];
	int yes = 1, no = 0, fd = -1;

	snprintf(digits, sizeof(digits), "%u", port);
	if (getaddrinfo(address, digits, &hints, &ai) != 0) {
		fprintf(stderr,
		    "refrelay: listen = %s is not an IP address, give one such as "
		    "127.0.0.1 or ::\n",
		    address);
		return -1;
	}
	fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd != -1)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (fd != -1 && ai->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no)); /* :: is both */
	if (fd == -1 || bind(fd, ai->ai_addr, ai->ai_addrlen) == -1 || listen(fd, 1) == -1 ||
	    getsockname(fd, (struct sockaddr *)&got, &n) == -1) {
		fprintf(stderr,
		    "refrelay: cannot listen on %s port %u for %s: %s, "
		    "stop what holds it or set port_%s\n",
		    address, port, service, strerror(errno), service);
		freeaddrinfo(ai);
		if (fd != -1)
			close(fd);
		return -1;
	}
	freeaddrinfo(ai);
	/* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): getsockname() wrote it */
	*bound = ntohs(got.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)(void *)&got)->sin6_port
						 : ((struct sockaddr_in *)(void *)&got)->sin_port);
	return fd;
}

static int
bind_all(struct parent *p)
{
	for (int i = 0; i < SERVICES; i++) {
		p->listeners[i] = -1;
		if (p->config->off[i])
			continue;
		p->listeners[i] = bind_port(
		    p->config->listen, p->config->port[i], service_names[i], &p->ports[i]);
		if (p->listeners[i] == -1)
			return -1;
	}
	return 0;
}

static void
close_listeners(const struct parent *p)
{
	for (int i = 0; i < SERVICES; i++)
		if (p->listeners[i] != -1)
			close(p->listeners[i]);
}

static int
prepare_state(const char *dir, const struct sandbox_user *u)
{
	struct stat st;

	if (mkdir(dir, 0700) == -1 && errno != EEXIST) {
		fprintf(stderr,
		    "refrelay: the state directory %s cannot be made: %s, "
		    "make its parent writable or name another with --state\n",
		    dir, strerror(errno));
		return -1;
	}
	if (stat(dir, &st) == -1 || !S_ISDIR(st.st_mode) ||
	    (u->change && st.st_uid != u->uid && chown(dir, u->uid, u->gid) == -1) ||
	    access(dir, R_OK | W_OK | X_OK) == -1) {
		fprintf(stderr,
		    "refrelay: the state directory %s cannot be used: %s, "
		    "make it a directory we can write or name another with --state\n",
		    dir, S_ISDIR(st.st_mode) ? strerror(errno) : "not a directory");
		return -1;
	}
	return 0;
}

int
parent_check_state(const struct config *c)
{
	struct sandbox_user u;

	return sandbox_user(&u) == -1 ? -1 : prepare_state(c->state, &u);
}

/* ---- children ------------------------------------------------------------- */

static int
child_main(const struct parent *p, enum process process, int ready_fd)
{
	const int *ends = p->ends;
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	/* Ctrl-C reaches the whole group; the parent decides what it means.  A
	 * store ends when its socket does, after the last commit. */
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGHUP, &ignore, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	if (process == PROCESS_STORE)
		sigaction(SIGTERM, &ignore, NULL);
	for (int i = 0; i < ENDS; i++)
		if (owners[i] != process && ends[i] != -1)
			close(ends[i]);
	sigprocmask(SIG_SETMASK, &p->inherited, NULL);
	if (process == PROCESS_FRONT)
		return front_run(p->config, &p->user, p->listeners, ends[FRONT_STORE],
		    ends[FRONT_OUTBOUND], ready_fd);
	close_listeners(p);
	if (process == PROCESS_OUTBOUND)
		return outbound_run(
		    p->config, &p->user, ends[OUTBOUND_STORE], ends[OUTBOUND_FRONT], ready_fd);
	if (store_open_keys(p->config) == -1)
		return 2;
	if (sandbox_enter(PROCESS_STORE, &p->user, p->config->state) == -1)
		return 1;
	return store_run(p->config, ends[STORE_FRONT], ends[STORE_OUTBOUND], ready_fd);
}

static int
child_start(struct parent *p, struct child *child)
{
	int ready[2];

	if (pipe(ready) == -1)
		return -1;
	fflush(NULL);
	child->pid = fork();
	if (child->pid == 0) {
		close(ready[0]);
		exit(child_main(p, child->process, ready[1]));
	}
	close(ready[1]);
	child->ready = ready[0];
	return child->pid == -1 ? -1 : 0;
}

/* The exit code of a child in words for us; 0 when it has started. */
static int
child_wait_ready(struct child *child)
{
	char octet;
	int status;
	ssize_t n;

	do
		n = read(child->ready, &octet, 1);
	while (n == -1 && errno == EINTR);
	close(child->ready);
	if (n == 1)
		return 0;
	/* It has said why on stderr, unless it was killed. */
	if (waitpid(child->pid, &status, 0) == -1)
		return 1;
	child->pid = 0;
	if (WIFSIGNALED(status))
		fprintf(stderr, "refrelay: the %s process was killed by signal %d at its start\n",
		    child->name, WTERMSIG(status));
	return WIFEXITED(status) && WEXITSTATUS(status) != 0 ? WEXITSTATUS(status) : 1;
}

static void
child_kill(const struct child *child, int signal)
{
	if (child->pid > 0)
		kill(child->pid, signal);
}

/* True when the child ended in a way it should not have.  The first such end is
 * told; those that follow from it are not. */
static bool
child_reap(struct child *child, bool expected, bool quiet)
{
	int status;

	if (child->pid <= 0 || waitpid(child->pid, &status, WNOHANG) != child->pid)
		return false;
	child->pid = 0;
	bool clean = expected && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (clean || quiet)
		return !clean;
	if (WIFSIGNALED(status))
		fprintf(stderr, "refrelay: the %s process was killed by signal %d, stopping\n",
		    child->name, WTERMSIG(status));
	else
		fprintf(stderr, "refrelay: the %s process ended with status %d, stopping\n",
		    child->name, WEXITSTATUS(status));
	return true;
}

/* ---- watching ------------------------------------------------------------- */

/* The front finishes what it accepted and ends; its end is the store's. */
static int
stop(struct parent *p, int code)
{
	static const struct timespec tick = { .tv_sec = 1 };
	sigset_t child_ended;

	sigemptyset(&child_ended);
	sigaddset(&child_ended, SIGCHLD);
	child_kill(&p->front, SIGTERM);
	child_kill(&p->outbound, SIGTERM);
	for (int seconds = 0; p->front.pid > 0 || p->store.pid > 0 || p->outbound.pid > 0;) {
		bool failed = child_reap(&p->front, true, code != 0);
		(void)child_reap(&p->outbound, true, true);
		failed = child_reap(&p->store, true, code != 0) || failed;
		if (failed && code == 0)
			code = 1;
		if (p->front.pid <= 0 && p->store.pid <= 0 && p->outbound.pid <= 0)
			break;
		if (sigtimedwait(&child_ended, NULL, &tick) == -1 && errno == EAGAIN &&
		    ++seconds == STOP_S) {
			child_kill(&p->front, SIGKILL);
			child_kill(&p->store, SIGKILL);
			child_kill(&p->outbound, SIGKILL);
		}
	}
	if (code == 0)
		fprintf(stderr, "refrelay: stopped\n");
	return code;
}

static time_t
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* When the outbound process has ended, says so and sets the time of the next. */
static void
reap_outbound(struct parent *p)
{
	struct child *child = &p->outbound;
	int status;

	if (child->pid <= 0 || waitpid(child->pid, &status, WNOHANG) != child->pid)
		return;
	child->pid = 0;
	if (seconds() - p->started >= LIVED_WELL_S)
		p->pause = PAUSE_S;
	p->restart = seconds() + p->pause;
	/* Status 0: it wants to read again what has changed. */
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fprintf(stderr,
		    "refrelay: the outbound process %s %d, another in %ld s; mail goes on\n",
		    WIFSIGNALED(status) ? "was killed by signal" : "ended with status",
		    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), (long)p->pause);
	p->pause = p->pause < PAUSE_MOST_S / 2 ? 2 * p->pause : PAUSE_MOST_S;
}

static void
restart_outbound(struct parent *p)
{
	if (p->restart == 0 || seconds() < p->restart)
		return;
	p->started = seconds();
	p->restart = 0;
	fflush(NULL);
	p->outbound.pid = fork();
	if (p->outbound.pid == 0)
		exit(child_main(p, PROCESS_OUTBOUND, -1));
	if (p->outbound.pid == -1)
		p->restart = p->started + p->pause;
}

static int
watch(struct parent *p, const sigset_t *awaited)
{
	static const struct timespec tick = { .tv_sec = 1 };

	for (;;) {
		int signal = p->restart != 0 ? sigtimedwait(awaited, NULL, &tick)
					     : sigwaitinfo(awaited, NULL);
		if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP)
			return stop(p, 0);
		if (signal == SIGCHLD &&
		    (child_reap(&p->store, false, false) || child_reap(&p->front, false, false)))
			return stop(p, 1);
		reap_outbound(p);
		restart_outbound(p);
	}
}

static void
say_ready(const struct parent *p)
{
	fprintf(stderr, "refrelay: ready for %s\n", p->config->name);
	if (!p->config->demo)
		return;
	printf(
	    "{\"domain\":\"%s\",\"listen\":\"%s\",\"ports\":{", p->config->name, p->config->listen);
	const char *comma = "";
	for (int i = 0; i < SERVICES; i++) {
		if (p->config->off[i])
			continue;
		printf("%s\"%s\":%u", comma, service_names[i], p->ports[i]);
		comma = ",";
	}
	printf("},\"pid\":%ld}\n", (long)getpid());
	fflush(stdout);
}

/* The pairs that this configuration needs. */
static int
make_pairs(struct parent *p)
{
	const struct config *c = p->config;

	for (int i = 0; i < ENDS; i++)
		p->ends[i] = -1;
	if (ipc_pair(&p->ends[FRONT_STORE]) == -1)
		return -1;
	if (outbound_for_store(c) && ipc_pair(&p->ends[STORE_OUTBOUND]) == -1)
		return -1;
	return outbound_for_front(c) ? ipc_pair(&p->ends[FRONT_OUTBOUND]) : 0;
}

/* Ours would keep the children from seeing each other's end. */
static void
close_ends(struct parent *p)
{
	for (int i = 0; i < ENDS; i++) {
		if (owners[i] == PROCESS_OUTBOUND || p->ends[i] == -1)
			continue;
		close(p->ends[i]);
		p->ends[i] = -1;
	}
}

static int
start_children(struct parent *p)
{
	bool outbound = outbound_wanted(p->config);

	p->started = seconds();
	p->pause = PAUSE_S;
	if (make_pairs(p) == -1 || child_start(p, &p->store) == -1 ||
	    child_start(p, &p->front) == -1 || (outbound && child_start(p, &p->outbound) == -1)) {
		fprintf(stderr, "refrelay: cannot start its processes: %s\n", strerror(errno));
		return 1;
	}
	close_ends(p);
	close_listeners(p);
	for (int i = 0; i < SERVICES; i++)
		p->listeners[i] = -1;
	int code = child_wait_ready(&p->store);
	int front_code = child_wait_ready(&p->front);
	int outbound_code = outbound ? child_wait_ready(&p->outbound) : 0;
	if (code == 0)
		code = front_code;
	return code != 0 ? code : outbound_code;
}

int
parent_run(const struct config *c)
{
	struct parent p = { .config = c,
		.front = { .process = PROCESS_FRONT, .name = "front" },
		.store = { .process = PROCESS_STORE, .name = "store" },
		.outbound = { .process = PROCESS_OUTBOUND, .name = "outbound" } };
	sigset_t awaited;

	if (sandbox_user(&p.user) == -1 || prepare_state(c->state, &p.user) == -1)
		return 2;
	if (clock_open() == -1 || bind_all(&p) == -1)
		return 2;
	sigemptyset(&awaited);
	sigaddset(&awaited, SIGTERM);
	sigaddset(&awaited, SIGINT);
	sigaddset(&awaited, SIGHUP); /* the terminal is gone */
	sigaddset(&awaited, SIGCHLD);
	sigprocmask(SIG_BLOCK, &awaited, &p.inherited);
	int code = start_children(&p);
	if (code == 0 && sandbox_enter(PROCESS_PARENT, &p.user, NULL) == -1)
		code = 1;
	if (code != 0)
		return stop(&p, code);
	say_ready(&p);
	return watch(&p, &awaited);
}
