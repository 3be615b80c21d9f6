/* Running the hook: a process group of its own, its streams in memory.  Whatever it
 * starts may live on with these streams: it is over when the command itself is. */
#include "conformance/engine/hook.h"

#include "conformance/case.h"
#include "conformance/engine/when.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMAND_OCTETS = 8192, VERBS_OCTETS = 4096, VERBS_SECONDS = 10 };

struct streams {
	int in, out, err;
};

static void
streams_close(const struct streams *s)
{
	const int fds[] = { s->in, s->out, s->err };

	for (size_t i = 0; i < COUNT_OF(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static bool
streams_open(struct streams *s, struct span input)
{
	size_t at = 0;

	s->in = memfd_create("hook-in", MFD_CLOEXEC);
	s->out = memfd_create("hook-out", MFD_CLOEXEC);
	s->err = memfd_create("hook-err", MFD_CLOEXEC);
	while (s->in >= 0 && at < input.n) {
		ssize_t n = write(s->in, input.p + at, input.n - at);
		if (n < 0 && errno != EINTR)
			break;
		at += n > 0 ? (size_t)n : 0;
	}
	if (at == input.n && s->in >= 0 && s->out >= 0 && s->err >= 0 &&
	    lseek(s->in, 0, SEEK_SET) == 0)
		return true;
	streams_close(s);
	return false;
}

/* A fresh start: nothing of ours is open or ignored in what the hook may leave running. */
static void
become(const char *line, const struct streams *s)
{
	sigset_t none;

	setpgid(0, 0);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(s->in, 0) < 0 || dup2(s->out, 1) < 0 || dup2(s->err, 2) < 0 ||
	    close_range(3, ~0U, 0) != 0)
		_exit(127);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(127);
}

/* Waits for the command; false when it was ended because time is up. */
static bool
await(pid_t pid, int64_t wait_us, int *status)
{
	struct pollfd over = { .fd = pidfd_open(pid, 0), .events = POLLIN };
	int64_t end = when_us() + wait_us;
	int n = 0;

	while (over.fd >= 0 && n <= 0 && (n == 0 || errno == EINTR)) {
		int64_t left = end - when_us();
		if (left <= 0)
			break;
		n = poll(&over, 1, (int)(left / 1000) + 1);
	}
	if (over.fd >= 0)
		close(over.fd);
	if (n <= 0)
		kill(-pid, SIGKILL);
	while (waitpid(pid, status, 0) < 0 && errno == EINTR)
		continue;
	return n > 0;
}

static void
read_all(int fd, struct buf *out)
{
	uint8_t memory[4096];
	ssize_t n = 0;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return;
	while (!out->full && (n = read(fd, memory, sizeof(memory))) > 0)
		buf_put(out, SPAN_OF(memory, (size_t)n));
}

/* The last line of what it complained about, in visible ASCII; or how it ended. */
static void
explain(int fd, int status, char why[HOOK_WHY])
{
	char memory[2000];
	off_t size = lseek(fd, 0, SEEK_END);
	off_t from = size > (off_t)sizeof(memory) ? size - (off_t)sizeof(memory) : 0;
	ssize_t n = pread(fd, memory, sizeof(memory), from);
	size_t end = n > 0 ? (size_t)n : 0, at, w = 0;

	while (end > 0 && (memory[end - 1] == '\n' || memory[end - 1] == '\r'))
		end--;
	for (at = end; at > 0 && memory[at - 1] != '\n';)
		at--;
	for (; at < end && w < HOOK_WHY - 1; at++)
		why[w++] = memory[at] >= ' ' && memory[at] <= '~' ? memory[at] : '?';
	why[w] = '\0';
	if (w == 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		snprintf(why, HOOK_WHY, "it ended with %s %d and said nothing",
		    WIFSIGNALED(status) ? "signal" : "exit code",
		    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

bool
hook_run(const char *command, const char *verb, struct span input, int64_t wait_us, struct buf *out,
    char why[HOOK_WHY])
{
	char line[COMMAND_OCTETS];
	struct streams s;
	int status = 0;

	why[0] = '\0';
	int n = snprintf(line, sizeof(line), "%s %s", command, verb);
	if (n < 0 || (size_t)n >= sizeof(line) || !streams_open(&s, input)) {
		snprintf(why, HOOK_WHY, "%s",
		    n < COMMAND_OCTETS ? "the system gives no memory" : "too long a command");
		return false;
	}
	fflush(stdout);
	fflush(stderr);
	pid_t pid = fork();
	if (pid == 0)
		become(line, &s);
	if (pid < 0) {
		snprintf(why, HOOK_WHY, "the system gives no process");
		streams_close(&s);
		return false;
	}
	setpgid(pid, pid); /* whoever comes first */
	bool over = await(pid, wait_us, &status);
	bool ok = over && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (!over)
		snprintf(why, HOOK_WHY, "it took longer than %lld ms and was ended",
		    (long long)(wait_us / 1000));
	else
		explain(s.err, status, why);
	read_all(s.out, out);
	streams_close(&s);
	return ok;
}

/* ---- what it can do --------------------------------------------------------------- */

static const struct {
	const char *word;
	unsigned bit; /* of ours: to crash alone is not to come back in order */
} words[] = {
	{ "clock", 1 },
	{ "clock-back", 2 },
	{ "crash", 4 },
	{ "restart", 8 },
	{ "disk", 16 },
	{ "logs", 32 },
};

static unsigned
needs_of(unsigned can)
{
	return ((can & 1) != 0 ? NEED_CLOCK : 0U) | ((can & 3) == 3 ? NEED_CLOCK_BACK : 0U) |
	    ((can & 12) == 12 ? NEED_CRASH : 0U) | ((can & 16) != 0 ? NEED_DISK : 0U) |
	    ((can & 32) != 0 ? NEED_LOGS : 0U);
}

bool
hook_open(struct hook *h, const char *command, char *error, size_t error_size)
{
	char memory[VERBS_OCTETS + 1], why[HOOK_WHY];
	struct buf said;
	unsigned can = 0;

	*h = (struct hook){ .command = command };
	buf_init(&said, memory, VERBS_OCTETS);
	if (!hook_run(command, "verbs", SPAN(""), VERBS_SECONDS * INT64_C(1000000), &said, why)) {
		snprintf(error, error_size, "--hook: `%s verbs' failed: %s", command, why);
		return false;
	}
	memory[said.n] = '\0';
	for (char *rest = memory, *word; (word = strtok_r(rest, " \t\r\n", &rest)) != NULL;) {
		size_t i = 0;
		while (i < COUNT_OF(words) && strcmp(words[i].word, word) != 0)
			i++;
		if (i == COUNT_OF(words)) {
			snprintf(error, error_size,
			    "--hook: `%s verbs' says `%.40s', which is none of clock, clock-back, "
			    "crash, restart, disk, logs",
			    command, word);
			return false;
		}
		can |= words[i].bit;
	}
	h->lends = needs_of(can);
	if (h->lends != 0)
		return true;
	snprintf(error, error_size,
	    "--hook: `%s verbs' says nothing that a case can use: clock, crash with restart, disk "
	    "or logs",
	    command);
	return false;
}
