/* Listening sockets of the engine's child processes.  Knows no protocol. */
#include "conformance/engine/listen.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { BACKLOG = 64 };

struct addrinfo *
listen_address(const char *text, int type)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC,
		.ai_socktype = type,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	const char *colon = strrchr(text, ':');
	char host[100];

	if (colon == NULL)
		return NULL;
	size_t n = (size_t)(colon - text);
	if (n > 2 && text[0] == '[' && colon[-1] == ']') {
		text++;
		n -= 2;
	}
	if (n == 0 || n >= sizeof(host))
		return NULL;
	memcpy(host, text, n);
	host[n] = '\0';
	return getaddrinfo(host, colon + 1, &hints, &found) == 0 ? found : NULL;
}

int
listen_on(const struct addrinfo *ai)
{
	bool stream = ai->ai_socktype == SOCK_STREAM;
	int on = 1;
	int fd = socket(ai->ai_family, ai->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (stream)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && (!stream || listen(fd, BACKLOG) == 0))
		return fd;
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

int
listen_for_workers(struct listen_name *n)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	n->address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	n->octets = sizeof(n->address);
	if (fd >= 0 &&
	    (bind(fd, (struct sockaddr *)&n->address, sizeof(sa_family_t)) != 0 ||
		getsockname(fd, (struct sockaddr *)&n->address, &n->octets) != 0 ||
		listen(fd, BACKLOG) != 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

int
listen_reach(const struct listen_name *n)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)&n->address, n->octets) == 0)
		return fd;
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

int
listen_take_worker(int listener)
{
	struct ucred who;
	socklen_t n = sizeof(who);
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0 ||
	    (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 && who.uid == getuid()))
		return fd;
	close(fd);
	return -1;
}

void
listen_serve_only(int parent)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
}
