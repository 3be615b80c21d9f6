/* Zone files: entries of words, owners, $ORIGIN and $TTL, into the table.
 * RFC 1035, 5.1; RFC 2308, 4. */
#include "conformance/engine/zone_data.h"
#include "conformance/engine/zone_words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FILE_MOST = 4 << 20, TTL_DEFAULT = 60 };

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* A word at r->at; false: a quotation that does not end. */
static bool
take_word(struct zone_reader *r, struct zone_word *w)
{
	const uint8_t *p = r->text.p;
	size_t begin, n = r->text.n;

	w->quoted = p[r->at] == '"';
	begin = r->at += w->quoted;
	while (r->at < n && p[r->at] != '\n') {
		uint8_t c = p[r->at];
		if (w->quoted ? c == '"' : is_blank(c) || c == ';' || c == '(' || c == ')')
			break;
		r->at += c == '\\' && r->at + 1 < n ? 2 : 1;
	}
	w->text = span_sub(r->text, begin, r->at - begin);
	if (!w->quoted)
		return true;
	return r->at < n && p[r->at++] == '"';
}

enum zone_got
zone_words_read(
    struct zone_reader *r, struct zone_word words[ZONE_WORDS_MOST], size_t *n, bool *blank)
{
	unsigned depth = 0;

	*n = 0;
	*blank = r->at < r->text.n && is_blank(r->text.p[r->at]);
	while (r->at < r->text.n) {
		uint8_t c = r->text.p[r->at];
		if (c == '\n') {
			r->at++;
			if (depth == 0 && *n > 0)
				return ZONE_LINE;
			r->line++;
			if (depth == 0)
				*blank = r->at < r->text.n && is_blank(r->text.p[r->at]);
		} else if (c == ';')
			r->at = span_find(r->text, r->at, '\n');
		else if (is_blank(c))
			r->at++;
		else if (c == '(' || c == ')') {
			if (c == ')' && depth == 0)
				return ZONE_WRONG;
			depth = c == '(' ? depth + 1 : depth - 1;
			r->at++;
		} else if (*n == ZONE_WORDS_MOST || !take_word(r, &words[(*n)++]))
			return ZONE_WRONG;
	}
	return depth > 0 ? ZONE_WRONG : *n > 0 ? ZONE_LINE : ZONE_END;
}

/* What lasts from one entry to the next. */
struct state {
	struct zone_name origin, owner;
	uint32_t ttl;
};

static bool
is_number(struct span s, uint32_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || i > 8)
			return false;
		*out = *out * 10 + (uint32_t)(s.p[i] - '0');
	}
	return s.n > 0;
}

/* owner, TTL and class in any order, type, data; what is wrong with it, or NULL. */
static const char *
take_record(struct zone_table *t, struct state *s, const struct zone_word *w, size_t n, bool blank)
{
	uint8_t data[ZONE_DATA_MOST];
	uint32_t ttl = s->ttl, given;
	struct buf b;
	size_t at = 0;

	if (!blank && !zone_name_read(w[at++].text, &s->origin, &s->owner))
		return "the name is none";
	for (; at < n; at++) {
		if (is_number(w[at].text, &given))
			ttl = given;
		else if (!span_eq_nocase(w[at].text, SPAN("IN")))
			break;
	}
	uint16_t type = at < n ? zone_type_read(w[at].text) : 0;
	if (type == 0)
		return "the type is none that is known; others are written TYPE123 \\# N HEX";
	buf_init(&b, data, sizeof(data));
	if (!zone_words_data(type, w + at + 1, n - at - 1, &s->origin, &b))
		return "the data does not fit the type";
	if (type == ZONE_SOA)
		return NULL; /* ours stands for all */
	struct zone_node *node = zone_make(t, &s->owner);
	return node != NULL && zone_put(t, node, type, ttl, buf_span(&b)) ? NULL
									  : "too long a file";
}

static const char *
take_entry(struct zone_table *t, struct state *s, const struct zone_word *w, size_t n, bool blank)
{
	if (!span_starts(w[0].text, SPAN("$")))
		return take_record(t, s, w, n, blank);
	if (n == 2 && span_eq_nocase(w[0].text, SPAN("$ORIGIN")))
		return zone_name_read(w[1].text, &s->origin, &s->origin) ? NULL : "no name";
	if (n == 2 && span_eq_nocase(w[0].text, SPAN("$TTL")))
		return is_number(w[1].text, &s->ttl) ? NULL : "no number of seconds";
	return "only $ORIGIN and $TTL are known";
}

static bool
read_file(struct zone_table *t, const char *path, struct span *text)
{
	uint8_t *p = arena_take(&t->arena, FILE_MOST);
	FILE *f = fopen(path, "re");
	bool ok = f != NULL && p != NULL;

	text->n = ok ? fread(p, 1, FILE_MOST, f) : 0;
	text->p = p;
	ok = ok && ferror(f) == 0;
	if (f != NULL)
		fclose(f);
	if (ok && text->n == FILE_MOST) {
		errno = EFBIG;
		ok = false;
	}
	return ok;
}

bool
zone_load(struct zone_table *t, const char *path, char *error, size_t error_octets)
{
	struct zone_reader r = { .line = 1 };
	struct zone_word words[ZONE_WORDS_MOST];
	struct state s = { .ttl = TTL_DEFAULT };
	const char *wrong = NULL;
	bool blank;
	size_t n;

	if (!read_file(t, path, &r.text)) {
		snprintf(error, error_octets, "--zone: cannot read %s: %s", path, strerror(errno));
		return false;
	}
	zone_name_read(SPAN("."), &s.origin, &s.origin);
	s.owner = s.origin;
	for (;;) {
		enum zone_got got = zone_words_read(&r, words, &n, &blank);
		if (got == ZONE_END)
			return true;
		wrong = got == ZONE_WRONG
		    ? "a quotation or parenthesis does not end, or too many words"
		    : take_entry(t, &s, words, n, blank);
		if (wrong != NULL)
			break;
		r.line++;
	}
	snprintf(error, error_octets, "--zone: %s:%u: %s", path, r.line, wrong);
	return false;
}
