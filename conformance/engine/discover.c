/* Name resolution and reachability.  Speaks no protocol: one TCP connection a port
 * at most, closed at once. */
#include "conformance/engine/discover.h"

#include "conformance/case.h"
#include "conformance/engine/options.h"
#include "conformance/engine/when.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const char *const port_name[PORTS] = { "submissions", "submission", "imaps", "imap", "https",
	"http", "smtp" };
const uint16_t port_standard[PORTS] = { 465, 587, 993, 143, 443, 80, 25 };

enum { CONNECT_MS = 5000 };

static int
resolve(const char *host, uint16_t port, struct addrinfo **out)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	char service[8];

	snprintf(service, sizeof(service), "%u", port);
	return getaddrinfo(host, service, &hints, out);
}

static bool
is_loopback(const struct addrinfo *ai)
{
	if (ai->ai_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, ai->ai_addr, sizeof(v4));
		return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
	}
	struct sockaddr_in6 v6;
	memcpy(&v6, ai->ai_addr, sizeof(v6));
	return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

bool
discover_loopback(const char *host, bool *loopback, char *error, size_t error_size)
{
	struct addrinfo *list;
	int rc = resolve(host, 0, &list);

	if (rc != 0) {
		snprintf(error, error_size, "cannot resolve %s: %s", host, gai_strerror(rc));
		return false;
	}
	*loopback = true;
	for (const struct addrinfo *ai = list; ai != NULL; ai = ai->ai_next)
		*loopback = *loopback && is_loopback(ai);
	freeaddrinfo(list);
	return true;
}

bool
discover_is_address(const char *host)
{
	uint8_t octets[16];

	return inet_pton(AF_INET, host, octets) == 1 || inet_pton(AF_INET6, host, octets) == 1;
}

/* One connection; the time it took in microseconds, or -1. */
static int64_t
connect_once(const struct addrinfo *ai, int timeout_ms)
{
	int64_t began = when_us();
	int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int error = 0;
	socklen_t n = sizeof(error);
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	if (fd < 0)
		return -1;
	bool up = connect(fd, ai->ai_addr, ai->ai_addrlen) == 0;
	if (!up && errno == EINPROGRESS && poll(&p, 1, timeout_ms) == 1)
		up = getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &n) == 0 && error == 0;
	close(fd);
	return up ? when_us() - began : -1;
}

void
discover_set_ports(struct target *t, const int32_t port[PORTS])
{
	for (int p = 0; p < PORTS; p++) {
		t->absent[p] = port[p] == PORT_NONE;
		t->port[p] = t->absent[p] ? 0 : port[p] < 0 ? port_standard[p] : (uint16_t)port[p];
	}
}

void
discover_ports(struct target *t, double timeout_scale)
{
	t->rtt_us = 0;
	for (int port = 0; port < PORTS; port++) {
		struct addrinfo *list;
		t->reachable[port] = false;
		if (t->port[port] == 0 || resolve(t->host, t->port[port], &list) != 0)
			continue;
		for (const struct addrinfo *ai = list; ai != NULL && !t->reachable[port];
		     ai = ai->ai_next) {
			int64_t took = connect_once(ai, (int)(CONNECT_MS * timeout_scale));
			t->reachable[port] = took >= 0;
			if (took > t->rtt_us)
				t->rtt_us = took;
		}
		freeaddrinfo(list);
	}
}
