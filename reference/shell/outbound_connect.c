/* Connects to the program behind us and gives the socket to the front.
 *
 * Sends and reads nothing on it.  Addresses were looked up at the start, and
 * are tried in their order. */
#include "reference/shell/outbound_private.h"
#include "reference/shell/store_client.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRY_MS = 5 * 1000, TRIES_MOST = 256 };

struct connector {
	uv_loop_t *loop;
	struct ipc *front;
	const struct addrinfo *to; /* NULL: there is nothing behind us */
	size_t n;                  /* under way */
};

struct attempt {
	uv_tcp_t tcp;
	uv_connect_t connect;
	uv_timer_t deadline;
	int handles;
	bool over;
	struct connector *connector;
	const struct addrinfo *next; /* address */
	uint64_t id;
};

/* fd: given away; -1: there is no connection. */
static void
answer(struct connector *c, uint64_t id, int fd)
{
	struct ipc_head h = { .kind = IPC_CONNECT, .id = id };
	struct ipc_message *m;

	h.status = fd != -1 ? STORE_OK : STORE_NO;
	m = ipc_message(&h, SPAN(""), fd);
	if (m == NULL)
		exit(1); /* the parent starts us anew */
	ipc_send(c->front, m);
}

static void try_next(struct connector *c, uint64_t id, const struct addrinfo *to);

static void
on_closed(uv_handle_t *h)
{
	struct attempt *a = h->data;

	if (--a->handles == 0)
		free(a);
}

static void
attempt_end(struct attempt *a)
{
	if (a->over)
		return;
	a->over = true;
	a->connector->n--;
	uv_close((uv_handle_t *)&a->tcp, on_closed);
	uv_close((uv_handle_t *)&a->deadline, on_closed);
}

static void
on_connect(uv_connect_t *connect, int status)
{
	struct attempt *a = connect->data;
	struct connector *c = a->connector;
	int fd = -1;

	if (a->over)
		return;
	/* A descriptor of its own: closing the handle does not close the connection. */
	if (status == 0 && uv_fileno((uv_handle_t *)&a->tcp, &fd) == 0)
		fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	attempt_end(a);
	if (fd != -1)
		answer(c, a->id, fd);
	else
		try_next(c, a->id, a->next);
}

static void
on_deadline(uv_timer_t *t)
{
	struct attempt *a = t->data;

	attempt_end(a);
	try_next(a->connector, a->id, a->next);
}

static void
try_next(struct connector *c, uint64_t id, const struct addrinfo *to)
{
	struct attempt *a = to != NULL && c->n < TRIES_MOST ? calloc(1, sizeof(*a)) : NULL;

	if (a == NULL) {
		answer(c, id, -1);
		return;
	}
	uv_tcp_init(c->loop, &a->tcp);
	uv_timer_init(c->loop, &a->deadline);
	a->tcp.data = a->connect.data = a->deadline.data = a;
	a->handles = 2;
	a->connector = c;
	a->next = to->ai_next;
	a->id = id;
	c->n++;
	if (uv_tcp_connect(&a->connect, &a->tcp, to->ai_addr, on_connect) != 0) {
		attempt_end(a);
		try_next(c, id, a->next);
		return;
	}
	uv_timer_start(&a->deadline, on_deadline, TRY_MS, 0);
}

void
connector_take(struct connector *c, const struct ipc_head *h)
{
	try_next(c, h->id, c->to);
}

struct addrinfo *
connector_addresses(const char *upstream)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	struct addrinfo *ai = NULL;
	const char *colon = strrchr(upstream, ':');
	char host[256];

	if (colon == NULL || colon == upstream || (size_t)(colon - upstream) >= sizeof(host)) {
		fprintf(stderr,
		    "refrelay: iroh_upstream = %s is not host:port, give one such as "
		    "127.0.0.1:3340\n",
		    upstream);
		return NULL;
	}
	bool brackets = upstream[0] == '[' && colon[-1] == ']';
	size_t n = (size_t)(colon - upstream) - 2 * (size_t)brackets;
	memcpy(host, upstream + brackets, n);
	host[n] = '\0';
	int code = getaddrinfo(host, colon + 1, &hints, &ai);
	if (code == 0)
		return ai;
	fprintf(stderr,
	    "refrelay: iroh_upstream = %s cannot be looked up: %s, give host:port such as "
	    "127.0.0.1:3340\n",
	    upstream, gai_strerror(code));
	return NULL;
}

struct connector *
connector_open(uv_loop_t *loop, const struct addrinfo *to, struct ipc *front)
{
	struct connector *c = calloc(1, sizeof(*c));

	if (c != NULL)
		*c = (struct connector){ .loop = loop, .front = front, .to = to };
	return c;
}
