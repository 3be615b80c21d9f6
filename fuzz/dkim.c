/* Tag lists, key records, signatures, canonical forms and the choice of fields,
 * against oracles that are written from the RFC once more: slow, whole buffers,
 * one rule after the other.
 *
 * The first octet of the input chooses, the second says in which pieces a text
 * is fed and how much room there is: neither may change the result. */
#include "fuzz/oracle.h"
#include "reference/core/dkim_fields.h"
#include "reference/core/dkim_signature.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { MOST = 16384, TAGS = 64 };

/* ---- tag lists ---- */

struct pair {
	const char *name, *value; /* ended by NUL */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char *
trimmed(char *s)
{
	while (is_blank(*s))
		s++;
	for (size_t n = strlen(s); n > 0 && is_blank(s[n - 1]); n--)
		s[n - 1] = '\0';
	return s;
}

/* Cuts text up at its semicolons; -1: no tag list. */
static int
split(char *text, struct pair *tags)
{
	int n = 0;
	char *rest = text, *piece;

	while ((piece = strsep(&rest, ";")) != NULL) {
		char *equals = strchr(piece, '=');
		if (rest == NULL && n > 0 && trimmed(piece)[0] == '\0')
			break;
		if (equals == NULL || n == TAGS)
			return -1;
		*equals = '\0';
		tags[n].name = trimmed(piece);
		tags[n].value = trimmed(equals + 1);
		if (!isalpha((unsigned char)tags[n].name[0]))
			return -1;
		for (const char *p = tags[n].name; *p != '\0'; p++)
			if (!isalnum((unsigned char)*p) && *p != '_')
				return -1;
		for (const char *p = tags[n].value; *p != '\0'; p++)
			if ((unsigned char)*p <= ' ' ? !is_blank(*p) : *p == 0x7f)
				return -1;
		for (int i = 0; i < n; i++)
			if (strcmp(tags[i].name, tags[n].name) == 0)
				return -1;
		n++;
	}
	return n > 0 && n <= DKIM_TAGS_MOST ? n : -1;
}

static const char *
find(const struct pair *tags, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (strcmp(tags[i].name, name) == 0)
			return tags[i].value;
	return NULL;
}

/* Is word between two colons, blanks aside? */
static bool
lists(const char *value, const char *word, bool nocase)
{
	static char copy[MOST + 1];
	char *rest = copy, *piece;

	memcpy(copy, value, strlen(value) + 1);
	while ((piece = strsep(&rest, ":")) != NULL) {
		piece = trimmed(piece);
		if (nocase ? strcasecmp(piece, word) == 0 : strcmp(piece, word) == 0)
			return true;
	}
	return false;
}

static bool
same(const char *a, struct span b)
{
	return strlen(a) == b.n && memcmp(a, b.p, b.n) == 0;
}

static void
check_signature(struct span s, const struct pair *tags, int n)
{
	struct dkim_signature got;
	struct span domain;
	enum dkim_flaw flaw = dkim_signature_parse(s, &got);
	bool whose = dkim_signature_domain(s, &domain);

	ORACLE(DKIM_TAG_DUPLICATE, n != -1 || flaw == DKIM_FLAW_TAGS);
	ORACLE(DKIM_ALIGN_OTHER, whose == (n != -1 && find(tags, n, "d") != NULL));
	if (flaw != DKIM_FLAW_NONE)
		return;
	const char *v = find(tags, n, "v"), *a = find(tags, n, "a"), *h = find(tags, n, "h");
	const char *d = find(tags, n, "d"), *i = find(tags, n, "i"), *q = find(tags, n, "q");
	ORACLE(DKIM_TAG_NO_VERSION, v != NULL && strcmp(v, "1") == 0);
	ORACLE(DKIM_RSA_SHA1,
	    a != NULL && (strcmp(a, "rsa-sha256") == 0 || strcmp(a, "ed25519-sha256") == 0));
	ORACLE(DKIM_ED25519, (got.algorithm == DKIM_ED25519_SHA256) == (a[0] == 'e'));
	ORACLE(DKIM_FROM_NOT_SIGNED, h != NULL && lists(h, "from", true));
	ORACLE(DKIM_LENGTH, find(tags, n, "l") == NULL);
	ORACLE(DKIM_ALIGN_OTHER, d != NULL && same(d, got.domain) && span_eq(domain, got.domain));
	ORACLE(DKIM_IDENTITY, q == NULL || lists(q, "dns/txt", false));
	if (i != NULL) {
		size_t in = strlen(i), dn = strlen(d);
		ORACLE(DKIM_IDENTITY, in > dn && strcasecmp(i + in - dn, d) == 0);
		ORACLE(DKIM_IDENTITY, i[in - dn - 1] == (got.below ? '.' : '@'));
	}
	ORACLE(DKIM_EXPIRED, !got.expires || !got.dated || got.date <= got.expiry);
	ORACLE(DKIM_BROKEN_HEADER, got.hole.p >= s.p && got.hole.p + got.hole.n <= s.p + s.n);
}

static void
check_key(struct span s, const struct pair *tags, int n)
{
	struct dkim_key key;
	enum dkim_key_read got = dkim_key_parse(s, &key);

	ORACLE(DKIM_TAG_DUPLICATE, n != -1 || got == DKIM_KEY_NO_TAGS);
	if (n == -1)
		return;
	const char *v = find(tags, n, "v"), *p = find(tags, n, "p"), *k = find(tags, n, "k");
	const char *h = find(tags, n, "h"), *t = find(tags, n, "t"), *sv = find(tags, n, "s");
	bool ok = p != NULL && p[0] != '\0' &&
	    (v == NULL || (strcmp(v, "DKIM1") == 0 && strcmp(tags[0].name, "v") == 0)) &&
	    (k == NULL || strcmp(k, "rsa") == 0 || strcmp(k, "ed25519") == 0) &&
	    (h == NULL || lists(h, "sha256", false)) && (t == NULL || !lists(t, "y", false)) &&
	    (sv == NULL || lists(sv, "*", false) || lists(sv, "email", false));
	ORACLE(DKIM_KEY_FORMS, ok == (got == DKIM_KEY_OK));
	if (!ok)
		return;
	ORACLE(DKIM_KEY_FORMS, same(p, key.octets));
	ORACLE(DKIM_IDENTITY, key.strict == (t != NULL && lists(t, "s", false)));
	ORACLE(DKIM_KEY_TYPE, (key.algorithm == DKIM_ED25519_SHA256) == (k != NULL && k[0] == 'e'));
}

static void
check_tags(struct span s)
{
	static char text[MOST + 1];
	struct pair tags[TAGS];
	struct dkim_tags got;
	int n = -1;

	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	if (memchr(s.p, '\0', s.n) == NULL)
		n = split(text, tags);
	bool ok = dkim_tags_parse(s, &got);
	ORACLE(DKIM_TAG_DUPLICATE, ok == (n != -1));
	for (int i = 0; ok && i < n; i++) {
		ORACLE(DKIM_TAG_UNKNOWN, got.n == (size_t)n && same(tags[i].name, got.tag[i].name));
		ORACLE(DKIM_TAG_FOLDED, same(tags[i].value, got.tag[i].value));
	}
	check_signature(s, tags, n);
	check_key(s, tags, n);
}

/* ---- canonical forms ---- */

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t';
}

