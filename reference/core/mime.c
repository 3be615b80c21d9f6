/* Structured values, parameters and boundary lines.  Does not decode transfer
 * encodings and does not know what any type means.
 * Source: RFC 2045, 5.1; RFC 2046, 5.1.1. */
#include "reference/core/mime.h"

static bool
is_alnum(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool
is_one_of(struct span set, uint8_t c)
{
	return span_find(set, 0, c) < set.n;
}

/* RFC 2045: any printable ASCII but SP and tspecials.  '/' is let in because a
 * head is type/subtype; the caller compares whole heads with known ones. */
static bool
is_token(uint8_t c)
{
	return c > ' ' && c < 0x7f && !is_one_of(SPAN("()<>@,;:\\\"[]?="), c);
}

/* Offset of the first octet at or after `at` that is not folding white space.
 * The header walk has made sure that CRLF is followed by SP or HT. */
static size_t
skip_space(struct span s, size_t at)
{
	while (
	    at < s.n && (s.p[at] == ' ' || s.p[at] == '\t' || s.p[at] == '\r' || s.p[at] == '\n'))
		at++;
	return at;
}

static size_t
skip_token(struct span s, size_t at)
{
	while (at < s.n && is_token(s.p[at]))
		at++;
	return at;
}

bool
mime_value(struct span raw, struct mime_value *v)
{
	size_t from = skip_space(raw, 0);
	size_t end = skip_token(raw, from);
	size_t next = skip_space(raw, end);

	if (end == from || (next < raw.n && raw.p[next] != ';'))
		return false;
	v->head = span_sub(raw, from, end - from);
	v->params = span_sub(raw, next, raw.n);
	return true;
}

/* The value at *at: a token, or a quoted string of printable ASCII. */
static bool
param_value(struct span s, size_t *at, struct span *value)
{
	size_t from = *at, end;

	if (from < s.n && s.p[from] == '"') {
		end = ++from;
		while (end < s.n && s.p[end] >= ' ' && s.p[end] < 0x7f && s.p[end] != '"' &&
		    s.p[end] != '\\')
			end++;
		if (end == s.n || s.p[end] != '"')
			return false;
		*at = end + 1;
	} else {
		end = *at = skip_token(s, from);
		if (end == from)
			return false;
	}
	*value = span_sub(s, from, end - from);
	return true;
}

enum mime_param_is
mime_param_next(struct span params, size_t *at, struct mime_param *p)
{
	size_t i = *at;

	if (i == params.n)
		return MIME_PARAM_END;
	if (params.p[i] != ';')
		return MIME_PARAM_BAD;
	i = skip_space(params, i + 1);
	/* A semicolon may end the list: real mailers write one. */
	if (i == params.n)
		return MIME_PARAM_END;
	size_t eq = skip_token(params, i);
	if (eq == i || eq == params.n || params.p[eq] != '=')
		return MIME_PARAM_BAD;
	p->name = span_sub(params, i, eq - i);
	/* RFC 2231 names (boundary*0, name*) are read differently by different readers. */
	if (span_find(p->name, 0, '*') < p->name.n)
		return MIME_PARAM_BAD;
	i = eq + 1;
	if (!param_value(params, &i, &p->value))
		return MIME_PARAM_BAD;
	*at = skip_space(params, i);
	return MIME_PARAM;
}

static bool
is_boundary(struct span s)
{
	if (s.n < 1 || s.n > 70 || s.p[s.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && !is_one_of(SPAN("'()+_,-./:=? "), s.p[i]))
			return false;
	return true;
}

bool
mime_boundary(const struct mime_value *v, const char *protocol, struct span *boundary)
{
	struct mime_param p;
	size_t at = 0, boundaries = 0, protocols = 0;
	enum mime_param_is is;

	while ((is = mime_param_next(v->params, &at, &p)) == MIME_PARAM) {
		if (span_eq_nocase(p.name, SPAN("boundary"))) {
			boundaries++;
			*boundary = p.value;
		}
		if (protocol != NULL && span_eq_nocase(p.name, SPAN("protocol"))) {
			protocols++;
			if (!span_eq_nocase(p.value, span_str(protocol)))
				return false;
		}
	}
	/* GATE_DUPLICATE_BOUNDARY GATE_PROTOCOL_OPTIONAL GATE_BOUNDARY_FORMS */
	return is == MIME_PARAM_END && boundaries == 1 && protocols <= 1 && is_boundary(*boundary);
}

enum line { LINE_TEXT, LINE_DELIMITER, LINE_CLOSE };

/* What a line without its CRLF is.  SP and HT may pad a boundary line; anything
 * else behind the boundary makes it text. */
static enum line
line_kind(struct span line, struct span boundary)
{
	if (!span_starts(line, SPAN("--")) || !span_eq(span_sub(line, 2, boundary.n), boundary))
		return LINE_TEXT;
	struct span rest = span_sub(line, 2 + boundary.n, line.n);
	bool close = span_starts(rest, SPAN("--"));
	for (size_t i = close ? 2 : 0; i < rest.n; i++)
		if (rest.p[i] != ' ' && rest.p[i] != '\t')
			return LINE_TEXT;
	return close ? LINE_CLOSE : LINE_DELIMITER;
}

/* Length of the line at `at` without its CRLF; the last one may have none. */
static size_t
line_length(struct span s, size_t at)
{
	size_t i = at;

	while (i < s.n && !(s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n'))
		i++;
	return i - at;
}

/* What starts at `from` ends before the boundary line at `at`, whose own CRLF
 * in front belongs to it and not to the part. */
static void
end_part(struct span body, size_t from, size_t at, struct mime_split *m)
{
	size_t end = at >= from + 2 ? at - 2 : from;

	if (m->parts < MIME_PARTS_MAX)
		m->part[m->parts] = span_sub(body, from, end - from);
	m->parts++;
}

void
mime_split(struct span body, struct span boundary, struct mime_split *m)
{
	size_t from = 0;
	bool inside = false;

	*m = (struct mime_split){ .preamble = body };
	for (size_t at = 0; at < body.n && !m->closed;) {
		size_t n = line_length(body, at);
		enum line kind = line_kind(span_sub(body, at, n), boundary);
		size_t next = at + n + (at + n < body.n ? 2 : 0);
		if (kind != LINE_TEXT) {
			if (inside)
				end_part(body, from, at, m);
			else
				m->preamble = span_sub(body, 0, at);
			inside = true;
			from = next;
		}
		m->closed = kind == LINE_CLOSE;
		at = next;
	}
	if (m->closed)
		m->epilogue = span_sub(body, from, body.n);
}

bool
mime_is_blank(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != (i % 2 == 0 ? '\r' : '\n'))
			return false;
	return s.n % 2 == 0;
}
