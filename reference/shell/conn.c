/* One connection as the rest of the process sees it: what a protocol may say
 * to it, what libuv reports about it, and the set of all of them.
 *
 * Everything here only notes what happened and puts the connection on the
 * ready list; before the loop sleeps, conn_turn() works on each ready one. */
#include "reference/shell/conn_private.h"
#include "reference/shell/conn_zip.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Passwords go through here, in both directions. */
static void
forget(struct octets *o)
{
	if (o->p != NULL)
		OPENSSL_cleanse(o->p, o->n);
	free(o->p);
}

bool
conn_octets_put(struct octets *o, const uint8_t *p, size_t n)
{
	if (n > o->cap - o->n) {
		size_t cap = o->cap == 0 ? 1024 : o->cap;
		while (cap - o->n < n)
			cap *= 2;
		uint8_t *bigger = malloc(cap);
		if (bigger == NULL)
			return false;
		if (o->n > 0)
			memcpy(bigger, o->p, o->n);
		forget(o);
		o->p = bigger;
		o->cap = cap;
	}
	if (n > 0)
		memcpy(o->p + o->n, p, n);
	o->n += n;
	return true;
}

void
conn_octets_drop(struct octets *o)
{
	forget(o);
	*o = (struct octets){ 0 };
}

/* An empty queue holds no memory, so neither does an idle connection.  What is
 * left moves to the front only when that frees half of the memory. */
void
conn_octets_eat(struct octets *o, size_t n)
{
	o->at += n;
	if (o->at == o->n) {
		conn_octets_drop(o);
	} else if (o->at > o->cap / 2) {
		o->n -= o->at;
		memmove(o->p, o->p + o->at, o->n);
		OPENSSL_cleanse(o->p + o->n, o->at);
		o->at = 0;
	}
}

void
conn_make_ready(struct conn *c)
{
	if (c->is_ready || c->destroyed)
		return;
	c->is_ready = true;
	c->next_ready = NULL;
	*c->host->ready_last = c;
	c->host->ready_last = &c->next_ready;
}

static void
on_idle(uv_idle_t *idle)
{
	(void)idle; /* the loop does not sleep, that is all */
}

void
conn_make_ready_later(struct conn *c)
{
	struct conn_host *h = c->host;

	if (c->is_ready || c->destroyed)
		return;
	c->is_ready = true;
	c->next_ready = h->later;
	h->later = c;
	uv_idle_start(&h->idle, on_idle);
}

size_t
conn_unsent(const struct conn *c)
{
	return uv_stream_get_write_queue_size((const uv_stream_t *)&c->tcp);
}

/* ---- what protocols may do ------------------------------------------------ */

void
conn_write(struct conn *c, struct span s)
{
	if (c->lingers || c->dead)
		return;
	if (!conn_octets_put(&c->out, s.p, s.n))
		c->dead = true;
	conn_make_ready(c);
}

void
conn_start_tls(struct conn *c)
{
	if (c->tls == TLS_OFF)
		c->tls = TLS_WANTED;
	conn_make_ready(c);
}

bool
conn_compress(struct conn *c)
{
	if (c->tls == TLS_ON && c->zip == NULL)
		c->zip = conn_zip_open(c);
	conn_make_ready(c);
	return c->zip != NULL;
}

void
conn_wake(struct conn *c)
{
	conn_make_ready(c);
}

void
conn_hold(struct conn *c)
{
	c->held = true;
}

void
conn_resume(struct conn *c)
{
	c->held = false;
	conn_make_ready(c);
}

void
conn_close(struct conn *c)
{
	c->closing = true;
	conn_make_ready(c);
}

size_t
conn_queued(const struct conn *c)
{
	return conn_unsent(c) + c->out.n - c->out.at;
}

void
conn_become(struct conn *c, const struct protocol *protocol, void *state)
{
	c->protocol = protocol;
	c->state = state;
	conn_make_ready(c);
}

uv_loop_t *
conn_loop(const struct conn *c)
{
	return c->host->loop;
}

uint64_t
conn_now(const struct conn *c)
{
	return uv_now(c->host->loop);
}

static void on_clock(uv_timer_t *t);

void
conn_idle_limit(struct conn *c, uint64_t ms)
{
	c->idle_ms = ms;
	c->last_octet = conn_now(c);
	if (!c->destroyed)
		uv_timer_start(&c->clock, on_clock, ms, 0);
}

void
conn_moved(struct conn *c)
{
	if (c->tls != TLS_SHAKING)
		c->last_octet = conn_now(c);
}

/* ---- libuv callbacks ------------------------------------------------------ */

