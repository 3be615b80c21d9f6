/* HTTP/1.1 on a connection: requests in, prepared pages out; and mail in.
 *
 * Does: keep-alive, pipelining (one answer after the other), HEAD, bodies read
 * to their end and thrown away unless they are mail (http_mxdeliv.c), a time limit
 * for every request.
 * Does not: look at anything but method, path and Host; log; know who asks. */
#include "reference/core/http_body.h"
#include "reference/core/http_reply.h"
#include "reference/shell/clock.h"
#include "reference/shell/conn.h"
#include "reference/shell/front.h"
#include "reference/shell/http_mxdeliv.h"
#include "reference/shell/http_upstream.h"
#include "reference/shell/web.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum {
	IDLE_MS = 30 * 1000,    /* between requests */
	REQUEST_MS = 20 * 1000, /* from the first octet of a request to its last */
	MAIL_MS = 300 * 1000,   /* the same of one that brings a message */
	VERDICT_MS = 90 * 1000, /* for keys, and for the store */
	REQUESTS_MOST = 1000,   /* on one connection */
	HEAD_MOST = 8192,       /* of an answer: the longest Location and the fields */
	NEW_MOST = 2048,
	LOCATION_MOST = HTTP_LINE_MAX + 320
};

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

struct http {
	struct conn *conn;
	struct front *front;
	bool tls;
	uint64_t began; /* when the first octet of this request was seen; 0: not yet */
	unsigned requests;
	/* The request whose body is being read. */
	bool in_body;
	struct http_body body;
	enum method method;
	bool close;
	const struct web_page *page; /* NULL: none */
	char *location;              /* to be redirected there; malloc'd */
	bool is_mxdeliv;             /* its path */
	struct http_mxdeliv *mail;   /* the message that it brings; NULL: none */
};

/* ---- answers ---------------------------------------------------------------- */

/* The head of an answer, and its body unless only the head was asked for. */
static void
send_reply(struct http *h, struct http_reply *r, struct span body)
{
	uint8_t octets[HEAD_MOST];
	struct buf b;

	buf_init(&b, octets, sizeof(octets));
	r->length = body.n;
	r->now = clock_now();
	r->close = h->close;
	r->more = h->tls ? web_fields(h->front->web) : SPAN("");
	http_reply_head(&b, r);
	if (b.full) { /* cannot be: every part of it is bounded */
		conn_close(h->conn);
		return;
	}
	conn_write(h->conn, buf_span(&b));
	if (h->method != METHOD_HEAD) /* WEB_HEAD */
		conn_write(h->conn, body);
}

/* The words of the status are the whole answer. */
static void
send_words(struct http *h, struct http_reply *r)
{
	uint8_t octets[80];
	struct buf b;

	buf_init(&b, octets, sizeof(octets));
	buf_put_u64(&b, r->status);
	buf_put_octet(&b, ' ');
	buf_put(&b, http_reason(r->status));
	buf_put_octet(&b, '\n');
	r->type = SPAN("text/plain; charset=utf-8");
	send_reply(h, r, buf_span(&b));
}

static void
send_status(struct http *h, unsigned status)
{
	struct http_reply r = { .status = status, .cache = SPAN("no-store") };

	send_words(h, &r);
}

static void
redirect(struct http *h, struct span location)
{
	struct http_reply r = { .status = 301, .location = location };

	send_words(h, &r);
}

/* A page answers to GET and HEAD, the maker of accounts to POST too. */
static void
refuse_method(struct http *h, struct span allow)
{
	struct http_reply r = { .status = 405, .allow = allow };

	send_words(h, &r); /* WEB_METHOD */
}

/* WEB_NEW_POST */
static void
send_new(struct http *h)
{
	uint8_t octets[NEW_MOST];
	struct buf b;
	struct http_reply r = { .status = 200, .type = h->page->type, .cache = h->page->cache };

	buf_init(&b, octets, sizeof(octets));
	if (web_new(h->front->config, &b) == -1)
		send_status(h, 500);
	else
		send_reply(h, &r, buf_span(&b));
	OPENSSL_cleanse(octets, sizeof(octets));
}

static void
send_page(struct http *h, const struct web_page *page)
{
	struct http_reply r = { .status = page->status, .type = page->type, .cache = page->cache };

	send_reply(h, &r, page->body);
}

