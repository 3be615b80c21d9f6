/* A relay made of a list: a child process that plays one recorded dialogue to
 * the judge on loopback, in clear.  For unit tests; each test program includes
 * it once. */
#ifndef TESTS_FAKE_H
#define TESTS_FAKE_H

#include "conformance/engine/attempt.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* 'S' send text; 'C' read one line, which must begin with text; 'D' read up to the end of DATA;
 * 'F' close; 'R' reset; 'W' wait until the client closes; 'N' accept the next connection */
struct fake_step {
	char what;
	const char *text;
};

struct fake {
	pid_t pid;
	uint16_t port;
};

static bool
fake_read_line(int fd, char *line, size_t cap)
{
	size_t n = 0;

	while (n + 1 < cap && read(fd, line + n, 1) == 1)
		if (line[n++] == '\n')
			break;
	line[n] = '\0';
	return n > 0 && line[n - 1] == '\n';
}

static void
fake_reset(int fd)
{
	struct linger now = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

/* True when the dialogue went as listed. */
static bool
fake_talk(int listener, const struct fake_step *s, size_t n)
{
	char line[8192];
	int fd = accept(listener, NULL, NULL);

	for (size_t i = 0; fd >= 0 && i < n; i++) {
		switch (s[i].what) {
		case 'S':
			if (send(fd, s[i].text, strlen(s[i].text), MSG_NOSIGNAL) < 0)
				return false;
			break;
		case 'C':
			if (!fake_read_line(fd, line, sizeof(line)) ||
			    strncmp(line, s[i].text, strlen(s[i].text)) != 0)
				return false;
			break;
		case 'D':
			do
				if (!fake_read_line(fd, line, sizeof(line)))
					return false;
			while (strcmp(line, ".\r\n") != 0);
			break;
		case 'F': close(fd); return true;
		case 'R': fake_reset(fd); return true;
		case 'W':
			while (read(fd, line, sizeof(line)) > 0)
				continue;
			break;
		case 'N':
			close(fd);
			fd = accept(listener, NULL, NULL);
			break;
		}
	}
	if (fd >= 0)
		close(fd);
	return true;
}

static struct fake
fake_start(const struct fake_step *steps, size_t n)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr = { .s_addr = htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(a);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct fake f = { .pid = -1 };

	if (bind(listener, (struct sockaddr *)&a, sizeof(a)) != 0 || listen(listener, 8) != 0 ||
	    getsockname(listener, (struct sockaddr *)&a, &len) != 0)
		return f;
	f.port = ntohs(a.sin_port);
	f.pid = fork();
	if (f.pid == 0) {
		alarm(60);
		_exit(fake_talk(listener, steps, n) ? 0 : 1);
	}
	close(listener);
	return f;
}

/* Plays `play` against the dialogue and returns the verdict. */
static struct outcome
fake_attempt(const struct fake_step *steps, size_t n, void (*play)(struct run *),
    const struct pgp_material *pgp, const char *transcript)
{
	static const struct account two[] = { { "alice0001@chat.test", "correct horse 1" },
		{ "bobby0002@chat.test", "correct horse 2" } };
	struct fake f = fake_start(steps, n);
	struct target t = { .host = "127.0.0.1", .domain = "chat.test", .insecure = true };
	struct test_case test = { .text = "a test", .accounts = 2, .play = play };
	struct attempt_plan plan = { .target = &t,
		.test = &test,
		.id = "TEST",
		.number = 1,
		.accounts = two,
		.pgp = pgp,
		.seed = 7,
		.transcript = transcript,
		/* one 30th: silence shows after half a second */
		.timeout_scale = 1.0 / 30 };
	struct outcome out;

	for (int p = 0; p < PORTS; p++) {
		t.port[p] = f.port;
		t.reachable[p] = true;
	}
	attempt_play(&plan, &out);
	if (f.pid > 0) {
		kill(f.pid, SIGKILL);
		waitpid(f.pid, NULL, 0);
	}
	return out;
}

#define FAKE(steps, play) fake_attempt(steps, COUNT_OF(steps), play, NULL, NULL)

#endif
