/* TCP and UDP to one host, non-blocking descriptors and poll: the only file that makes
 * sockets.  Deadlines are run_now_us() times. */
#ifndef WIRE_SOCK_H
#define WIRE_SOCK_H

#include "base/span.h"

#include <stddef.h>
#include <stdint.h>

/* Tries every address of host in turn.  A descriptor, or -1 and *error a sentence that lives as
 * long as the program.  from: the IPv4 address that the connection comes from; NULL: any. */
int sock_connect(
    const char *host, uint16_t port, const char *from, int64_t deadline, const char **error);

/* UDP to the first address of host, connected, so that only its answers come.  As above. */
int sock_udp(const char *host, uint16_t port, const char **error);

/* The port this end has, 0 when unknown. */
unsigned sock_local_port(int fd);

/* Waits for events (POLLIN, POLLOUT); those that happened, 0 at the deadline. */
short sock_wait(int fd, short events, int64_t deadline);

/* Servers of the attempt's own, which are served whenever anything is waited for: `list` writes what
 * they want to be told, `serve` gets it back with what happened, and blocks for nothing. */
struct pollfd;
struct sock_background {
	size_t (*list)(void *context, struct pollfd *fds, size_t most);
	void (*serve)(void *context, const struct pollfd *fds, size_t n);
	void *context;
};
void sock_set_background(const struct sock_background *b); /* NULL: none */
/* Waits until one of them has something to do, and lets it.  False: the deadline. */
bool sock_serve(int64_t deadline);

#endif
