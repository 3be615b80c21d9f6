/* Where the engine's own servers listen: the relay on one side, workers on the other. */
#ifndef ENGINE_LISTEN_H
#define ENGINE_LISTEN_H

#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

struct addrinfo;

/* "127.0.0.3:8443" or "[::1]:8443", numeric; type SOCK_STREAM or SOCK_DGRAM.  NULL: it is none;
 * freeaddrinfo(). */
struct addrinfo *listen_address(const char *text, int type);
/* A non-blocking socket that is bound, and listens where that applies; -1: errno. */
int listen_on(const struct addrinfo *ai);

/* A name that the kernel picks, outside of the file system, by which workers reach a server. */
struct listen_name {
	struct sockaddr_un address;
	socklen_t octets;
};
int listen_for_workers(struct listen_name *n);
/* A worker's connection to it, one packet there, one back; -1: errno. */
int listen_reach(const struct listen_name *n);
/* The next worker that is a process of the same user; -1: none. */
int listen_take_worker(int listener);
/* In a child: the engine ends us, however it ends itself. */
void listen_serve_only(int parent);

#endif
