/* Reads the tags of a signature and says what is wrong with it.  Hashes nothing
 * and asks nobody.
 * Source: RFC 6376, 3.5, 6.1.1; RFC 8301, 3; RFC 8463, 3. */
#include "reference/core/dkim_signature.h"

static bool
is(const struct dkim_tag *tag, const char *word)
{
	return tag != NULL && span_eq(tag->value, span_str(word));
}

/* Labels of letters, digits, - and _, as DNS takes them. */
static bool
is_domain(struct span s)
{
	size_t label = 0;

	if (s.n == 0 || s.n > DKIM_NAME_MOST)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		bool dot = c == '.';

		if (dot && label == 0)
			return false;
		label = dot ? 0 : label + 1;
		if (label > 63)
			return false;
		if (!dot && c != '-' && c != '_' && !(c >= '0' && c <= '9') &&
		    !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return label > 0;
}

static bool
read_algorithm(const struct dkim_tag *a, struct dkim_signature *s)
{
	/* DKIM_RSA_SHA1, DKIM_ALGORITHM_UNKNOWN: two there are, and no others. */
	s->algorithm = is(a, "ed25519-sha256") ? DKIM_ED25519_SHA256 : DKIM_RSA_SHA256;
	return is(a, "ed25519-sha256") || is(a, "rsa-sha256");
}

static bool
read_form(struct span word, enum dkim_canon *form)
{
	*form = span_eq(word, SPAN("relaxed")) ? DKIM_RELAXED : DKIM_SIMPLE;
	return *form == DKIM_RELAXED || span_eq(word, SPAN("simple"));
}

/* c=header or c=header/body; what is not said is simple (DKIM_CANON_MIXED). */
static bool
read_canon(const struct dkim_tag *c, struct dkim_signature *s)
{
	s->header = s->body = DKIM_SIMPLE;
	if (c == NULL)
		return true;
	size_t slash = span_find(c->value, 0, '/');
	if (!read_form(span_sub(c->value, 0, slash), &s->header))
		return false;
	return slash == c->value.n ||
	    read_form(span_sub(c->value, slash + 1, c->value.n), &s->body);
}

/* i= is [local part]@domain; the default is @d. */
static bool
read_identity(const struct dkim_tag *i, struct dkim_signature *s)
{
	size_t at;

	s->below = false;
	if (i == NULL)
		return true;
	for (at = i->value.n; at > 0 && i->value.p[at - 1] != '@'; at--)
		;
	if (at == 0)
		return false;
	struct span host = span_sub(i->value, at, i->value.n);
	if (host.n < s->domain.n)
		return false;
	size_t more = host.n - s->domain.n;
	s->below = more > 0;
	/* DKIM_IDENTITY: d= or something below it; anything else is a contradiction. */
	return span_eq_nocase(span_sub(host, more, host.n), s->domain) &&
	    (more == 0 || (more > 1 && host.p[more - 1] == '.'));
}

/* Nothing between two colons names no field and is let pass: others do. */
static bool
is_field_name(struct span name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] <= ' ' || name.p[i] >= 0x7f)
			return false;
	return true;
}

static bool
read_fields(const struct dkim_tag *h, struct dkim_signature *s)
{
	struct span name;
	size_t at = 0, n = 0;
	bool from = false;

	s->fields = h->value;
	while (dkim_tags_item(h->value, &at, &name)) {
		if (!is_field_name(name) || n++ == DKIM_FIELDS_NAMED)
			return false;
		from = from || span_eq_nocase(name, SPAN("from"));
	}
	return from; /* DKIM_FROM_NOT_SIGNED */
}

static bool
read_hash(const struct dkim_tag *bh, struct dkim_signature *s)
{
	uint8_t text[64];

	if (dkim_tags_base64(bh->value, text, sizeof(text)) != DKIM_SHA256)
		return false;
	for (size_t i = 0; i < DKIM_SHA256; i++)
		s->body_hash[i] = text[i];
	return true;
}

static bool
read_times(const struct dkim_tag *t, const struct dkim_tag *x, struct dkim_signature *s)
{
	s->dated = t != NULL;
	s->expires = x != NULL;
	s->date = s->expiry = 0;
	return (t == NULL || dkim_tags_number(t->value, &s->date)) &&
	    (x == NULL || dkim_tags_number(x->value, &s->expiry));
}

bool
dkim_signature_domain(struct span value, struct span *domain)
{
	struct dkim_tags t;

	if (!dkim_tags_parse(value, &t))
		return false;
	const struct dkim_tag *d = dkim_tags_get(&t, "d");
	if (d == NULL)
		return false;
	*domain = d->value;
	return true;
}

/* The tags that a signature cannot be without, in s. */
static bool
read_needed(const struct dkim_tags *t, struct dkim_signature *s)
{
	const struct dkim_tag *b = dkim_tags_get(t, "b"), *bh = dkim_tags_get(t, "bh");
	const struct dkim_tag *d = dkim_tags_get(t, "d"), *selector = dkim_tags_get(t, "s");

	if (b == NULL || b->value.n == 0 || bh == NULL || d == NULL || selector == NULL)
		return false;
	s->octets = b->value;
	s->hole = b->raw;
	s->domain = d->value;
	s->selector = selector->value;
	return read_hash(bh, s);
}

enum dkim_flaw
dkim_signature_parse(struct span value, struct dkim_signature *s)
{
	struct dkim_tags t;

	/* DKIM_TAG_DUPLICATE; DKIM_TAG_UNKNOWN: tags that are not named below are not read. */
	if (!dkim_tags_parse(value, &t))
		return DKIM_FLAW_TAGS;
	if (!is(dkim_tags_get(&t, "v"), "1"))
		return DKIM_FLAW_VERSION; /* DKIM_TAG_NO_VERSION */
	if (!read_algorithm(dkim_tags_get(&t, "a"), s))
		return DKIM_FLAW_ALGORITHM;
	if (!read_needed(&t, s))
		return DKIM_FLAW_TAGS;
	if (!read_canon(dkim_tags_get(&t, "c"), s))
		return DKIM_FLAW_CANON;
	const struct dkim_tag *q = dkim_tags_get(&t, "q"), *h = dkim_tags_get(&t, "h");
	if (q != NULL && !dkim_tags_lists(q->value, "dns/txt"))
		return DKIM_FLAW_QUERY;
	if (!is_domain(s->domain) || !is_domain(s->selector) ||
	    s->selector.n + sizeof("._domainkey.") - 1 + s->domain.n > DKIM_NAME_MOST)
		return DKIM_FLAW_NAME;
	if (!read_identity(dkim_tags_get(&t, "i"), s))
		return DKIM_FLAW_IDENTITY;
	if (h == NULL || !read_fields(h, s))
		return DKIM_FLAW_FIELDS;
	/* DKIM_LENGTH: anybody could have put text behind what is signed. */
	if (dkim_tags_get(&t, "l") != NULL)
		return DKIM_FLAW_LENGTH;
	if (!read_times(dkim_tags_get(&t, "t"), dkim_tags_get(&t, "x"), s))
		return DKIM_FLAW_TAGS;
	return s->dated && s->expires && s->expiry < s->date ? DKIM_FLAW_TIMES : DKIM_FLAW_NONE;
}

bool
dkim_signature_is_timely(const struct dkim_signature *s, int64_t now)
{
	uint64_t n = now < 0 ? 0 : (uint64_t)now;

	if (s->expires && n > s->expiry + DKIM_SKEW)
		return false;                         /* DKIM_EXPIRED */
	return !s->dated || s->date <= n + DKIM_SKEW; /* DKIM_FUTURE DKIM_SKEW */
}
