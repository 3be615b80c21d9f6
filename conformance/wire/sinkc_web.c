/* The HTTPS end of a sink: /mxdeliv and policies of MTA-STS.  RFC 9112, RFC 8461
 * (3.1, 3.2).  Requests are taken as they are: what is wrong with one is for the
 * cases to say. */
#include "conformance/wire/sinkc.h"

#include "conformance/wire/httpc.h"
#include "conformance/wire/sink_place.h"
#include "conformance/wire/sock.h"

#include <string.h>

enum { HEAD_MOST = 65536 };

static const char policy_path[] = "/.well-known/mta-sts.txt";

static struct sink_web *
open_web(struct run *r, const char *name, const char *address, struct sink_how how)
{
	const struct sink_place *p = r->plan->target->sinks;
	struct sink_web *w = run_take(r, sizeof(*w));

	w->last_seen = &w->seen;
	if (!sinkc_open_door(r, &w->door, name, address, p != NULL ? p->https_port : 0, how))
		return w;
	w->next = r->sinks->webs;
	r->sinks->webs = w;
	return w;
}

struct sink_web *
sink_web_open(struct run *r, const char *name, struct sink_how how)
{
	struct sink_web *w = open_web(r, peer_name(r, name), NULL, how);

	if (run_ok(r) && !how.unpublished)
		dnsc_set(r, name, "A", "%s", w->door.address);
	return w;
}

struct sink_web *
sink_web_beside(struct sink *s, struct sink_how how)
{
	return open_web(s->door.run, s->door.name, s->door.address, how);
}

/* ---- answers ------------------------------------------------------------------------------------- */

static void
set_answer(struct sink_web *w, const struct web_answer *a)
{
	struct web_answer *new_one = run_take(w->door.run, sizeof(*new_one));

	*new_one = *a;
	new_one->next = w->answers;
	w->answers = new_one;
}

void
sink_web_answer(
    struct sink_web *w, const char *path, int status, const char *lines, struct span body)
{
	set_answer(w,
	    &(struct web_answer){ .path = path,
		.status = status,
		.lines = lines != NULL ? lines : "",
		.body = body });
}

void
sink_web_endless(struct sink_web *w, const char *path, size_t octets)
{
	set_answer(w,
	    &(struct web_answer){ .path = path,
		.status = 200,
		.lines = "Content-Type: text/plain\r\n",
		.endless = octets });
}

void
sink_web_silent(struct sink_web *w, const char *path)
{
	set_answer(w, &(struct web_answer){ .path = path });
}

static void
answer(struct sinkc *c, struct span path)
{
	const struct web_answer *a = c->web->answers;
	static const struct web_answer missing = { .status = 404, .lines = "" };

	while (a != NULL && !span_eq(span_str(a->path), path))
		a = a->next;
	if (a == NULL)
		a = &missing;
	if (a->status == 0) {
		c->hung = true;
		return;
	}
	const char *length = a->endless > 0
	    ? "Connection: close\r\n"
	    : run_text(c->run, "Content-Length: %zu\r\n", a->body.n);
	struct span head =
	    run_span(c->run, "HTTP/1.1 %d -\r\n%s%s\r\n", a->status, length, a->lines);
	sinkc_log(c, 'C', head);
	sinkc_put(c, edit_join(c->run, head, a->body));
	c->flood = a->endless;
	c->ends = a->endless > 0;
}

/* ---- requests ------------------------------------------------------------------------------------ */

/* The whole body behind the head, decoded; octets taken, 0: more is needed, SIZE_MAX: wrong. */
static size_t
take_body(struct run *r, struct span head, struct span rest, struct span *body)
{
	uint64_t length = 0;
	struct buf b;

	*body = (struct span){ NULL, 0 };
	/* As for a response, but that a request without a length has no body. */
	switch (httpc_framing(head, 200, false, &length)) {
	case HTTPC_BODY_NONE:
	case HTTPC_BODY_CLOSE: return head.n;
	case HTTPC_BODY_WRONG: return SIZE_MAX;
	case HTTPC_BODY_LENGTH:
		if (rest.n < length)
			return 0;
		*body = run_keep(r, span_sub(rest, 0, (size_t)length));
		return head.n + (size_t)length;
	case HTTPC_BODY_CHUNKED: break;
	}
	size_t taken = 0;
	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1)
			buf_init(&b, run_take(r, taken), taken);
		for (taken = 0;;) {
			struct span data;
			size_t n = httpc_chunk(span_sub(rest, taken, rest.n), &data);
			if (n == 0 || n == SIZE_MAX)
				return n;
			taken += n;
			if (pass == 1)
				buf_put(&b, data);
			if (data.n == 0)
				break;
		}
	}
	*body = buf_span(&b);
	return head.n + taken;
}

/* Its path. */
static struct span
note(struct sinkc *c, struct span head, struct span body)
{
	struct web_seen *s = run_take(c->run, sizeof(*s));
	size_t first = span_find(head, 0, ' ') + 1, second = span_find(head, first, ' ');

	s->path = span_sub(head, first, second - first);
	s->request = (struct sink_request){
		.head = head,
		.body = body,
		.sni = c->sni,
		.tls = c->mail.tls,
		.at_us = run_now_us(),
	};
	*c->web->last_seen = s;
	c->web->last_seen = &s->next;
	sinkc_log(c, 'S', head);
	sinkc_log(c, 'S', body);
	return s->path;
}