/* The answer is on its way. */
static void
finish(struct http *h)
{
	free(h->location);
	h->location = NULL;
	http_mxdeliv_free(h->mail);
	h->mail = NULL;
	h->in_body = false;
	h->began = 0;
	if (h->close)
		conn_close(h->conn);
	else
		conn_idle_limit(h->conn, IDLE_MS); /* WEB_KEEPALIVE */
}

static void
answer(struct http *h)
{
	bool reads = h->method == METHOD_GET || h->method == METHOD_HEAD;

	if (h->location != NULL)
		redirect(h, span_str(h->location)); /* WEB_REDIRECT WEB_WWW */
	else if (h->is_mxdeliv)
		refuse_method(h, SPAN("POST")); /* MXD_METHOD */
	else if (h->page == NULL)
		send_page(h, web_not_found(h->front->web)); /* WEB_NOT_FOUND */
	else if (h->page->kind == WEB_NEW && h->method == METHOD_POST)
		send_new(h);
	else if (h->page->kind == WEB_NEW && reads)
		redirect(h, web_account_link(h->front->web)); /* WEB_NEW_GET */
	else if (h->page->kind == WEB_NEW)
		refuse_method(h, SPAN("GET, HEAD, POST"));
	else if (reads)
		send_page(h, h->page);
	else
		refuse_method(h, SPAN("GET, HEAD"));
	finish(h);
}

/* What became of the message, in the words of SMTP. */
static void
send_verdict(struct http *h, enum smtp_reply verdict)
{
	uint8_t octets[SMTP_REPLY_MAX];
	struct buf b;
	struct http_reply r = { .status = http_mxdeliv_status(verdict),
		.type = SPAN("text/plain; charset=utf-8"),
		.cache = SPAN("no-store") };

	buf_init(&b, octets, sizeof(octets));
	http_mxdeliv_words(&b, verdict, h->front->config->domain);
	send_reply(h, &r, buf_span(&b));
}

static void
on_verdict(void *ctx, enum smtp_reply no)
{
	struct http *h = ctx;

	send_verdict(h, no == SMTP_SILENT ? SMTP_STORED : no);
	finish(h);
	conn_resume(h->conn);
}

/* The request is whole. */
static void
act(struct http *h)
{
	enum smtp_reply no;

	if (h->mail == NULL) {
		answer(h);
		return;
	}
	no = http_mxdeliv_take(h->mail, conn_loop(h->conn), on_verdict, h);
	if (no == SMTP_SILENT) {
		conn_hold(h->conn);
		conn_idle_limit(h->conn, VERDICT_MS);
		return;
	}
	send_verdict(h, no);
	finish(h);
}

/* What was read cannot be trusted any more, nor where the next request begins. */
static void
fail(struct http *h, enum http_read why)
{
	static const unsigned status[] = { [HTTP_MORE] = 408,
		[HTTP_DONE] = 500,
		[HTTP_BAD] = 400,
		[HTTP_TOO_LARGE] = 413,
		[HTTP_URI_TOO_LONG] = 414,
		[HTTP_EXPECTATION] = 417,
		[HTTP_HEAD_TOO_LARGE] = 431,
		[HTTP_UNKNOWN_CODING] = 501,
		[HTTP_UNKNOWN_VERSION] = 505 };

	h->close = true; /* WEB_TWO_LENGTHS WEB_LENGTH_AND_CHUNKED */
	h->method = METHOD_OTHER;
	if (h->mail != NULL && why == HTTP_TOO_LARGE)
		send_verdict(h, SMTP_TOO_BIG); /* MXD_HUGE */
	else
		send_status(h, status[why]);
	conn_close(h->conn);
}

/* ---- requests --------------------------------------------------------------- */

static enum method
method_of(struct span word)
{
	if (span_eq(word, SPAN("GET")))
		return METHOD_GET;
	if (span_eq(word, SPAN("HEAD")))
		return METHOD_HEAD;
	return span_eq(word, SPAN("POST")) ? METHOD_POST : METHOD_OTHER;
}

/* Clear text and the name with www. lead to the one place there is. */
static bool
is_elsewhere(const struct http *h, const struct http_head *head)
{
	struct span domain = h->front->config->domain;

	return !h->tls ||
	    (head->host.n == domain.n + 4 && span_starts_nocase(head->host, SPAN("www.")) &&
		span_eq_nocase(span_sub(head->host, 4, domain.n), domain));
}

