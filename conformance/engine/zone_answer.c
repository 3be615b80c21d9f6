/* One question, one answer.  RFC 1035 (4), RFC 6891 (EDNS), RFC 4035 (3.1), RFC
 * 2308 (2).  Does not compress but for the name of the question, follows a CNAME
 * as far as the table knows, and says AA and RA, so that stub and forwarder are
 * content alike. */
#include "conformance/case_peer.h"
#include "conformance/engine/zone_data.h"

#include <string.h>

enum {
	HEADER = 12,
	CLASS_IN = 1,
	PLAIN_UDP = 512,
	EDNS_OURS = 1232,
	OPT_OCTETS = 11,
	RCODE_FORMERR = 1,
	RCODE_SERVFAIL = 2,
	RCODE_NXDOMAIN = 3,
	RCODE_NOTIMP = 4,
	RCODE_REFUSED = 5,
	CHAIN_MOST = 8,
	NEGATIVE_TTL = 0
};

struct reply {
	struct zone_table *table;
	struct buf b;
	struct zone_name question;
	uint16_t type;
	unsigned rcode, answers, authorities;
	bool edns, want_signatures, bogus;
	size_t most; /* octets */
};

static void
put16(struct buf *b, unsigned v)
{
	buf_put_octet(b, (uint8_t)(v >> 8));
	buf_put_octet(b, (uint8_t)v);
}

static unsigned
get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static void
put_record(
    struct reply *r, const struct zone_name *owner, uint16_t type, uint32_t ttl, struct span data)
{
	if (zone_name_eq(owner, &r->question))
		put16(&r->b, 0xc000 | HEADER);
	else
		buf_put(&r->b, zone_name_span(owner));
	put16(&r->b, type);
	put16(&r->b, CLASS_IN);
	put16(&r->b, ttl >> 16);
	put16(&r->b, ttl & 0xffff);
	put16(&r->b, (unsigned)data.n);
	buf_put(&r->b, data);
}

/* Is what stands at this name signed?  DS and its denial belong to the parent's side of a cut. */
static bool
is_signed(struct reply *r, const struct zone_name *name, uint16_t type)
{
	struct zone_table *t = r->table;

	if (t->key == NULL || !zone_name_is_beneath(name, &t->apex))
		return false;
	struct zone_node *n = zone_nearest(t, name);
	if (n != NULL && (type == ZONE_DS || type == ZONE_NSEC) && zone_name_eq(&n->name, name))
		n = n->parent;
	for (; n != NULL; n = n->parent)
		if (n->cut)
			return false;
	return true;
}

/* A whole set with its signature; how many records that is. */
static unsigned
put_set(
    struct reply *r, const struct zone_name *owner, uint16_t type, const struct zone_record *list)
{
	uint8_t data[ZONE_DATA_MOST];
	unsigned n = 0;
	uint32_t ttl = 0;
	struct buf b;

	for (const struct zone_record *x = list; x != NULL; x = x->next)
		if (x->type == type) {
			ttl = n == 0 ? x->ttl : ttl;
			put_record(r, owner, type, ttl, x->data);
			n++;
		}
	if (n == 0 || !r->want_signatures || !is_signed(r, owner, type))
		return n;
	buf_init(&b, data, sizeof(data));
	if (zone_sign(r->table->key, &r->table->apex, owner, type, list, r->bogus, &b)) {
		put_record(r, owner, ZONE_RRSIG, ttl, buf_span(&b));
		n++;
	}
	return n;
}

/* ---- no ----------------------------------------------------------------------------- */

/* Where a question without an answer is at home: the signed zone, the attempts' domain, or the last
 * label. */
static void
apex_of(struct reply *r, struct zone_name *out)
{
	const struct zone_name *q = &r->question;

	if (zone_name_is_beneath(q, &r->table->apex))
		*out = r->table->apex;
	else if (zone_name_is_beneath(q, &r->table->peer_domain))
		*out = r->table->peer_domain;
	else {
		*out = *q;
		while (zone_name_labels(out) > 1)
			zone_name_parent(out, out);
	}
}

/* MNAME RNAME SERIAL REFRESH RETRY EXPIRE MINIMUM */
static void
soa_of(const struct zone_name *apex, struct zone_record *soa, uint8_t *memory, size_t cap)
{
	static const uint8_t numbers[20] = { 0, 0, 0, 1, 0, 0, 14, 16, 0, 0, 3, 132, 0, 9, 58, 128,
		0, 0, 0, NEGATIVE_TTL };
	struct buf b;

	buf_init(&b, memory, cap);
	buf_put(&b, zone_name_span(apex));
	buf_put(&b, zone_name_span(apex));
	buf_put(&b, SPAN_OF(numbers, sizeof(numbers)));
	*soa = (struct zone_record){ .type = ZONE_SOA, .ttl = NEGATIVE_TTL, .data = buf_span(&b) };
}

