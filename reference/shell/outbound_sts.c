/* MTA-STS: record, policy file, memory (RFC 8461 3, 5.1).
 *
 * A policy is asked for again when the id in DNS changes, and holds until its
 * age is over, whoever stops DNS or the web server from answering.  After a file
 * that could not be had nobody asks for a while. */
#include "reference/shell/outbound_mail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REMEMBERED = 512, AGAIN_S = 300, HOST_OCTETS = DNS_NAME_MAX + 16 };

struct entry {
	char domain[DNS_NAME_MAX + 1]; /* empty: none */
	char id[STS_ID_MAX + 1];
	uint8_t *file; /* what the policy borrows from */
	struct sts_policy policy;
	uint64_t until, again; /* ms of the loop: holds; may be fetched again */
};

struct sts_cache {
	struct mail_world *world;
	struct entry entries[REMEMBERED];
	size_t next; /* to be overwritten */
};

struct sts_query {
	struct sts_cache *cache;
	char domain[DNS_NAME_MAX + 1], host[HOST_OCTETS], id[STS_ID_MAX + 1];
	struct dns_query *txt;
	struct address_query *addresses;
	struct https *https;
	struct addresses at;
	sts_cb *cb;
	void *ctx;
};

/* ---- memory --------------------------------------------------------------- */

static struct entry *
find(struct sts_cache *c, const char *domain)
{
	for (size_t i = 0; i < REMEMBERED; i++)
		if (strcmp(c->entries[i].domain, domain) == 0)
			return &c->entries[i];
	return NULL;
}

static struct entry *
find_or_make(struct sts_cache *c, const char *domain)
{
	struct entry *e = find(c, domain);

	if (e != NULL)
		return e;
	e = &c->entries[c->next];
	c->next = (c->next + 1) % REMEMBERED;
	free(e->file);
	*e = (struct entry){ 0 };
	snprintf(e->domain, sizeof(e->domain), "%s", domain);
	return e;
}

static bool
holds(const struct sts_cache *c, const struct entry *e)
{
	return e->file != NULL && uv_now(c->world->loop) < e->until;
}

/* False: it is no policy; what was known stays. */
static bool
keep(struct sts_query *q, struct span file)
{
	struct sts_cache *c = q->cache;
	struct sts_policy p;
	uint8_t *copy = malloc(file.n + 1);

	if (copy == NULL)
		return false;
	memcpy(copy, file.p, file.n);
	if (!sts_policy_parse(SPAN_OF(copy, file.n), &p)) {
		free(copy);
		return false;
	}
	struct entry *e = find_or_make(c, q->domain);
	free(e->file);
	e->file = copy;
	e->policy = p;
	e->until = uv_now(c->world->loop) + UINT64_C(1000) * p.max_age;
	snprintf(e->id, sizeof(e->id), "%s", q->id);
	return true;
}

/* ---- questions ------------------------------------------------------------ */

static void
answer(struct sts_query *q)
{
	const struct entry *e = find(q->cache, q->domain);
	const struct sts_policy *p = e != NULL && holds(q->cache, e) ? &e->policy : NULL;
	sts_cb *cb = q->cb;
	void *ctx = q->ctx;

	free(q);
	cb(ctx, p);
}

static void
not_had(struct sts_query *q, const char *why)
{
	struct entry *e = find_or_make(q->cache, q->domain);

	e->again = uv_now(q->cache->world->loop) + UINT64_C(1000) * AGAIN_S;
	fprintf(stderr, "refrelay: the MTA-STS policy of %s cannot be had: %s\n", q->domain, why);
	answer(q);
}

static void
on_file(void *ctx, const struct https_answer *a)
{
	struct sts_query *q = ctx;

	q->https = NULL;
	if (a->status == 200 && keep(q, a->body))
		answer(q);
	else
		not_had(q, a->status == 0 ? a->why : "the server has none that can be read");
}

static void
on_addresses(void *ctx, const struct addresses *a)
{
	struct sts_query *q = ctx;
	const struct mail_world *w = q->cache->world;

	q->addresses = NULL;
	q->at = *a;
	if (a->result != DNS_FOUND) {
		not_had(q, "there is no address of its server");
		return;
	}
	struct https_request r = { .host = q->host,
		.path = "/.well-known/mta-sts.txt",
		.port = w->config->outbound_https_port,
		.at = &q->at,
		.verify = true,
		.roots = w->roots,
		.fields = http_fields(NULL, 0),
		.answer_most = STS_POLICY_OCTETS_MAX,
		.timeout_s = (long)w->config->outbound_timeout };
	q->https = https_start(&q->cache->world->https, &r, on_file, q);
	if (q->https == NULL)
		not_had(q, "out of memory");
}

/* The one record that says STSv1 (RFC 8461 3.1); several are none. */
static bool
read_id(struct sts_query *q, const struct dns_answer *a)
{
	uint8_t text[512];
	struct span id;
	size_t found = 0;

	for (size_t i = 0; i < a->n; i++) {
		size_t n = txt_join(a->records[i], text, sizeof(text));
		if (n == SIZE_MAX || !sts_record(SPAN_OF(text, n), &id))
			continue;
		found++;
		memcpy(q->id, id.p, id.n);
		q->id[id.n] = '\0';
	}
	return found == 1;
}

static void
on_txt(void *ctx, const struct dns_answer *a)
{
	struct sts_query *q = ctx;
	const struct mail_world *w = q->cache->world;
	const struct entry *e = find(q->cache, q->domain);

	q->txt = NULL;
	bool offered = a->result == DNS_FOUND && read_id(q, a);
	bool known = e != NULL && holds(q->cache, e) && strcmp(e->id, q->id) == 0;
	bool early = e != NULL && uv_now(w->loop) < e->again;
	if (!offered || known || early) {
		answer(q);
		return;
	}
	snprintf(q->host, sizeof(q->host), "mta-sts.%s", q->domain);
	q->addresses = address_ask(w->dns, q->host, w->config->outbound_https_port,
	    w->config->outbound_private, on_addresses, q);
	if (q->addresses == NULL)
		not_had(q, "out of memory");
}

struct sts_query *
sts_ask(struct sts_cache *c, const char *domain, sts_cb *cb, void *ctx)
{
	struct sts_query *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return NULL;
	*q = (struct sts_query){ .cache = c, .cb = cb, .ctx = ctx };
	snprintf(q->domain, sizeof(q->domain), "%s", domain);
	snprintf(q->host, sizeof(q->host), "_mta-sts.%s", domain);
	q->txt = dns_ask(c->world->dns, DNS_FOR_MAIL, span_str(q->host), DNS_TXT, on_txt, q);
	if (q->txt != NULL)
		return q;
	free(q);
	return NULL;
}

void
sts_cancel(struct sts_query *q)
{
	if (q == NULL)
		return;
	dns_cancel(q->txt);
	address_cancel(q->addresses);
	https_cancel(q->https);
	free(q);
}

struct sts_cache *
sts_cache_open(struct mail_world *w)
{
	struct sts_cache *c = calloc(1, sizeof(*c));

	if (c != NULL)
		c->world = w;
	return c;
}
