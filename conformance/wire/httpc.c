/* The client half of HTTP/1.1: connecting, saying, reading responses.  RFC 9110,
 * RFC 9112.  What the pages mean is in webc.c. */
#include "conformance/wire/httpc.h"

#include "conformance/wire/replyc.h"
#include "conformance/wire/tlsc.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { RESPONSE_SECONDS = 15, SEND_SECONDS = 60, BODY_MOST = 8 << 20, HEAD_MOST = 1 << 18 };

const char *
webc_name(struct run *r)
{
	return tlsc_name(r);
}

static struct httpc *
over(struct run *r, struct linkc *l)
{
	struct httpc *c = run_take(r, sizeof(*c));

	*c = (struct httpc){ .run = r, .link = l };
	return c;
}

struct httpc *
httpc_connect(struct run *r, enum port p)
{
	struct httpc *c = over(r, linkc_open(r, p));

	if (p == PORT_HTTPS)
		tlsc_up_as(c->link, (struct tls_offer){ .sni = webc_name(r), .alpn = "http/1.1" });
	return c;
}

struct httpc *
httpc_connect_name(struct run *r, const char *name)
{
	struct httpc *c = over(r, linkc_open(r, PORT_HTTPS));

	tlsc_up_as(c->link, (struct tls_offer){ .sni = name, .alpn = "http/1.1" });
	return c;
}

