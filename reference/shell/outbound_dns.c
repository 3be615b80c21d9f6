/* DNS through libunbound, which validates.
 *
 * Its thread talks to the network and we read its answers from a descriptor,
 * so nothing here waits.  Whoever floods the front with names to look up gets
 * no room of our own mail, and a question that is not answered in time is over.
 * libunbound opens files when it is set up and never later. */
#include "reference/shell/outbound_dns.h"

#include "reference/core/mx_order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unbound.h>
#include <unistd.h>

enum { ANSWER_MS = 20 * 1000, CLASS_IN = 1, RCODE_NONAME = 3 };

static const char root_key[] = "/usr/share/dns/root.key";

struct dns {
	struct ub_ctx *ub;
	uv_loop_t *loop;
	uv_poll_t poll;
	/* Questions under way. */
	size_t n[DNS_ASKERS];
	struct dns_query *oldest[DNS_ASKERS], *newest[DNS_ASKERS];
};

struct dns_query {
	struct dns *dns;
	enum dns_asker who;
	uv_timer_t deadline;
	int id; /* of libunbound, while asked */
	bool asked;
	bool counted;
	struct dns_query *older, *newer; /* while counted */
	enum dns_result failure;         /* told when the timer fires */
	dns_cb *cb;
	void *ctx;
};

/* ---- questions ------------------------------------------------------------ */

static void
on_closed(uv_handle_t *h)
{
	free(h->data);
}

static void
query_enter(struct dns_query *q)
{
	struct dns *d = q->dns;

	q->counted = true;
	q->older = d->newest[q->who];
	*(q->older != NULL ? &q->older->newer : &d->oldest[q->who]) = q;
	d->newest[q->who] = q;
	d->n[q->who]++;
}

static void
query_leave(struct dns_query *q)
{
	struct dns *d = q->dns;

	if (q->asked)
		ub_cancel(d->ub, q->id);
	q->asked = false;
	if (!q->counted)
		return;
	q->counted = false;
	*(q->older != NULL ? &q->older->newer : &d->oldest[q->who]) = q->newer;
	*(q->newer != NULL ? &q->newer->older : &d->newest[q->who]) = q->older;
	d->n[q->who]--;
}

static void
query_end(struct dns_query *q)
{
	query_leave(q);
	uv_close((uv_handle_t *)&q->deadline, on_closed);
}

void
dns_cancel(struct dns_query *q)
{
	if (q != NULL)
		query_end(q);
}

static void
on_deadline(uv_timer_t *t)
{
	struct dns_query *q = t->data;
	struct dns_answer a = { .result = q->failure };

	query_end(q);
	q->cb(q->ctx, &a);
}

/* What the resolver found; OUT_DNS_SERVFAIL: all that is not sure is LATER. */
static void
read_result(struct dns_answer *a, int error, const struct ub_result *r)
{
	a->result = DNS_LATER;
	if (error != 0 || r == NULL || r->bogus)
		return;
	a->secure = r->secure != 0;
	if (r->rcode == RCODE_NONAME || (r->rcode == 0 && r->nxdomain)) {
		a->result = DNS_NO_NAME;
		return;
	}
	if (r->rcode != 0)
		return;
	a->result = r->havedata ? DNS_FOUND : DNS_NOTHING;
	for (size_t i = 0; r->havedata && r->data[i] != NULL && i < DNS_RECORDS_MOST; i++)
		a->records[a->n++] = SPAN_OF(r->data[i], (size_t)r->len[i]);
}

static void
on_answer(void *ctx, int error, struct ub_result *r)
{
	struct dns_query *q = ctx;
	struct dns_answer a = { 0 };

	q->asked = false;
	read_result(&a, error, r);
	query_end(q);
	q->cb(q->ctx, &a);
	ub_resolve_free(r);
}

/* The one that has waited longest is the least likely to be answered, and names
 * that nobody answers for must not keep out those that somebody does. */
static void
make_room(struct dns *d, enum dns_asker who)
{
	static const size_t most[DNS_ASKERS] = { DNS_OWN_MOST, DNS_FRONT_MOST };
	struct dns_query *q = d->oldest[who];

	if (d->n[who] < most[who])
		return;
	query_leave(q);
	uv_timer_start(&q->deadline, on_deadline, 0, 0);
}

struct dns_query *
dns_ask(
    struct dns *d, enum dns_asker who, struct span name, enum dns_type type, dns_cb *cb, void *ctx)
{
	struct dns_query *q = calloc(1, sizeof(*q));
	char text[DNS_NAME_MAX + 1];
	uint64_t ms = 0;