/* Keeps of the head what the answer depends on.  -1: no memory. */
static int
note(struct http *h, const struct http_head *head)
{
	h->method = method_of(head->method);
	h->close = head->close || ++h->requests >= REQUESTS_MOST;
	h->is_mxdeliv = h->tls && http_mxdeliv_wants(h->front, head->path);
	h->page = web_find(h->front->web, head->path);
	if (!is_elsewhere(h, head))
		return 0;
	struct buf b;
	h->location = malloc(LOCATION_MOST);
	if (h->location == NULL)
		return -1;
	buf_init(&b, h->location, LOCATION_MOST - 1);
	buf_put(&b, web_origin(h->front->web));
	buf_put(&b, head->target.p[0] == '/' ? head->target : SPAN("/"));
	h->location[b.n] = '\0';
	return 0;
}

/* The head has come: answers, or begins to read the body.  Mail is kept, everything
 * else thrown away. */
static void
take_request(struct http *h, struct span in, const struct http_head *head)
{
	if (note(h, head) == -1) {
		conn_close(h->conn);
		return;
	}
	uint64_t most = HTTP_BODY_MAX;
	/* MXD_CLEAR_HTTP: in clear it is somewhere else, as everything is */
	if (h->is_mxdeliv && h->method == METHOD_POST && h->location == NULL) {
		h->mail = http_mxdeliv_new(h->front, span_sub(in, 0, head->n));
		if (h->mail == NULL) {
			conn_close(h->conn);
			return;
		}
		most = h->front->config->max_message_size;
	}
	enum http_read got = http_body_begin(&h->body, head, most); /* MXD_CHUNKED */
	if (got == HTTP_TOO_LARGE) {
		fail(h, got); /* WEB_BODY_HUGE */
	} else if (got == HTTP_DONE) {
		act(h);
	} else {
		h->in_body = true;
		if (head->expects)
			conn_write(h->conn, SPAN("HTTP/1.1 100 Continue\r\n\r\n"));
	}
}

static void http_gone(void *state);

/* True when the request is another server's and so is the connection. */
static bool
hand_over(struct http *h, struct span in, const struct http_head *head)
{
	if (!h->tls || !http_upstream_wants(h->front, head->path))
		return false;
	void *state = http_upstream_new(h->conn, h->front, span_sub(in, 0, head->n), head);
	if (state == NULL) {
		conn_close(h->conn);
		return true;
	}
	conn_become(h->conn, &protocol_upstream, state);
	http_gone(h);
	return true;
}

static size_t
read_head(struct http *h, struct span in)
{
	struct http_head head;
	enum http_read got = http_head_read(in, &head);

	if (got == HTTP_MORE)
		return 0;
	if (got != HTTP_DONE) {
		fail(h, got);
		return in.n;
	}
	if (!hand_over(h, in, &head))
		take_request(h, in, &head);
	return head.n;
}

static size_t
read_body(struct http *h, struct span in)
{
	size_t eaten;
	struct buf *keep = h->mail != NULL ? http_mxdeliv_room(h->mail, in.n) : NULL;
	enum http_read got = http_body_read(&h->body, in, keep, &eaten);

	if (got == HTTP_DONE)
		act(h);
	else if (got != HTTP_MORE)
		fail(h, got); /* WEB_BAD_CHUNK */
	return eaten;
}

/* ---- the protocol ------------------------------------------------------------- */

static void *
http_open(struct conn *c, struct front *f, bool tls)
{
	struct http *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return NULL;
	*h = (struct http){ .conn = c, .front = f, .tls = tls };
	conn_idle_limit(c, IDLE_MS);
	return h;
}

/* One request at most (WEB_PIPELINE: conn.c comes again with the rest). */
static size_t
http_input(void *state, struct span in)
{
	struct http *h = state;

	if (h->began == 0)
		h->began = conn_now(h->conn);
	uint64_t most = h->mail != NULL ? MAIL_MS : REQUEST_MS;
	if (conn_now(h->conn) - h->began > most) {
		fail(h, HTTP_MORE);
		return in.n;
	}
	return h->in_body ? read_body(h, in) : read_head(h, in);
}

static void
http_tls_on(void *state)
{
	(void)state; /* never asked for: RFC 2817 is not spoken here */
}

static void
http_gone(void *state)
{
	struct http *h = state;

	http_mxdeliv_free(h->mail);
	free(h->location);
	free(h);
}

const struct protocol protocol_http = { .name = "http/1.1",
	.open = http_open,
	.input = http_input,
	.tls_on = http_tls_on,
	.gone = http_gone };