void
sinkc_serve_web(struct sinkc *c)
{
	while (c->fd >= 0 && !c->shaking && !c->hung && !c->ends && c->in.n > 0 && run_ok(c->run)) {
		struct span all = buf_span(&c->in), body, value;
		size_t n = httpc_head_extent(all);
		if (n == 0 && all.n <= HEAD_MOST)
			return;
		struct span head = span_sub(all, 0, n);
		if (n > 0 && !c->told_continue && httpc_head_fields(head, "Expect", &value) > 0) {
			c->told_continue = true;
			sinkc_put(c, SPAN("HTTP/1.1 100 Continue\r\n\r\n"));
		}
		size_t took =
		    n == 0 ? SIZE_MAX : take_body(c->run, head, span_sub(all, n, all.n), &body);
		if (took == 0)
			return;
		if (took == SIZE_MAX) {
			sinkc_over(c, "a request that is none; closed by us");
			return;
		}
		head = run_keep(c->run, head);
		buf_eat(&c->in, took);
		c->told_continue = false;
		answer(c, note(c, head, body));
	}
}

/* ---- asking ---------------------------------------------------------------------------------------- */

static const struct web_seen *
nth(const struct sink_web *w, const char *path, unsigned n)
{
	unsigned seen = 0;

	for (const struct web_seen *s = w->seen; s != NULL; s = s->next)
		if ((path == NULL || span_eq(s->path, span_str(path))) && ++seen == n)
			return s;
	return NULL;
}

static struct sink_request
wait_request(struct sink_web *w, enum mood mood, const char *path, unsigned n)
{
	static const struct sink_request none = { .sni = "" };
	struct run *r = w->door.run;
	int64_t deadline = run_deadline(r, SINK_SECONDS);
	const struct web_seen *s = NULL;

	while (run_ok(r) && (s = nth(w, path, n)) == NULL && sock_serve(deadline))
		continue;
	if (s != NULL)
		return s->request;
	run_disappoint(r, mood, "HTTPS",
	    run_text(
		r, "request %u for %s at %s, within %d s", n, path, w->door.name, SINK_SECONDS),
	    run_span(r, "it did not come; %u connections, %u of them with TLS", w->door.callers,
		w->door.handshakes));
	return none;
}

struct sink_request
need_web_request(struct sink_web *w, const char *path, unsigned n)
{
	return wait_request(w, MOOD_NEED, path, n);
}

struct sink_request
expect_web_request(struct sink_web *w, const char *path, unsigned n)
{
	return wait_request(w, MOOD_EXPECT, path, n);
}

unsigned
sink_web_requests(struct sink_web *w, const char *path)
{
	unsigned n = 0;

	if (run_ok(w->door.run))
		while (sock_serve(0))
			continue;
	while (nth(w, path, n + 1) != NULL)
		n++;
	return n;
}

unsigned
sink_web_handshakes(struct sink_web *w)
{
	return w->door.handshakes;
}

void
expect_no_web_request(struct sink_web *w, const char *path)
{
	unsigned n = sink_web_requests(w, path);

	if (n > 0)
		run_disappoint(w->door.run, MOOD_EXPECT, "HTTPS",
		    run_text(w->door.run, "no request for %s at %s",
			path != NULL ? path : "anything", w->door.name),
		    run_span(w->door.run, "there were %u", n));
}

size_t
sinkc_fields(const struct sink_request *q, const char *name)
{
	struct span first;

	return q->head.n > 0 ? httpc_head_fields(q->head, name, &first) : 0;
}

struct span
sinkc_field(const struct sink_request *q, const char *name)
{
	struct span first = { NULL, 0 };

	if (q->head.n > 0)
		httpc_head_fields(q->head, name, &first);
	return first;
}

/* ---- MTA-STS ------------------------------------------------------------------------------------------ */

struct sink_web *
sts_policy_raw(struct run *r, const char *name, struct span body, struct sink_how how)
{
	bool top = name[0] == '\0';
	struct sink_web *w =
	    sink_web_open(r, top ? "mta-sts" : run_text(r, "mta-sts.%s", name), how);

	sink_web_answer(w, policy_path, 200, "Content-Type: text/plain\r\n", body);
	dnsc_set(r, top ? "_mta-sts" : run_text(r, "_mta-sts.%s", name), "TXT",
	    "\"v=STSv1; id=%s\"", r->token);
	return w;
}

struct sink_web *
sts_policy(struct run *r, const char *name, const char *mode, const char *mx)
{
	struct span body = run_span(r, "version: STSv1\r\nmode: %s\r\nmx: %s\r\nmax_age: 86400\r\n",
	    mode, mx != NULL ? mx : run_text(r, "*.%s", peer_name(r, name)));

	return sts_policy_raw(r, name, body, (struct sink_how){ .min = 0 });
}