	if (q == NULL)
		return NULL;
	*q = (struct dns_query){ .dns = d, .who = who, .failure = DNS_LATER, .cb = cb, .ctx = ctx };
	uv_timer_init(d->loop, &q->deadline);
	q->deadline.data = q;
	if (!dns_name_ok(name)) {
		q->failure = DNS_NO_NAME;
	} else {
		make_room(d, who);
		memcpy(text, name.p, name.n);
		text[name.n] = '\0';
		q->asked =
		    ub_resolve_async(d->ub, text, (int)type, CLASS_IN, q, on_answer, &q->id) == 0;
		ms = q->asked ? ANSWER_MS : 0;
	}
	query_enter(q);
	uv_timer_start(&q->deadline, on_deadline, ms, 0);
	return q;
}

/* ---- the resolver --------------------------------------------------------- */

static void
on_readable(uv_poll_t *poll, int status, int events)
{
	struct dns *d = poll->data;

	(void)events;
	if (status == 0)
		ub_process(d->ub);
}

/* Many questions at a time, because some servers answer late or never. */
static const char *const options[][2] = {
	{ "outgoing-range:", "512" },
	{ "num-queries-per-thread:", "1024" },
	{ "outgoing-num-tcp:", "64" },
	{ "infra-keep-probing:", "yes" },
	{ "do-not-query-localhost:", "no" },
	{ "cache-max-ttl:", "3600" }, /* and no least one: DKIM_KEY_ROTATED */
	{ "cache-max-negative-ttl:", "60" },
	{ "val-bogus-ttl:", "5" },
};

static int
set_up(struct dns *d, const struct config *c, const char *anchor)
{
	int bad = 0;

	ub_ctx_debugout(d->ub, NULL); /* what it says could be a name */
	for (size_t i = 0; i < COUNT_OF(options); i++)
		if (ub_ctx_set_option(d->ub, options[i][0], options[i][1]) != 0)
			bad = 1;
	if (bad != 0 || ub_ctx_async(d->ub, 1) != 0) {
		fprintf(stderr, "refrelay: libunbound cannot be set up\n");
		return -1;
	}
	if (c->dns_server != NULL && ub_ctx_set_fwd(d->ub, c->dns_server) != 0) {
		fprintf(stderr,
		    "refrelay: dns_server = %s is not ADDRESS or ADDRESS@PORT, correct it\n",
		    c->dns_server);
		return -1;
	}
	/* Without that file the resolver begins at the root. */
	if (c->dns_server == NULL)
		(void)ub_ctx_resolvconf(d->ub, NULL);
	if (anchor[0] != '\0' && ub_ctx_add_ta_file(d->ub, anchor) != 0)
		return -1;
	return 0;
}

static int
find_anchor(const struct config *c, char *anchor, size_t n)
{
	anchor[0] = '\0';
	if (c->dns_trust_anchor == NULL) {
		if (access(root_key, R_OK) == 0)
			snprintf(anchor, n, "%s", root_key);
		return 0;
	}
	if (strcmp(c->dns_trust_anchor, "off") == 0)
		return 0;
	if (access(c->dns_trust_anchor, R_OK) == 0) {
		snprintf(anchor, n, "%s", c->dns_trust_anchor);
		return 0;
	}
	fprintf(stderr,
	    "%s: cannot be read, name a file of DS or DNSKEY records with dns_trust_anchor, "
	    "or `off`\n",
	    c->dns_trust_anchor);
	return -1;
}

struct dns *
dns_prepare(const struct config *c, char *anchor, size_t n)
{
	struct dns *d = calloc(1, sizeof(*d));
	struct ub_result *r = NULL;

	if (d == NULL || find_anchor(c, anchor, n) == -1) {
		free(d);
		return NULL;
	}
	d->ub = ub_ctx_create();
	if (d->ub == NULL || set_up(d, c, anchor) == -1) {
		dns_free(d);
		return NULL;
	}
	/* A name that it knows itself: it reads its files now. */
	if (ub_resolve(d->ub, "localhost", DNS_A, CLASS_IN, &r) != 0) {
		fprintf(stderr,
		    "refrelay: the resolver does not start; are there DS or DNSKEY records in "
		    "%s?\n",
		    anchor[0] != '\0' ? anchor : "no file");
		dns_free(d);
		return NULL;
	}
	ub_resolve_free(r);
	/* The operator's DNS may know it, and it is nobody else's (RFC 6761, 6.2). */
	(void)ub_ctx_zone_remove(d->ub, "test.");
	return d;
}

int
dns_start(struct dns *d, uv_loop_t *loop)
{
	d->loop = loop;
	if (uv_poll_init(loop, &d->poll, ub_fd(d->ub)) != 0)
		return -1;
	d->poll.data = d;
	return uv_poll_start(&d->poll, UV_READABLE, on_readable);
}

void
dns_free(struct dns *d)
{
	if (d == NULL)
		return;
	if (d->ub != NULL)
		ub_ctx_delete(d->ub);
	free(d);
}
