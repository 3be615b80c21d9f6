/* The stand-in for the notification proxy at work: one process, one poll loop,
 * TLS connections of the relay on one side and questions of workers on the
 * other.  Memory is fixed but for what came, which is kept until the end. */
#include "base/arena.h"
#include "conformance/engine/proxy.h"
#include "conformance/engine/when.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PEERS = 160, ASKERS = 64, INPUT = PROXY_HEAD + 2 * PROXY_BODY, MEMORY = 256 << 20 };

struct seen {
	struct seen *next;
	int64_t at_us;
	struct span head, body;
};

/* A connection of the relay. */
struct peer {
	int fd; /* -1: free */
	SSL *ssl;
	bool writing; /* TLS waits for room */
	bool held;    /* an answer that is not given */
	size_t n;
	uint8_t p[INPUT];
};

/* A worker, and what it waits for. */
struct asker {
	int fd; /* -1: free */
	bool waits;
	struct proxy_question question;
};

static struct {
	struct arena arena;
	SSL_CTX *tls;
	struct seen *first, **last;
	struct peer peer[PEERS];
	struct asker asker[ASKERS];
} self;

/* ---- questions --------------------------------------------------------------- */

static void
ask_no_more(struct asker *a)
{
	close(a->fd);
	a->fd = -1;
}

/* Answers if what is asked for is there. */
static void
answer(struct asker *a)
{
	static struct proxy_answer out;
	const struct proxy_question *q = &a->question;
	struct span token = SPAN_OF(q->token, q->token_octets);
	const struct seen *found = NULL;

	memset(&out, 0, offsetof(struct proxy_answer, octets));
	for (const struct seen *s = self.first; s != NULL; s = s->next)
		if (span_search(s->body, token) < s->body.n && ++out.count == q->wanted)
			found = s;
	a->waits = q->wanted > 0 && found == NULL;
	if (a->waits)
		return;
	if (found != NULL) {
		out.at_us = found->at_us;
		out.head_octets = (uint32_t)found->head.n;
		out.body_octets = (uint32_t)found->body.n;
		memcpy(out.octets, found->head.p, found->head.n);
		if (found->body.n > 0)
			memcpy(out.octets + found->head.n, found->body.p, found->body.n);
	}
	size_t n = offsetof(struct proxy_answer, octets) + out.head_octets + out.body_octets;
	if (send(a->fd, &out, n, MSG_NOSIGNAL) < 0)
		ask_no_more(a);
}

static void
hear(struct asker *a)
{
	ssize_t n = recv(a->fd, &a->question, sizeof(a->question), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n != (ssize_t)sizeof(a->question) || a->question.token_octets == 0 ||
	    a->question.token_octets > PROXY_TOKEN) {
		ask_no_more(a);
		return;
	}
	answer(a);
}

static void
take_asker(int asked)
{
	int fd = listen_take_worker(asked);

	for (size_t i = 0; fd >= 0 && i < ASKERS; i++)
		if (self.asker[i].fd < 0) {
			self.asker[i].fd = fd;
			self.asker[i].waits = false;
			return;
		}
	if (fd >= 0)
		close(fd);
}

/* ---- requests ------------------------------------------------------------------ */

static void
hang_up(struct peer *p)
{
	SSL_free(p->ssl);
	close(p->fd);
	p->fd = -1;
	ERR_clear_error();
}

static struct span
keep(struct span s)
{
	char *p = arena_str(&self.arena, s);

	if (p == NULL)
		_exit(1); /* workers see that nobody answers */
	return SPAN_OF((const uint8_t *)p, s.n);
}

/* Notes a request.  True when none with this body came before. */
static bool
note(const struct proxy_request *q)
{
	struct seen *s = arena_take(&self.arena, sizeof(*s));
	struct span body = SPAN_OF(q->body, q->body_octets);
	bool first = true;

	for (const struct seen *old = self.first; old != NULL; old = old->next)
		first = first && !span_eq(old->body, body);
	if (s == NULL)
		_exit(1);
	*s = (struct seen){ .at_us = when_us(), .head = keep(q->head), .body = keep(body) };
	*self.last = s;
	self.last = &s->next;
	return first;
}