static void
put_nsec(struct reply *r, const struct zone_name *owner, struct span data)
{
	struct zone_record nsec = { .type = ZONE_NSEC, .ttl = NEGATIVE_TTL, .data = data };

	r->authorities += put_set(r, owner, ZONE_NSEC, &nsec);
}

/* The question's name lies beneath `at`, which is there: neither the next name towards it nor a
 * wildcard is. */
static void
deny_name(struct reply *r, const struct zone_name *at)
{
	struct zone_name next = r->question, above, owner;
	uint8_t data[ZONE_DATA_MOST];
	struct buf b;

	for (;;) {
		zone_name_parent(&next, &above);
		if (zone_name_eq(&above, at) || above.p[0] == 0)
			break;
		next = above;
	}
	buf_init(&b, data, sizeof(data));
	if (zone_nsec_around(SPAN_OF(next.p + 1, next.p[0]), at, &owner, &b))
		put_nsec(r, &owner, buf_span(&b));
	buf_init(&b, data, sizeof(data));
	if (zone_nsec_around(SPAN("*"), at, &owner, &b))
		put_nsec(r, &owner, buf_span(&b));
}

static void
deny(struct reply *r, const struct zone_node *n)
{
	uint8_t data[2 * ZONE_NAME_MOST + 32], types[ZONE_DATA_MOST];
	struct zone_name apex, at = r->question;
	struct zone_record soa;
	struct buf b;
	bool proof = r->want_signatures && is_signed(r, &r->question, r->type);

	apex_of(r, &apex);
	if (!zone_exists(n) && !zone_name_eq(&r->question, &apex))
		r->rcode = RCODE_NXDOMAIN;
	soa_of(&apex, &soa, data, sizeof(data));
	r->authorities += put_set(r, &apex, ZONE_SOA, &soa);
	if (!proof)
		return;
	if (r->rcode != RCODE_NXDOMAIN) {
		buf_init(&b, types, sizeof(types));
		if (zone_nsec_here(&r->question, n, &b))
			put_nsec(r, &r->question, buf_span(&b));
		return;
	}
	while (!zone_name_eq(&at, &apex) && !zone_exists(zone_find(r->table, &at)))
		zone_name_parent(&at, &at);
	deny_name(r, &at);
}

/* ---- yes ---------------------------------------------------------------------------- */

/* What nobody wrote down: the apex's own records. */
static bool
answer_apex(struct reply *r)
{
	struct zone_table *t = r->table;
	struct zone_name apex;
	uint8_t data[2 * ZONE_NAME_MOST + 32];
	struct zone_record one;

	apex_of(r, &apex);
	if (!zone_name_eq(&r->question, &apex))
		return false;
	if (r->type == ZONE_SOA)
		soa_of(&apex, &one, data, sizeof(data));
	else if (r->type == ZONE_DNSKEY && t->key != NULL && zone_name_eq(&apex, &t->apex))
		one = (struct zone_record){
			.type = ZONE_DNSKEY, .ttl = 60, .data = zone_key_data(t->key)
		};
	else
		return false;
	r->answers = put_set(r, &apex, r->type, &one);
	return true;
}

static void
answer_all(struct reply *r, const struct zone_node *n)
{
	uint16_t done = 0;

	for (const struct zone_record *x = n->records; x != NULL; x = x->next)
		if (x->type != done) {
			r->answers += put_set(r, &n->name, x->type, n->records);
			done = x->type;
		}
}

static void
answer(struct reply *r)
{
	struct zone_name at = r->question;
	struct zone_node *n = zone_find(r->table, &at);

	if (answer_apex(r))
		return;
	for (unsigned i = 0; i < CHAIN_MOST; i++) {
		const struct zone_record *alias = zone_first(n, ZONE_CNAME);
		if (r->type == ZONE_ANY && n != NULL && n->records != NULL) {
			answer_all(r, n);
			return;
		}
		if (n != NULL && zone_first(n, r->type) != NULL &&
		    !(n->cut && r->type == ZONE_DS)) {
			r->answers += put_set(r, &at, r->type, n->records);
			return;
		}
		if (n == NULL || alias == NULL)
			break;
		r->answers += put_set(r, &at, ZONE_CNAME, n->records);
		if (zone_name_take(alias->data, &at) == 0)
			return;
		n = zone_find(r->table, &at);
	}
	if (r->answers == 0)
		deny(r, n);
}

/* ---- the message -------------------------------------------------------------------------- */

