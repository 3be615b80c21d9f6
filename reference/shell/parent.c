/* Binding, forking, watching.
 *
 * The front gets the sockets, the store gets the directory, and both a pair to
 * talk over.  When either dies, everything ends with one line that says so: a
 * relay that can do half of its work should be restarted, not limp. */
#include "reference/shell/parent.h"

#include "reference/shell/front_run.h"
#include "reference/shell/ipc.h"
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
#include <unistd.h>

enum { STOP_S = 15 };

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
	struct child front, store;
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
		p->listeners[i] = bind_port(
		    p->config->listen, p->config->port[i], service_names[i], &p->ports[i]);
		if (p->listeners[i] == -1)
			return -1;
	}
	return 0;
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
child_main(const struct parent *p, enum process process, int pair_fd, int ready_fd)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	/* Ctrl-C reaches the whole group; the parent decides what it means.  A
	 * store ends when its socket does, after the last commit. */
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGHUP, &ignore, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	if (process == PROCESS_STORE)
		sigaction(SIGTERM, &ignore, NULL);
	sigprocmask(SIG_SETMASK, &p->inherited, NULL);
	if (process == PROCESS_FRONT)
		return front_run(p->config, &p->user, p->listeners, pair_fd, ready_fd);
	for (int i = 0; i < SERVICES; i++)
		close(p->listeners[i]);
	if (sandbox_enter(PROCESS_STORE, &p->user, p->config->state) == -1)
		return 1;
	return store_run(p->config, pair_fd, ready_fd);
}

static int
child_start(struct parent *p, struct child *child, int pair_fd, int other_fd)
{
	int ready[2];

	if (pipe(ready) == -1)
		return -1;
	fflush(NULL);
	child->pid = fork();
	if (child->pid == 0) {
		close(ready[0]);
		close(other_fd);
		exit(child_main(p, child->process, pair_fd, ready[1]));
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
	for (int seconds = 0; p->front.pid > 0 || p->store.pid > 0;) {
		bool failed = child_reap(&p->front, true, code != 0);
		failed = child_reap(&p->store, true, code != 0) || failed;
		if (failed && code == 0)
			code = 1;
		if (p->front.pid <= 0 && p->store.pid <= 0)
			break;
		if (sigtimedwait(&child_ended, NULL, &tick) == -1 && errno == EAGAIN &&
		    ++seconds == STOP_S) {
			child_kill(&p->front, SIGKILL);
			child_kill(&p->store, SIGKILL);
		}
	}
	if (code == 0 && !p->config->demo)
		fprintf(stderr, "refrelay: stopped\n");
	return code;
}

static int
watch(struct parent *p, const sigset_t *awaited)
{
	for (;;) {
		int signal = sigwaitinfo(awaited, NULL);
		if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP)
			return stop(p, 0);
		if (signal == SIGCHLD &&
		    (child_reap(&p->store, false, false) || child_reap(&p->front, false, false)))
			return stop(p, 1);
	}
}

static void
say_ready(const struct parent *p)
{
	if (!p->config->demo) {
		fprintf(stderr, "refrelay: ready for %s\n", p->config->name);
		return;
	}
	printf(
	    "{\"domain\":\"%s\",\"listen\":\"%s\",\"ports\":{", p->config->name, p->config->listen);
	for (int i = 0; i < SERVICES; i++)
		printf("%s\"%s\":%u", i > 0 ? "," : "", service_names[i], p->ports[i]);
	printf("},\"pid\":%ld}\n", (long)getpid());
	fflush(stdout);
}

static int
start_children(struct parent *p)
{
	int pair[2];
	int code;

	if (ipc_pair(pair) == -1 || child_start(p, &p->store, pair[1], pair[0]) == -1 ||
	    child_start(p, &p->front, pair[0], pair[1]) == -1) {
		fprintf(stderr, "refrelay: cannot start its processes: %s\n", strerror(errno));
		return 1;
	}
	/* Ours would keep the children from seeing each other's end. */
	close(pair[0]);
	close(pair[1]);
	for (int i = 0; i < SERVICES; i++)
		close(p->listeners[i]);
	code = child_wait_ready(&p->store);
	int front_code = child_wait_ready(&p->front);
	return code != 0 ? code : front_code;
}

int
parent_run(const struct config *c)
{
	struct parent p = { .config = c,
		.front = { .process = PROCESS_FRONT, .name = "front" },
		.store = { .process = PROCESS_STORE, .name = "store" } };
	sigset_t awaited;

	if (sandbox_user(&p.user) == -1 || prepare_state(c->state, &p.user) == -1)
		return 2;
	if (bind_all(&p) == -1)
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