static bool
reply(struct peer *p, int status)
{
	char text[200];
	int n = snprintf(text, sizeof(text), "HTTP/1.1 %d %s\r\nContent-Length: 0\r\n\r\n", status,
	    status == 200       ? "OK"
		: status == 410 ? "Gone"
		: status == 503 ? "Service Unavailable"
				: "Bad Request");

	/* A new connection takes these few octets at once. */
	return SSL_write(p->ssl, text, n) == n;
}

/* All requests that are there; false: the connection is over. */
static bool
serve(struct peer *p)
{
	static struct proxy_request q;

	while (p->n > 0) {
		enum proxy_got got = proxy_read(SPAN_OF(p->p, p->n), &q);
		if (got == PROXY_MORE)
			return p->n < sizeof(p->p);
		if (got == PROXY_WRONG) {
			reply(p, 400);
			return false;
		}
		bool first = note(&q);
		int status = proxy_status(SPAN_OF(q.body, q.body_octets), first);
		for (size_t i = 0; i < ASKERS; i++)
			if (self.asker[i].fd >= 0 && self.asker[i].waits)
				answer(&self.asker[i]);
		p->n -= q.octets;
		memmove(p->p, p->p + q.octets, p->n);
		p->held = status == 0;
		if (p->held)
			return true;
		if (!reply(p, status) || q.last)
			return false;
	}
	return true;
}

static void
receive(struct peer *p)
{
	uint8_t dropped[4096];

	for (;;) {
		/* Behind a held request nothing is read but the end. */
		uint8_t *to = p->held ? dropped : p->p + p->n;
		size_t room = p->held ? sizeof(dropped) : sizeof(p->p) - p->n;
		int n = SSL_read(p->ssl, to, (int)room);
		if (n <= 0) {
			int why = SSL_get_error(p->ssl, n);
			p->writing = why == SSL_ERROR_WANT_WRITE;
			if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
				hang_up(p);
			return;
		}
		if (p->held)
			continue;
		p->n += (size_t)n;
		if (!serve(p)) {
			SSL_shutdown(p->ssl);
			hang_up(p);
			return;
		}
	}
}

static void
take_peer(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	for (size_t i = 0; fd >= 0 && i < PEERS; i++) {
		struct peer *p = &self.peer[i];
		if (p->fd >= 0)
			continue;
		p->ssl = SSL_new(self.tls);
		if (p->ssl == NULL || SSL_set_fd(p->ssl, fd) != 1)
			_exit(1);
		SSL_set_accept_state(p->ssl);
		p->fd = fd;
		p->n = 0;
		p->writing = p->held = false;
		return;
	}
	if (fd >= 0)
		close(fd);
}

/* ---- the loop -------------------------------------------------------------------- */

static void
wait_and_do(int listener, int asked)
{
	struct pollfd fds[2 + PEERS + ASKERS];

	fds[0] = (struct pollfd){ .fd = listener, .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = asked, .events = POLLIN };
	for (size_t i = 0; i < PEERS; i++)
		fds[2 + i] = (struct pollfd){ .fd = self.peer[i].fd,
			.events = self.peer[i].writing ? POLLOUT : POLLIN };
	for (size_t i = 0; i < ASKERS; i++)
		fds[2 + PEERS + i] = (struct pollfd){ .fd = self.asker[i].fd, .events = POLLIN };
	if (poll(fds, sizeof(fds) / sizeof(fds[0]), -1) < 0)
		return;
	for (size_t i = 0; i < PEERS; i++)
		if (fds[2 + i].fd >= 0 && fds[2 + i].revents != 0)
			receive(&self.peer[i]);
	for (size_t i = 0; i < ASKERS; i++)
		if (fds[2 + PEERS + i].fd >= 0 && fds[2 + PEERS + i].revents != 0 &&
		    self.asker[i].fd >= 0)
			hear(&self.asker[i]);
	if (fds[0].revents != 0)
		take_peer(listener);
	if (fds[1].revents != 0)
		take_asker(asked);
}

void
proxy_serve(int listener, int asked, SSL_CTX *tls)
{
	arena_init(&self.arena, MEMORY);
	self.tls = tls;
	self.last = &self.first;
	for (size_t i = 0; i < PEERS; i++)
		self.peer[i].fd = -1;
	for (size_t i = 0; i < ASKERS; i++)
		self.asker[i].fd = -1;
	for (;;)
		wait_and_do(listener, asked);
}