/* Runs of blanks become one; those at the end go. */
static size_t
squeeze(const uint8_t *p, size_t n, uint8_t *out)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!is_space(p[i]))
			out[m++] = p[i];
		else if (m == 0 || out[m - 1] != ' ' || !is_space(p[i - 1]))
			out[m++] = ' ';
	while (m > 0 && is_space(out[m - 1]))
		m--;
	return m;
}

static size_t
slow_body(struct span s, enum dkim_canon form, uint8_t *out)
{
	size_t from = 0, m = 0;

	while (from < s.n) {
		size_t end = from;
		while (end < s.n && !(s.p[end] == '\r' && end + 1 < s.n && s.p[end + 1] == '\n'))
			end++;
		if (form == DKIM_RELAXED) {
			m += squeeze(s.p + from, end - from, out + m);
		} else {
			memcpy(out + m, s.p + from, end - from);
			m += end - from;
		}
		out[m++] = '\r';
		out[m++] = '\n';
		from = end + 2;
	}
	while (m >= 2 && out[m - 2] == '\r' && out[m - 1] == '\n' &&
	    (m == 2 || (m >= 4 && out[m - 4] == '\r' && out[m - 3] == '\n')))
		m -= 2;
	if (m == 0 && form == DKIM_SIMPLE) {
		out[m++] = '\r';
		out[m++] = '\n';
	}
	return m;
}

