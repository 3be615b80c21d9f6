/* Passes a request on to the realtime relay behind us, and its answer back.
 *
 * The outbound process connects, we hold the socket and move octets: what came
 * in one turn goes out, and who reads slowly stops who writes.  Only a stream
 * that both sides agreed on (101) carries what the client says after its
 * request; otherwise it could ask the program behind us for anything else.
 * Nothing is looked into but the head of the request and the first line of the
 * answer.  Source: RFC 9110, 7.6 and 7.8. */
#include "reference/shell/http_upstream.h"

#include "reference/core/http_reply.h"
#include "reference/shell/clock.h"
#include "reference/shell/outbound_client.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	ANSWER_MS = 20 * 1000,   /* from the request to the end of its answer, or to 101 */
	IDLE_MS = 120 * 1000,    /* of a stream; the ends say something more often */
	STALL_MS = 60 * 1000,    /* for the upstream to take what waits */
	QUEUE_MOST = 256 * 1024, /* octets that wait for a slow reader */
	READ_OCTETS = 64 * 1024,
	STATUS_OCTETS = 12 /* "HTTP/1.1 101" */
};

struct upstream {
	struct conn *c; /* NULL: the client is gone */
	struct front *f;
	uv_tcp_t tcp;
	uv_timer_t deadline;
	int handles;    /* that libuv still holds */
	bool open;      /* tcp is one of them */
	bool reading;   /* tcp */
	bool upgrades;  /* the request asks for it */
	bool streams;   /* and got it */
	bool waits;     /* the client is held until the upstream has taken something */
	bool answered;  /* something has been passed on to the client */
	struct buf out; /* the request, until it is sent; malloc'ed */
	uint8_t status[STATUS_OCTETS];
	size_t status_n;
	uint8_t in[READ_OCTETS];
};

struct sending {
	uv_write_t write;
	struct upstream *u;
	uint8_t octets[];
};

bool
http_upstream_wants(const struct front *f, struct span path)
{
	/* RT_PING, RT_GENERATE_204, and RT_ONLY_THREE: nothing else */
	return f->config->iroh_upstream != NULL && f->outbound != NULL &&
	    (span_eq(path, SPAN("/relay")) || span_eq(path, SPAN("/ping")) ||
		span_eq(path, SPAN("/generate_204")));
}

/* ---- the request ---------------------------------------------------------- */

/* Is this one of the comma-separated words? */
static bool
has_word(struct span list, struct span word)
{
	for (size_t at = 0; at <= list.n;) {
		size_t end = span_find(list, at, ',');
		if (span_eq_nocase(span_trim(span_sub(list, at, end - at)), word))
			return true;
		at = end + 1;
	}
	return false;
}

/* Does any Connection field name this word? */
static bool
connection_names(struct span octets, struct span word)
{
	struct span line, name, value;
	size_t at = http_first_field(octets);

	while (http_next_field(octets, &at, &line, &name, &value))
		if (span_eq_nocase(name, SPAN("Connection")) && has_word(value, word))
			return true;
	return false;
}

/* Fields between the client and us, of a body that there is not, and those that
 * would say who the client is. */
static bool
stays_here(struct span octets, struct span name)
{
	static const char *const names[] = { "Connection", "Upgrade", "Host", "Keep-Alive",
		"Proxy-Connection", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding",
		"Content-Length", "Expect", "Cookie", "Forwarded", "X-Real-IP" };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (span_eq_nocase(name, span_str(names[i])))
			return true;
	return span_starts_nocase(name, SPAN("X-Forwarded-")) || connection_names(octets, name);
}

static void
put_upgrade(struct buf *b, struct span octets)
{
	struct span line, name, value;
	size_t at = http_first_field(octets);

	while (http_next_field(octets, &at, &line, &name, &value)) {
		if (!span_eq_nocase(name, SPAN("Upgrade")))
			continue;
		buf_put_str(b, "Upgrade: ");
		buf_put(b, value);
		buf_put_str(b, "\r\n");
	}
}