/* Octets of header and question; 0: not to be answered. */
static size_t
read_question(struct reply *r, struct span m)
{
	size_t n;

	if (m.n < HEADER || (m.p[2] & 0x80) != 0)
		return 0;
	if ((m.p[2] & 0x78) != 0) {
		r->rcode = RCODE_NOTIMP;
		return HEADER;
	}
	n = zone_name_take(span_sub(m, HEADER, m.n), &r->question);
	if (get16(m.p + 4) != 1 || n == 0 || HEADER + n + 4 > m.n) {
		r->rcode = RCODE_FORMERR;
		return HEADER;
	}
	r->type = (uint16_t)get16(m.p + HEADER + n);
	if (get16(m.p + HEADER + n + 2) != CLASS_IN)
		r->rcode = RCODE_REFUSED;
	return HEADER + n + 4;
}

/* OPT as the only additional record, which is how everybody sends it. */
static void
read_edns(struct reply *r, struct span m, size_t at, bool udp)
{
	unsigned size = PLAIN_UDP;

	if (get16(m.p + 10) > 0 && at + OPT_OCTETS <= m.n && m.p[at] == 0 &&
	    get16(m.p + at + 1) == ZONE_OPT) {
		r->edns = true;
		r->want_signatures = (m.p[at + 7] & 0x80) != 0;
		size = get16(m.p + at + 3);
		size = size < PLAIN_UDP ? PLAIN_UDP : size > EDNS_OURS ? EDNS_OURS : size;
	}
	r->most = udp ? size : r->b.cap;
}

static void
count(struct zone_table *t, const struct zone_name *name, uint16_t type)
{
	struct zone_node *n = zone_find(t, name);

	if (n == NULL && zone_name_is_beneath(name, &t->peer_domain))
		n = zone_make(t, name);
	if (n == NULL)
		return;
	struct zone_count *c = n->asked;
	while (c != NULL && c->type != type)
		c = c->next;
	if (c == NULL && (c = arena_take(&t->arena, sizeof(*c))) != NULL) {
		*c = (struct zone_count){ .next = n->asked, .type = type };
		n->asked = c;
	}
	if (c != NULL)
		c->n++;
}

static enum dnsc_manner
manner_of(struct zone_table *t, const struct zone_name *name)
{
	for (const struct zone_node *n = zone_nearest(t, name); n != NULL; n = n->parent)
		if (n->manner != DNSC_ANSWERS)
			return (enum dnsc_manner)n->manner;
	return DNSC_ANSWERS;
}

/* The header, now that everything is known. */
static size_t
finish(struct reply *r, struct span m, size_t question)
{
	bool cut = r->b.full || r->b.n + (r->edns ? OPT_OCTETS : 0) > r->most;

	if (cut) {
		r->b.n = question;
		r->b.full = false;
		r->answers = r->authorities = 0;
	}
	if (r->edns) {
		const uint8_t opt[OPT_OCTETS] = { 0, 0, ZONE_OPT, EDNS_OURS >> 8, EDNS_OURS & 255,
			0, 0, r->want_signatures ? 0x80 : 0, 0, 0, 0 };
		buf_put(&r->b, SPAN_OF(opt, sizeof(opt)));
	}
	uint8_t *p = r->b.p;
	p[2] = (uint8_t)(0x84 | (m.p[2] & 0x79) | (cut ? 2 : 0));
	p[3] = (uint8_t)(0x80 | (m.p[3] & 0x10) | r->rcode);
	memset(p + 4, 0, 8);
	p[5] = question > HEADER ? 1 : 0;
	p[6] = (uint8_t)(r->answers >> 8);
	p[7] = (uint8_t)r->answers;
	p[9] = (uint8_t)r->authorities;
	p[11] = r->edns ? 1 : 0;
	return r->b.full ? 0 : r->b.n;
}

size_t
zone_answer(struct zone_table *t, struct span m, bool udp, uint8_t *out, size_t cap)
{
	struct reply r = { .table = t };
	size_t question = read_question(&r, m);
	enum dnsc_manner manner = DNSC_ANSWERS;

	if (question == 0)
		return 0;
	buf_init(&r.b, out, cap);
	buf_put(&r.b, span_sub(m, 0, question));
	read_edns(&r, m, question, udp);
	if (r.rcode == 0 && question > HEADER) {
		count(t, &r.question, r.type);
		manner = manner_of(t, &r.question);
	}
	switch (manner) {
	case DNSC_ANSWERS: break;
	case DNSC_BOGUS: r.bogus = true; break;
	case DNSC_SERVFAIL: r.rcode = RCODE_SERVFAIL; break;
	case DNSC_REFUSED: r.rcode = RCODE_REFUSED; break;
	case DNSC_SILENT: return 0;
	case DNSC_NXDOMAIN: deny(&r, NULL); return finish(&r, m, question);
	}
	if (r.rcode == 0)
		answer(&r);
	return finish(&r, m, question);
}
