/* TCP connections with deadlines, and UDP.  No TLS, no protocol. */
#include "conformance/wire/sock.h"

#include "conformance/case.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKGROUND_MOST = 64 };

static const struct sock_background *background;
static bool in_background;

void
sock_set_background(const struct sock_background *b)
{
	background = b;
}

/* One poll: what happened on fd (-1: none), 0: only in the background; -1: the deadline. */
static int
wait_once(int fd, short events, int64_t deadline)
{
	struct pollfd p[1 + BACKGROUND_MOST] = { { .fd = fd, .events = events } };
	bool serves = background != NULL && !in_background;
	size_t more = serves ? background->list(background->context, p + 1, BACKGROUND_MOST) : 0;
	int64_t left = deadline - run_now_us();

	int n = poll(p, 1 + more, left < 0 ? 0 : (int)((left + 999) / 1000));
	if (n == 0)
		return -1;
	if (n < 0)
		return 0;
	if (more > 0) {
		in_background = true;
		background->serve(background->context, p + 1, more);
		in_background = false;
	}
	return p[0].revents;
}

short
sock_wait(int fd, short events, int64_t deadline)
{
	int got;

	do
		got = wait_once(fd, events, deadline);
	while (got == 0);
	return got < 0 ? 0 : (short)got;
}

bool
sock_serve(int64_t deadline)
{
	return wait_once(-1, 0, deadline) >= 0;
}

/* Before connect(); the port is still free to choose. */
static bool
come_from(int fd, const char *from)
{
	struct sockaddr_in a = { .sin_family = AF_INET };

	return from == NULL ||
	    (inet_pton(AF_INET, from, &a.sin_addr) == 1 &&
		bind(fd, (const struct sockaddr *)&a, sizeof(a)) == 0);
}

static int
connect_one(const struct addrinfo *ai, const char *from, int64_t deadline, const char **error)
{
	int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int code = 0, on = 1;
	socklen_t n = sizeof(code);

	if (fd < 0) {
		*error = strerror(errno);
		return -1;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (!come_from(fd, from) ||
	    (connect(fd, ai->ai_addr, ai->ai_addrlen) != 0 && errno != EINPROGRESS))
		code = errno;
	else if (sock_wait(fd, POLLOUT, deadline) == 0)
		code = ETIMEDOUT;
	else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &n) != 0)
		code = errno;
	if (code == 0)
		return fd;
	*error = strerror(code);
	close(fd);
	return -1;
}

int
sock_connect(
    const char *host, uint16_t port, const char *from, int64_t deadline, const char **error)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	struct addrinfo *all = NULL;
	char service[8];
	int fd = -1;

	snprintf(service, sizeof(service), "%u", (unsigned)port);
	*error = "no address";
	int rc = getaddrinfo(host, service, &hints, &all);
	if (rc != 0) {
		*error = gai_strerror(rc);
		return -1;
	}
	for (const struct addrinfo *ai = all; ai != NULL && fd < 0; ai = ai->ai_next)
		fd = connect_one(ai, from, deadline, error);
	freeaddrinfo(all);
	return fd;
}

int
sock_udp(const char *host, uint16_t port, const char **error)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM };
	struct addrinfo *ai = NULL;
	char service[8];

	snprintf(service, sizeof(service), "%u", (unsigned)port);
	int rc = getaddrinfo(host, service, &hints, &ai);
	if (rc != 0) {
		*error = gai_strerror(rc);
		return -1;
	}
	int fd = socket(ai->ai_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, ai->ai_addr, ai->ai_addrlen) != 0) {
		*error = strerror(errno);
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	freeaddrinfo(ai);
	return fd;
}

unsigned
sock_local_port(int fd)
{
	struct sockaddr_storage a;
	socklen_t n = sizeof(a);

	memset(&a, 0, sizeof(a));
	if (getsockname(fd, (struct sockaddr *)&a, &n) != 0)
		return 0;
	if (a.ss_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, &a, sizeof(v4));
		return ntohs(v4.sin_port);
	}
	if (a.ss_family == AF_INET6) {
		struct sockaddr_in6 v6;
		memcpy(&v6, &a, sizeof(v6));
		return ntohs(v6.sin6_port);
	}
	return 0;
}