static size_t
body(struct span s, enum dkim_canon form, size_t piece, size_t room, uint8_t *out)
{
	struct dkim_body_canon c;
	size_t at = 0, n = 0, made;

	dkim_body_begin(&c, form);
	while (at < s.n) {
		struct span part = span_sub(s, at, piece);
		at += dkim_body_feed(&c, part.p, part.n, out + n, room, &made);
		ORACLE(DKIM_CANON_MIXED, made <= room);
		n += made;
	}
	while ((made = dkim_body_end(&c, out + n)) > 0)
		n += made;
	return n;
}

static void
check_body(struct span s, size_t piece, size_t room)
{
	static uint8_t one[2 * MOST + 256], two[2 * MOST + 256], three[2 * MOST + 256];

	for (int form = DKIM_SIMPLE; form <= DKIM_RELAXED; form++) {
		size_t n = body(s, (enum dkim_canon)form, piece, room, one);
		size_t m = slow_body(s, (enum dkim_canon)form, two);
		size_t k = body(SPAN_OF(one, n), (enum dkim_canon)form, s.n + 1, room + 60, three);
		ORACLE(DKIM_BROKEN_BODY, n == m && memcmp(one, two, n) == 0);
		/* What is canonical stays as it is. */
		ORACLE(DKIM_CANON_RELAXED, k == n && memcmp(one, three, n) == 0);
	}
}

static void
check_field(struct span s, size_t piece, size_t room)
{
	static uint8_t out[2 * MOST], flat[MOST], want[2 * MOST];
	struct dkim_field_canon c;
	size_t at = 0, n = 0, made, m = 0, k = 0, i = 0;

	dkim_field_begin(&c, DKIM_RELAXED);
	while (at < s.n) {
		struct span part = span_sub(s, at, piece);
		at += dkim_field_feed(&c, part.p, part.n, out + n, room, &made);
		n += made;
	}
	for (i = 0; i < s.n; i++) /* no folds */
		if (s.p[i] != '\r' && s.p[i] != '\n')
			flat[k++] = s.p[i];
	for (i = 0; i < k && flat[i] != ':'; i++)
		if (!is_space(flat[i]))
			want[m++] = (uint8_t)tolower(flat[i]);
	if (i < k)
		want[m++] = flat[i++];
	while (i < k && is_space(flat[i]))
		i++;
	m += squeeze(flat + i, k - i, want + m);
	ORACLE(DKIM_CANON_RELAXED, n == m && memcmp(out, want, n) == 0);
}

/* ---- fields ---- */

static void
check_fields(struct span s)
{
	static struct dkim_field memory[64];
	const struct dkim_field *f;
	struct dkim_fields fields;
	size_t body_at = 0, octets = 0, last, n = 0;

	if (!dkim_fields_read(s, memory, 64, &fields, &body_at))
		return;
	for (size_t i = 0; i < fields.n; i++)
		octets += memory[i].raw.n;
	ORACLE(DKIM_BROKEN_HEADER, body_at == octets + 2 && body_at <= s.n);
	if (fields.n == 0)
		return;
	/* All of a name, from the last to the first, and then none. */
	struct span name = memory[0].name;
	dkim_fields_begin(&fields, fields.n);
	for (last = s.n; (f = dkim_fields_take(&fields, name)) != NULL; n++) {
		size_t where = (size_t)(f->raw.p - s.p);
		ORACLE(DKIM_BROKEN_HEADER, where < last && span_eq_nocase(f->name, name));
		last = where;
	}
	size_t there = 0;
	for (size_t i = 0; i < fields.n; i++)
		there += span_eq_nocase(memory[i].name, name);
	ORACLE(DKIM_BROKEN_HEADER, n == there && last == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *in, size_t n)
{
	if (n < 2 || n > MOST)
		return 0;
	struct span s = SPAN_OF(in + 2, n - 2);
	size_t piece = 1 + in[1] / 16, room = DKIM_CANON_ROOM + in[1] % 16;
	switch (in[0] % 4) {
	case 0: check_tags(s); break;
	case 1: check_body(s, piece, room); break;
	case 2: check_field(s, piece, room); break;
	default: check_fields(s); break;
	}
	return 0;
}