/* Octets count as moving also while one large write drains slowly. */
static void
on_clock(uv_timer_t *t)
{
	struct conn *c = t->data;
	size_t unsent = conn_unsent(c);

	if (unsent != c->unsent)
		conn_moved(c);
	c->unsent = unsent;
	uint64_t idle = conn_now(c) - c->last_octet;
	if (idle < c->idle_ms) {
		uv_timer_start(t, on_clock, c->idle_ms - idle, 0);
		return;
	}
	/* A peer that lets the second deadline pass too gets no more time. */
	if (c->closing)
		c->dead = true;
	c->closing = true;
	uv_timer_start(t, on_clock, LINGER_MS, 0);
	conn_make_ready(c);
}

void
conn_on_alloc(uv_handle_t *h, size_t hint, uv_buf_t *buf)
{
	struct conn *c = h->data;

	(void)hint;
	*buf = uv_buf_init((char *)c->host->scratch, READ_OCTETS);
}

void
conn_on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct conn *c = stream->data;

	if (n == 0)
		return;
	conn_make_ready(c);
	if (n < 0) {
		c->eof = true;
		c->dead = n != UV_EOF;
		return;
	}
	if (c->lingers)
		return;
	conn_moved(c);
	const uint8_t *p = (const uint8_t *)buf->base;
	bool kept = c->ssl != NULL ? BIO_write(c->from_peer, p, (int)n) == n
				   : conn_octets_put(&c->in, p, (size_t)n);
	if (!kept)
		c->dead = true;
}

static void
on_closed(uv_handle_t *h)
{
	struct conn *c = h->data;
	struct conn_host *host = c->host;

	if (--c->handles > 0)
		return;
	*c->back = c->next;
	if (c->next != NULL)
		c->next->back = c->back;
	SSL_free(c->ssl);
	conn_zip_close(c->zip);
	conn_octets_drop(&c->in);
	conn_octets_drop(&c->out);
	free(c);
	host->n--;
	if (host->n == 0 && host->stopping)
		host->on_empty(host);
}

void
conn_destroy(struct conn *c)
{
	if (c->destroyed)
		return;
	c->destroyed = true;
	uv_close((uv_handle_t *)&c->clock, on_closed);
	uv_close((uv_handle_t *)&c->tcp, on_closed);
}

static void
on_turn(uv_prepare_t *turn)
{
	struct conn_host *h = turn->data;
	struct conn *later = h->later;

	h->later = NULL;
	uv_idle_stop(&h->idle);
	while (later != NULL) {
		struct conn *c = later;
		later = c->next_ready;
		c->is_ready = false;
		conn_make_ready(c);
	}
	while (h->ready != NULL) {
		struct conn *c = h->ready;
		h->ready = c->next_ready;
		if (h->ready == NULL)
			h->ready_last = &h->ready;
		c->is_ready = false;
		conn_turn(c);
	}
}

/* ---- all of them ---------------------------------------------------------- */

int
conn_host_open(struct conn_host *h, uv_loop_t *loop, SSL_CTX *tls, struct front *front, size_t most)
{
	*h = (struct conn_host){
		.loop = loop, .tls = tls, .front = front, .most = most, .handshake_ms = HANDSHAKE_MS
	};
	h->ready_last = &h->ready;
	h->scratch = malloc(READ_OCTETS);
	if (h->scratch == NULL || uv_prepare_init(loop, &h->turn) != 0 ||
	    uv_idle_init(loop, &h->idle) != 0) {
		free(h->scratch);
		return -1;
	}
	h->turn.data = h;
	uv_prepare_start(&h->turn, on_turn);
	return 0;
}

/* Where it comes from is not asked (ZERO_LOG_CLIENT, ZERO_DISK_CLIENT). */
void
conn_accept(struct conn_host *h, uv_stream_t *listener, const struct conn_kind *kind)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		/* libuv asks again only after an accept, so there is no way on. */
		fprintf(stderr, "refrelay: out of memory\n");
		exit(1);
	}
	c->host = h;
	c->kind = kind;
	c->protocol = kind->protocol;
	c->handles = 2;
	uv_tcp_init(h->loop, &c->tcp);
	uv_timer_init(h->loop, &c->clock);
	c->tcp.data = c->clock.data = c;
	c->next = h->all;
	if (c->next != NULL)
		c->next->back = &c->next;
	c->back = &h->all;
	h->all = c;
	h->n++;
	if (uv_accept(listener, (uv_stream_t *)&c->tcp) != 0 || h->n > h->most) {
		conn_destroy(c);
		return;
	}
	uv_tcp_nodelay(&c->tcp, 1);
	conn_turn_open(c);
}

void
conn_host_stop(struct conn_host *h)
{
	h->stopping = true;
	for (struct conn *c = h->all; c != NULL; c = c->next)
		conn_make_ready(c);
	if (h->n == 0)
		h->on_empty(h);
}

void
conn_host_close(struct conn_host *h)
{
	uv_close((uv_handle_t *)&h->turn, NULL);
	uv_close((uv_handle_t *)&h->idle, NULL);
	free(h->scratch);
	h->scratch = NULL;
}