/* Method and target of a request line, as far as it looks like one. */
static void
stage_of(struct httpc *c, struct span s)
{
	size_t method = span_find(s, 0, ' ');
	size_t target = method < s.n ? span_find(s, method + 1, ' ') : s.n;
	size_t line = span_find(s, 0, '\r');

	if (line > s.n)
		line = s.n;
	if (target > line)
		target = line;
	snprintf(c->stage, sizeof(c->stage), "%.*s", (int)(target < 60 ? target : 60),
	    (const char *)s.p);
	for (char *p = c->stage; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	c->headless = span_starts(s, SPAN("HEAD "));
}

void
httpc_raw(struct httpc *c, struct span octets)
{
	if (!run_ok(c->run))
		return;
	stage_of(c, octets);
	c->kind = HTTPC_NONE;
	linkc_write(c->link, octets, run_deadline(c->run, SEND_SECONDS));
}

void
httpc_send(struct httpc *c, const char *fmt, ...)
{
	va_list args, again;

	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	char *p = run_take(c->run, n > 0 ? (size_t)n + 1 : 1);
	vsnprintf(p, n > 0 ? (size_t)n + 1 : 1, fmt, args);
	va_end(args);
	httpc_raw(c, SPAN_OF(p, n > 0 ? (size_t)n : 0));
}

void
httpc_request(struct httpc *c, const char *method, const char *target)
{
	httpc_send(c, "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", method, target, webc_name(c->run),
	    strcmp(method, "POST") == 0 ? "Content-Length: 0\r\n" : "");
}

/* ---- reading ---------------------------------------------------------------- */

static bool
more(struct httpc *c, int64_t deadline)
{
	return linkc_pending(c->link).n < BODY_MOST && linkc_fill(c->link, deadline);
}

static enum httpc_kind
ended(struct httpc *c)
{
	struct span left = linkc_pending(c->link);

	if (left.n == 0)
		return c->link->end == LINK_OPEN ? HTTPC_SILENT : HTTPC_CLOSED;
	c->head = run_keep(c->run, left);
	return HTTPC_MALFORMED;
}

static enum httpc_kind
wrong(struct httpc *c)
{
	c->head = run_keep(c->run, linkc_pending(c->link));
	return HTTPC_MALFORMED;
}

/* Moves the head out of the link. */
static enum httpc_kind
read_head(struct httpc *c, int64_t deadline)
{
	size_t n;

	while ((n = httpc_head_extent(linkc_pending(c->link))) == 0) {
		if (linkc_pending(c->link).n > HEAD_MOST)
			return wrong(c);
		if (!more(c, deadline))
			return ended(c);
	}
	c->head = run_keep(c->run, span_sub(linkc_pending(c->link), 0, n));
	if (!httpc_head_parse(c->head, &c->status))
		return wrong(c);
	linkc_take(c->link, n);
	return HTTPC_GOT;
}

static enum httpc_kind
read_length(struct httpc *c, uint64_t length, int64_t deadline)
{
	while (linkc_pending(c->link).n < length)
		if (length > BODY_MOST || !more(c, deadline))
			return wrong(c);
	c->body = run_keep(c->run, span_sub(linkc_pending(c->link), 0, (size_t)length));
	linkc_take(c->link, (size_t)length);
	return HTTPC_GOT;
}

static enum httpc_kind
read_chunks(struct httpc *c, int64_t deadline)
{
	struct span data = { NULL, 0 };

	for (;;) {
		size_t n = httpc_chunk(linkc_pending(c->link), &data);
		if (n == SIZE_MAX || c->body.n > BODY_MOST)
			return wrong(c);
		if (n == 0) {
			if (!more(c, deadline))
				return wrong(c);
			continue;
		}
		uint8_t *p = run_take(c->run, c->body.n + data.n + 1);
		if (c->body.n > 0)
			memcpy(p, c->body.p, c->body.n);
		if (data.n > 0)
			memcpy(p + c->body.n, data.p, data.n);
		c->body = SPAN_OF(p, c->body.n + data.n);
		bool last = data.n == 0;
		linkc_take(c->link, n);
		if (last)
			return HTTPC_GOT;
	}
}

static enum httpc_kind
read_to_close(struct httpc *c, int64_t deadline)
{
	while (more(c, deadline))
		continue;
	if (c->link->end == LINK_OPEN)
		return wrong(c);
	c->body = run_keep(c->run, linkc_pending(c->link));
	linkc_take(c->link, c->body.n);
	return HTTPC_GOT;
}

/* A body with a password is not for the transcript, nor is the password for any text. */
static void
log_response(struct httpc *c)
{
	json_t *o = json_loadb((const char *)c->body.p, c->body.n, 0, NULL);
	const char *password = json_string_value(json_object_get(o, "password"));

	linkc_log(c->link, 'S', c->head);
	if (password != NULL) {
		transcript_secret(&c->run->log, run_span(c->run, "%s", password));
		transcript_note(&c->run->log, c->link->number,
		    "a body of %zu octets with credentials, not shown", c->body.n);
	} else if (c->body.n > 0) {
		linkc_log(c->link, 'S', c->body);
	}
	json_decref(o);
}

static enum httpc_kind
read_response(struct httpc *c)
{
	int64_t deadline = run_deadline(c->run, RESPONSE_SECONDS);
	uint64_t length = 0;
	enum httpc_kind got;

	do {
		c->status = 0;
		c->head = c->body = (struct span){ NULL, 0 };
		got = read_head(c, deadline);
		if (got == HTTPC_GOT && c->status < 200 && c->status != 101)
			linkc_log(c->link, 'S', c->head);
	} while (got == HTTPC_GOT && c->status < 200 && c->status != 101);
	if (got != HTTPC_GOT)
		return got;
	switch (httpc_framing(c->head, c->status, c->headless, &length)) {
	case HTTPC_BODY_NONE: break;
	case HTTPC_BODY_LENGTH: got = read_length(c, length, deadline); break;
	case HTTPC_BODY_CHUNKED: got = read_chunks(c, deadline); break;
	case HTTPC_BODY_CLOSE: got = read_to_close(c, deadline); break;
	case HTTPC_BODY_WRONG: got = HTTPC_MALFORMED; break;
	}
	if (got == HTTPC_GOT)
		log_response(c);
	return got;
}

static struct span
seen(struct httpc *c)
{
	if (c->kind == HTTPC_GOT)
		return span_sub(c->head, 0, span_find(c->head, 0, '\r'));
	if (c->kind == HTTPC_MALFORMED)
		return run_span(c->run, "octets that are no response: %.*s",
		    (int)(c->head.n < 300 ? c->head.n : 300), (const char *)c->head.p);
	return linkc_end_text(c->link);
}

static void
judge(struct httpc *c, enum mood mood, const char *want)
{
	if (!run_ok(c->run))
		return;
	c->kind = read_response(c);
	if ((c->kind == HTTPC_GOT || c->kind == HTTPC_CLOSED) &&
	    replyc_wanted(want, c->status, c->kind == HTTPC_CLOSED))
		return;
	if (c->kind == HTTPC_GOT && (c->status == 429 || c->status == 503))
		run_throttled(c->run, c->stage, want, seen(c));
	else
		run_disappoint(c->run, mood, c->stage, want, seen(c));
}

void
need_status(struct httpc *c, const char *want)
{
	judge(c, MOOD_NEED, want);
}

void
expect_status(struct httpc *c, const char *want)
{
	judge(c, MOOD_EXPECT, want);
}

void
expect_no_more(struct httpc *c)
{
	if (!run_ok(c->run) || c->kind == HTTPC_CLOSED)
		return;
	c->kind = read_response(c);
	if (c->kind != HTTPC_CLOSED)
		run_disappoint(c->run, MOOD_EXPECT, c->stage,
		    "a closed connection and no further response", seen(c));
}

/* ---- looking ----------------------------------------------------------------- */

int
httpc_status(const struct httpc *c)
{
	return run_ok(c->run) && c->kind == HTTPC_GOT ? c->status : 0;
}

struct span
httpc_body(const struct httpc *c)
{
	return httpc_status(c) > 0 ? c->body : (struct span){ NULL, 0 };
}

size_t
httpc_fields(const struct httpc *c, const char *name)
{
	struct span first;

	return httpc_status(c) > 0 ? httpc_head_fields(c->head, name, &first) : 0;
}

struct span
httpc_field(const struct httpc *c, const char *name)
{
	struct span first = { NULL, 0 };

	if (httpc_status(c) > 0)
		httpc_head_fields(c->head, name, &first);
	return first;
}

bool
httpc_field_has(const struct httpc *c, const char *name, const char *word)
{
	struct span s = httpc_field(c, name);

	for (size_t at = 0; at < s.n;) {
		size_t end = at;
		while (end < s.n && s.p[end] != ',' && s.p[end] != ';')
			end++;
		if (span_eq_nocase(span_trim(span_sub(s, at, end - at)), span_str(word)))
			return true;
		at = end + 1;
	}
	return false;
}

bool
httpc_is(const struct httpc *c, const char *type)
{
	struct span s = httpc_field(c, "Content-Type");

	return span_eq_nocase(span_trim(span_sub(s, 0, span_find(s, 0, ';'))), span_str(type));
}

bool
httpc_says_close(const struct httpc *c)
{
	return httpc_field_has(c, "Connection", "close") || span_starts(c->head, SPAN("HTTP/1.0"));
}

/* ---- a connection each --------------------------------------------------------- */

struct httpc *
need_page(struct run *r, const char *target)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);

	httpc_request(c, "GET", target);
	need_status(c, "200");
	return c;
}

struct httpc *
expect_page(struct run *r, const char *method, const char *target, const char *want)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);

	httpc_request(c, method, target);
	expect_status(c, want);
	return c;
}

struct httpc *
expect_answer(struct run *r, struct span octets, const char *want)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);

	httpc_raw(c, octets);
	expect_status(c, want);
	return c;
}

void
expect_cut(struct run *r, struct span octets, const char *want)
{
	expect_no_more(expect_answer(r, octets, want));
}
