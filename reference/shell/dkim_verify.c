/* Is a message signed by its author's domain?  Finds the signatures that could
 * say so, names their keys, and checks them when the keys are there.
 *
 * A signature whose body hash is wrong is out before anybody asks DNS.  What a
 * message can cost is bounded: so many signatures, so many header fields, each
 * body form hashed once.
 * Source: RFC 6376, 6; RFC 7489, 3.1.1 (strict alignment). */
#include "reference/shell/dkim.h"
#include "reference/shell/dkim_hash.h"
#include "reference/shell/dkim_public.h"
#include "reference/shell/ipc.h"

#include <stdlib.h>
#include <string.h>

enum {
	SIGNATURES_MOST = 8, /* DKIM_CAP: of the author's domain */
	RECORDS_MOST = 4,    /* of one name; RFC 6376, 3.6.2.2 leaves more than one open */
	HEADER_MOST = 1 << 20
};

struct candidate {
	struct dkim_signature signature;
	size_t field;
	uint8_t name[DKIM_NAME_MOST];
	size_t name_n;
	enum txt_result answer;
	uint8_t *records; /* strings, as of outbound_txt_cb */
	size_t records_n;
};

struct body_hash {
	bool made, ok;
	uint8_t digest[DKIM_SHA256];
};

struct dkim {
	struct span author, body;
	bool any; /* there is a DKIM-Signature field */
	size_t aligned, n;
	struct candidate candidate[SIGNATURES_MOST];
	struct body_hash hash[2]; /* of enum dkim_canon */
	struct dkim_fields fields;
	struct dkim_field memory[DKIM_FIELDS_COUNTED];
};

/* DKIM_BROKEN_BODY */
static bool
body_is(struct dkim *d, const struct dkim_signature *s)
{
	struct body_hash *h = &d->hash[s->body];

	if (!h->made)
		h->ok = dkim_hash_body(d->body, s->body, h->digest);
	h->made = true;
	return h->ok && memcmp(h->digest, s->body_hash, DKIM_SHA256) == 0;
}

static void
put_name(struct candidate *c)
{
	struct buf b;

	buf_init(&b, c->name, sizeof(c->name));
	buf_put(&b, c->signature.selector);
	buf_put(&b, SPAN("._domainkey."));
	buf_put(&b, c->signature.domain);
	c->name_n = b.n;
}

static void
look_at(struct dkim *d, size_t field)
{
	const struct dkim_field *f = &d->fields.f[field];
	struct span value = span_sub(f->raw, f->name.n + 1, f->raw.n - f->name.n - 3), domain;
	struct candidate *c = &d->candidate[d->n];

	d->any = true;
	/* DKIM_ALIGN_PARENT DKIM_ALIGN_CHILD DKIM_ALIGN_OTHER DKIM_ALIGN_CASE */
	if (!dkim_signature_domain(value, &domain) || !span_eq_nocase(domain, d->author))
		return;
	if (d->aligned == SIGNATURES_MOST)
		return; /* DKIM_CAP */
	d->aligned++;
	if (dkim_signature_parse(value, &c->signature) != DKIM_FLAW_NONE ||
	    !body_is(d, &c->signature))
		return;
	c->field = field;
	c->answer = TXT_LATER;
	put_name(c);
	d->n++;
}

struct dkim *
dkim_begin(struct span message, struct span author_domain)
{
	struct dkim *d = calloc(1, sizeof(*d));
	size_t body = 0;

	if (d == NULL)
		return NULL;
	d->author = author_domain;
	bool whole = dkim_fields_read(message, d->memory, DKIM_FIELDS_COUNTED, &d->fields, &body) &&
	    body <= HEADER_MOST;
	d->body = span_sub(message, body, message.n);
	for (size_t i = 0; i < d->fields.n; i++) {
		if (!span_eq_nocase(d->fields.f[i].name, SPAN("DKIM-Signature")))
			continue;
		d->any = true;
		if (whole)
			look_at(d, i);
	}
	return d;
}

size_t
dkim_keys(const struct dkim *d)
{
	return d->n;
}

struct span
dkim_name(const struct dkim *d, size_t i)
{
	return SPAN_OF(d->candidate[i].name, d->candidate[i].name_n);
}

void
dkim_answer(struct dkim *d, size_t i, enum txt_result r, struct span strings)
{
	struct candidate *c = &d->candidate[i];

	c->answer = r;
	if (r != TXT_FOUND)
		return;
	free(c->records);
	c->records_n = strings.n;
	c->records = malloc(strings.n > 0 ? strings.n : 1);
	if (c->records == NULL)
		c->answer = TXT_LATER;
	else if (strings.n > 0)
		memcpy(c->records, strings.p, strings.n);
}

/* DKIM_BROKEN_HEADER: is the header block signed with one of the keys? */
static bool
is_signed(struct dkim *d, const struct candidate *c)
{
	const struct dkim_signature *s = &c->signature;
	struct span own = d->fields.f[c->field].raw, record;
	struct span records = SPAN_OF(c->records, c->records_n);
	uint8_t digest[DKIM_SHA256];

	dkim_fields_begin(&d->fields, c->field);
	if (!dkim_hash_fields(
		&d->fields, s->fields, s->header, span_sub(own, 0, own.n - 2), s->hole, digest))
		return false;
	for (int i = 0; i < RECORDS_MOST && ipc_get_string(&records, &record); i++)
		if (dkim_public_verify(record, s, digest))
			return true;
	return false;
}

enum dkim_result
dkim_verify(struct dkim *d, int64_t now)
{
	bool later = false;

	if (!d->any)
		return DKIM_NONE; /* DKIM_NONE */
	/* DKIM_ONE_OF_TWO: the others may be as wrong as they like. */
	for (size_t i = 0; i < d->n; i++) {
		const struct candidate *c = &d->candidate[i];

		if (!dkim_signature_is_timely(&c->signature, now))
			continue;
		if (c->answer == TXT_LATER)
			later = true; /* DKIM_DNS_SERVFAIL */
		else if (c->answer == TXT_FOUND && is_signed(d, c))
			return DKIM_PASS;
	}
	return later ? DKIM_LATER : DKIM_FAIL; /* DKIM_KEY_MISSING: no such name is final */
}

void
dkim_free(struct dkim *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->n; i++)
		free(d->candidate[i].records);
	free(d);
}
