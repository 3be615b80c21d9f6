/* The judge's DNS at work: one process, one poll loop; questions over UDP and
 * TCP on one side, wishes of workers on the other. */
#include "conformance/case_peer.h"
#include "conformance/engine/zone_data.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 64, WORKERS = 128, MESSAGE = 65535, ROUNDS = 64 };

/* A TCP connection of a resolver. */
struct client {
	int fd; /* -1: free */
	size_t n;
	uint8_t p[2 + 4096];
};

/* A worker, the names it made, and what it waits for. */
struct owner {
	int fd; /* -1: free */
	struct zone_node *names;
	bool waits;
	struct zone_question question;
};

static struct {
	struct zone_table *table;
	struct client client[CLIENTS];
	struct owner worker[WORKERS];
} self;

/* ---- workers ------------------------------------------------------------------------ */

static void
forget(struct owner *w)
{
	for (struct zone_node *n = w->names; n != NULL; n = n->mate) {
		zone_drop(n, ZONE_ANY);
		n->manner = DNSC_ANSWERS;
		n->cut = false;
		n->owner = 0;
	}
	w->names = NULL;
	close(w->fd);
	w->fd = -1;
}

static void
tell(struct owner *w, uint32_t number, const char *error)
{
	struct zone_told told = { .number = number };

	snprintf(told.error, sizeof(told.error), "%s", error);
	if (send(w->fd, &told, sizeof(told), MSG_NOSIGNAL) < 0)
		forget(w);
}

static struct zone_node *
own(struct owner *w, const struct zone_name *name)
{
	struct zone_node *n = zone_make(self.table, name);
	uint32_t mine = (uint32_t)(w - self.worker) + 1;

	if (n != NULL && n->owner == 0) {
		n->owner = mine;
		n->mate = w->names;
		w->names = n;
	}
	return n != NULL && n->owner == mine ? n : NULL;
}

static const char *
put(struct owner *w, struct zone_node *n, uint16_t type, const struct zone_name *origin)
{
	const struct zone_question *q = &w->question;
	uint8_t data[ZONE_DATA_MOST];
	struct buf b;

	buf_init(&b, data, sizeof(data));
	if (!zone_data_read(type, SPAN_OF(q->text, q->octets), origin, &b))
		return "the data does not fit the type";
	if (q->wish == ZONE_SET)
		zone_drop(n, type);
	return zone_put(self.table, n, type, q->ttl, buf_span(&b)) ? "" : "no memory left";
}

/* Answers if what is waited for has come. */
static void
count(struct owner *w, const struct zone_name *name, uint16_t type)
{
	const struct zone_question *q = &w->question;
	uint32_t n = zone_asked(self.table, name, type, q->beneath);

	w->waits = n < q->number;
	if (!w->waits)
		tell(w, n, "");
}

static void
obey(struct owner *w)
{
	struct zone_question *q = &w->question;
	struct zone_name origin, name;

	q->origin[ZONE_NAME - 1] = q->name[ZONE_NAME - 1] = q->type[ZONE_TYPE - 1] = '\0';
	uint16_t type = zone_type_read(span_str(q->type));
	zone_name_read(SPAN("."), &origin, &origin);
	if (!zone_name_read(span_str(q->origin), &origin, &origin) ||
	    !zone_name_read(span_str(q->name), &origin, &name) || q->octets > ZONE_TEXT) {
		tell(w, 0, "this is no name");
		return;
	}
	if (q->wish == ZONE_COUNT) {
		count(w, &name, type);
		return;
	}
	struct zone_node *n = own(w, &name);
	const char *wrong = "";
	if (n == NULL)
		wrong = "this name is not the attempt's, or there is no memory left";
	else if (q->wish == ZONE_CLEAR)
		zone_drop(n, type == 0 ? ZONE_ANY : type);
	else if (q->wish == ZONE_BEHAVE)
		n->manner = q->number;
	else if (q->wish == ZONE_CUT)
		n->cut = true;
	else
		wrong = type == 0 ? "this type is not known" : put(w, n, type, &origin);
	tell(w, 0, wrong);
}

static void
hear(struct owner *w)
{
	ssize_t n = recv(w->fd, &w->question, sizeof(w->question), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n == (ssize_t)sizeof(w->question))
		obey(w);
	else
		forget(w);
}

static void
take_worker(int asked)
{
	int fd = listen_take_worker(asked);

	for (size_t i = 0; fd >= 0 && i < WORKERS; i++)
		if (self.worker[i].fd < 0) {
			self.worker[i].fd = fd;
			self.worker[i].waits = false;
			return;
		}
	if (fd >= 0)
		close(fd);
}