static void
put_request(struct upstream *u, struct span octets, const struct http_head *head)
{
	struct span line, name, value;
	size_t at = http_first_field(octets);
	struct buf *b = &u->out;

	buf_put(b, head->method);
	buf_put_octet(b, ' ');
	buf_put(b, head->target);
	buf_put_str(b, " HTTP/1.1\r\nHost: ");
	buf_put(b, u->f->config->domain);
	buf_put_str(b, u->upgrades ? "\r\nConnection: upgrade\r\n" : "\r\nConnection: close\r\n");
	if (u->upgrades)
		put_upgrade(b, octets);
	while (http_next_field(octets, &at, &line, &name, &value)) {
		if (stays_here(octets, name))
			continue;
		buf_put(b, line);
		buf_put_str(b, "\r\n");
	}
	buf_put_str(b, "\r\n");
}

/* ---- the end -------------------------------------------------------------- */

static void
refuse(struct upstream *u, unsigned status)
{
	struct http_reply r = { .status = status, .close = true, .now = clock_now() };
	uint8_t memory[1024];
	struct buf b;

	r.allow = status == 405 ? SPAN("GET, HEAD") : SPAN("");
	if (u->c == NULL)
		return;
	buf_init(&b, memory, sizeof(memory));
	http_reply_head(&b, &r);
	if (!u->answered)
		conn_write(u->c, buf_span(&b));
	conn_close(u->c);
}

static void
on_closed(uv_handle_t *h)
{
	struct upstream *u = h->data;

	if (--u->handles > 0)
		return;
	free(u->out.p);
	free(u);
}

static void
on_gone(void *state)
{
	struct upstream *u = state;

	u->c = NULL;
	outbound_forget(u->f->outbound, u);
	uv_close((uv_handle_t *)&u->deadline, on_closed);
	if (u->open)
		uv_close((uv_handle_t *)&u->tcp, on_closed);
}

static void
on_deadline(uv_timer_t *t)
{
	refuse(t->data, 504);
}

/* ---- client to upstream --------------------------------------------------- */

static void
on_sent(uv_write_t *w, int status)
{
	struct sending *s = w->data;
	struct upstream *u = s->u;

	free(s);
	if (u->c == NULL)
		return;
	if (status != 0) {
		conn_close(u->c);
		return;
	}
	if (u->waits && uv_stream_get_write_queue_size((uv_stream_t *)&u->tcp) < QUEUE_MOST / 2) {
		u->waits = false;
		uv_timer_stop(&u->deadline);
		conn_resume(u->c);
	}
}

static bool
send_octets(struct upstream *u, struct span octets)
{
	struct sending *s = malloc(sizeof(*s) + octets.n);

	if (s == NULL)
		return false;
	s->write.data = s;
	s->u = u;
	memcpy(s->octets, octets.p, octets.n);
	uv_buf_t b = uv_buf_init((char *)s->octets, (unsigned)octets.n);
	if (uv_write(&s->write, (uv_stream_t *)&u->tcp, &b, 1, on_sent) == 0)
		return true;
	free(s);
	return false;
}

/* Called for a stream only: until then the client is held. */
static size_t
on_input(void *state, struct span in)
{
	struct upstream *u = state;

	if (!u->streams)
		return 0;
	if (!send_octets(u, in)) {
		conn_close(u->c);
		return in.n;
	}
	if (uv_stream_get_write_queue_size((uv_stream_t *)&u->tcp) > QUEUE_MOST) {
		u->waits = true;
		uv_timer_start(&u->deadline, on_deadline, STALL_MS, 0);
		conn_hold(u->c);
	}
	return in.n;
}

/* ---- upstream to client --------------------------------------------------- */

static void
pass_on(struct upstream *u, struct span octets)
{
	if (octets.n == 0)
		return;
	u->answered = true;
	conn_write(u->c, octets);
}

/* RT_UPGRADE: the answer decides what this connection is from here on.  False:
 * it is not an answer. */