static void
recount(void)
{
	for (size_t i = 0; i < WORKERS; i++)
		if (self.worker[i].fd >= 0 && self.worker[i].waits)
			obey(&self.worker[i]);
}

/* ---- resolvers ------------------------------------------------------------------------ */

static void
serve_udp(int fd)
{
	static uint8_t in[MESSAGE], out[MESSAGE];
	struct sockaddr_storage from;

	for (unsigned i = 0; i < ROUNDS; i++) {
		socklen_t length = sizeof(from);
		ssize_t n = recvfrom(fd, in, sizeof(in), 0, (struct sockaddr *)&from, &length);
		if (n < 0)
			return;
		size_t m = zone_answer(self.table, SPAN_OF(in, (size_t)n), true, out, sizeof(out));
		if (m > 0)
			sendto(fd, out, m, MSG_NOSIGNAL, (struct sockaddr *)&from, length);
	}
}

static void
hang_up(struct client *c)
{
	close(c->fd);
	c->fd = -1;
}

/* False: the connection is over. */
static bool
serve_message(struct client *c, size_t n)
{
	static uint8_t out[2 + MESSAGE];
	size_t m = zone_answer(self.table, SPAN_OF(c->p + 2, n), false, out + 2, MESSAGE);

	if (m == 0)
		return true;
	out[0] = (uint8_t)(m >> 8);
	out[1] = (uint8_t)m;
	/* Nobody asks so much at once that the socket could be full. */
	return send(c->fd, out, m + 2, MSG_NOSIGNAL) == (ssize_t)m + 2;
}

static void
serve_tcp(struct client *c)
{
	ssize_t got = recv(c->fd, c->p + c->n, sizeof(c->p) - c->n, 0);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		hang_up(c);
		return;
	}
	c->n += (size_t)got;
	while (c->n >= 2) {
		size_t n = (size_t)c->p[0] << 8 | c->p[1];
		if (n + 2 > sizeof(c->p)) {
			hang_up(c);
			return;
		}
		if (c->n < n + 2)
			return;
		if (!serve_message(c, n)) {
			hang_up(c);
			return;
		}
		c->n -= n + 2;
		memmove(c->p, c->p + n + 2, c->n);
	}
}

static void
take_client(int tcp)
{
	int fd = accept4(tcp, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	for (size_t i = 0; fd >= 0 && i < CLIENTS; i++)
		if (self.client[i].fd < 0) {
			self.client[i].fd = fd;
			self.client[i].n = 0;
			return;
		}
	if (fd >= 0)
		close(fd);
}

/* ---- the loop --------------------------------------------------------------------------- */

static void
wait_and_do(int udp, int tcp, int asked)
{
	struct pollfd fds[3 + CLIENTS + WORKERS];

	fds[0] = (struct pollfd){ .fd = udp, .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = tcp, .events = POLLIN };
	fds[2] = (struct pollfd){ .fd = asked, .events = POLLIN };
	for (size_t i = 0; i < CLIENTS; i++)
		fds[3 + i] = (struct pollfd){ .fd = self.client[i].fd, .events = POLLIN };
	for (size_t i = 0; i < WORKERS; i++)
		fds[3 + CLIENTS + i] = (struct pollfd){ .fd = self.worker[i].fd, .events = POLLIN };
	if (poll(fds, sizeof(fds) / sizeof(fds[0]), -1) < 0)
		return;
	/* What workers wish for comes first: they wait for the answer before they speak to a relay. */
	for (size_t i = 0; i < WORKERS; i++)
		if (fds[3 + CLIENTS + i].fd >= 0 && fds[3 + CLIENTS + i].revents != 0)
			hear(&self.worker[i]);
	if (fds[2].revents != 0)
		take_worker(asked);
	if (fds[0].revents != 0)
		serve_udp(udp);
	for (size_t i = 0; i < CLIENTS; i++)
		if (fds[3 + i].fd >= 0 && fds[3 + i].revents != 0)
			serve_tcp(&self.client[i]);
	if (fds[1].revents != 0)
		take_client(tcp);
	recount();
}

void
zone_serve(struct zone_table *t, int udp, int tcp, int asked)
{
	self.table = t;
	for (size_t i = 0; i < CLIENTS; i++)
		self.client[i].fd = -1;
	for (size_t i = 0; i < WORKERS; i++)
		self.worker[i].fd = -1;
	for (;;)
		wait_and_do(udp, tcp, asked);
}