static bool
judge_status(struct upstream *u)
{
	struct span s = SPAN_OF(u->status, STATUS_OCTETS);

	if (!span_starts(s, SPAN("HTTP/1.")))
		return false;
	u->streams = span_eq(span_sub(s, 8, 4), SPAN(" 101"));
	if (u->streams && !u->upgrades)
		return false;
	pass_on(u, s);
	if (u->streams) {
		uv_timer_stop(&u->deadline);
		conn_idle_limit(u->c, IDLE_MS);
		conn_resume(u->c);
	}
	return true;
}

static void
take(struct upstream *u, struct span octets)
{
	if (u->status_n < STATUS_OCTETS) {
		size_t n = STATUS_OCTETS - u->status_n;
		struct span first = span_sub(octets, 0, n);
		memcpy(u->status + u->status_n, first.p, first.n);
		u->status_n += first.n;
		octets = span_sub(octets, first.n, octets.n);
		if (u->status_n < STATUS_OCTETS)
			return;
		if (!judge_status(u)) {
			refuse(u, 502);
			return;
		}
	}
	pass_on(u, octets);
}

static void
on_alloc(uv_handle_t *h, size_t hint, uv_buf_t *b)
{
	struct upstream *u = h->data;

	(void)hint;
	*b = uv_buf_init((char *)u->in, sizeof(u->in));
}

static void
on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *b)
{
	struct upstream *u = stream->data;

	if (u->c == NULL || n == 0)
		return;
	if (n < 0) {
		refuse(u, 502); /* or just the end, when there was an answer */
		return;
	}
	take(u, SPAN_OF(b->base, (size_t)n));
	if (u->c != NULL && conn_queued(u->c) > QUEUE_MOST) {
		u->reading = false;
		uv_read_stop(stream);
	}
}

static void
on_drained(void *state)
{
	struct upstream *u = state;

	if (u->open && !u->reading && conn_queued(u->c) <= QUEUE_MOST)
		u->reading = uv_read_start((uv_stream_t *)&u->tcp, on_alloc, on_read) == 0;
}

/* ---- the beginning -------------------------------------------------------- */

static void
on_connected(void *ctx, int fd)
{
	struct upstream *u = ctx;

	if (fd == -1) {
		refuse(u, 502);
		return;
	}
	uv_tcp_init(conn_loop(u->c), &u->tcp);
	u->tcp.data = u;
	u->open = true;
	u->handles++;
	if (uv_tcp_open(&u->tcp, fd) != 0) {
		close(fd);
		refuse(u, 502);
		return;
	}
	uv_tcp_nodelay(&u->tcp, 1);
	if (!send_octets(u, buf_span(&u->out)))
		refuse(u, 502);
	on_drained(u);
}

void *
http_upstream_new(struct conn *c, struct front *f, struct span octets, const struct http_head *head)
{
	struct upstream *u = calloc(1, sizeof(*u));
	size_t cap = 2 * octets.n + f->config->domain.n + 256;

	if (u == NULL)
		return NULL;
	u->c = c;
	u->f = f;
	buf_init(&u->out, malloc(cap), cap);
	if (u->out.p == NULL) {
		free(u);
		return NULL;
	}
	u->upgrades = !head->http_1_0 && connection_names(octets, SPAN("Upgrade"));
	put_request(u, octets, head);
	uv_timer_init(conn_loop(c), &u->deadline);
	u->deadline.data = u;
	u->handles = 1;
	conn_hold(c);
	conn_idle_limit(c, 2 * ANSWER_MS);
	if (!span_eq(head->method, SPAN("GET")) && !span_eq(head->method, SPAN("HEAD"))) {
		refuse(u, 405);
		return u;
	}
	if (head->length > 0 || head->chunked) {
		refuse(u, 413);
		return u;
	}
	uv_timer_start(&u->deadline, on_deadline, ANSWER_MS, 0);
	outbound_connect(f->outbound, on_connected, u);
	return u;
}

const struct protocol protocol_upstream = {
	.name = "upstream",
	.input = on_input,
	.drained = on_drained,
	.gone = on_gone,
};
