/* Is a whole message encrypted?  The judge's own reading of spec/gate.rec,
 * profile strict, made without sight of the relay's.  RFC 5322, 2.2 (fields),
 * RFC 2045, 5.1 (Content-Type), RFC 2046, 5.1.1 (boundaries), RFC 3156, 4.
 * Comments in structured fields are not understood and therefore refused.
 * Free to allocate; linear but for the search of short needles. */
#include "conformance/wire/mailc.h"
#include "conformance/wire/pgpc.h"

enum { BOUNDARY_MOST = 70, ARENA_FACTOR = 4, ARENA_ROOM = 65536 };

/* A media type with what the gate wants to know of its parameters. */
struct media {
	struct span type, subtype, boundary;
};

static bool
only_crlf(struct span s)
{
	for (size_t at = 0; at < s.n; at += 2)
		if (!span_starts(span_sub(s, at, 2), SPAN("\r\n")))
			return false;
	return true;
}

/* No NUL, no CR without LF, no LF without CR. */
static bool
is_clean(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\0' || (s.p[i] == '\n' && (i == 0 || s.p[i - 1] != '\r')))
			return false;
		if (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'))
			return false;
	}
	return true;
}

static bool
is_wsp(uint8_t c)
{
	return c == ' ' || c == '\t';
}

/* One field at *at: name, and value up to its last CRLF, folds included.  False at the empty line
 * (*at then behind it, *end true) and at anything that is no field. */
static bool
next_field(struct span s, size_t *at, struct span *name, struct span *value, bool *end)
{
	size_t colon = *at, stop;

	*end = span_starts(span_sub(s, *at, 2), SPAN("\r\n"));
	if (*end) {
		*at += 2;
		return false;
	}
	while (colon < s.n && s.p[colon] > ' ' && s.p[colon] < 127 && s.p[colon] != ':')
		colon++;
	if (colon >= s.n || colon == *at || s.p[colon] != ':')
		return false;
	stop = colon;
	do {
		stop = span_find(s, stop, '\n') + 1;
	} while (stop < s.n && is_wsp(s.p[stop]));
	if (stop > s.n)
		return false;
	*name = span_sub(s, *at, colon - *at);
	*value = span_sub(s, colon + 1, stop - 2 - colon - 1);
	*at = stop;
	return true;
}

/* ---- Content-Type ------------------------------------------------------------ */

static void
skip_fws(struct span s, size_t *at)
{
	while (*at < s.n && (is_wsp(s.p[*at]) || s.p[*at] == '\r' || s.p[*at] == '\n'))
		(*at)++;
}

/* token = 1*<any CHAR except SPACE, CTLs or tspecials> */
static bool
take_token(struct span s, size_t *at, struct span *token)
{
	size_t begin = *at;
	struct span tspecials = SPAN("()<>@,;:\\\"/[]?=");

	while (*at < s.n && s.p[*at] > ' ' && s.p[*at] < 127 &&
	    span_find(tspecials, 0, s.p[*at]) == tspecials.n)
		(*at)++;
	*token = span_sub(s, begin, *at - begin);
	return token->n > 0;
}

/* A quoted string without backslashes is enough for what mail programs write; with one it is
 * refused rather than guessed. */
static bool
take_value(struct span s, size_t *at, struct span *value)
{
	size_t close;

	if (*at >= s.n || s.p[*at] != '"')
		return take_token(s, at, value);
	close = span_find(s, *at + 1, '"');
	*value = span_sub(s, *at + 1, close - *at - 1);
	*at = close + 1;
	return close < s.n && span_find(*value, 0, '\\') == value->n &&
	    span_find(*value, 0, '\r') == value->n;
}

static bool
take_parameter(struct span s, size_t *at, struct media *m)
{
	struct span name, value;

	if (*at >= s.n || s.p[(*at)++] != ';')
		return false;
	skip_fws(s, at);
	if (!take_token(s, at, &name) || *at >= s.n || s.p[(*at)++] != '=' ||
	    !take_value(s, at, &value))
		return false;
	skip_fws(s, at);
	if (span_starts_nocase(name, SPAN("boundary*")))
		return false;
	if (span_eq_nocase(name, SPAN("boundary"))) {
		if (m->boundary.n > 0 || value.n == 0)
			return false;
		m->boundary = value;
	}
	return true;
}

static bool
parse_media(struct span s, struct media *m)
{
	size_t at = 0;

	*m = (struct media){ .type = { NULL, 0 } };
	skip_fws(s, &at);
	if (!take_token(s, &at, &m->type) || at >= s.n || s.p[at++] != '/' ||
	    !take_token(s, &at, &m->subtype))
		return false;
	skip_fws(s, &at);
	while (at < s.n)
		if (!take_parameter(s, &at, m))
			return false;
	return true;
}

static bool
is_media(const struct media *m, const char *type, const char *subtype)
{
	return span_eq_nocase(m->type, span_str(type)) &&
	    span_eq_nocase(m->subtype, span_str(subtype));
}

/* boundary := 0*69<bchars> bcharsnospace */
static bool
is_boundary(struct span b)
{
	struct span marks = SPAN("'()+_,-./:=? ");

	if (b.n == 0 || b.n > BOUNDARY_MOST || b.p[b.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < b.n; i++) {
		uint8_t c = b.p[i];
		bool letter = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
		if (!letter && span_find(marks, 0, c) == marks.n)
			return false;
	}
	return true;
}

/* ---- parts --------------------------------------------------------------------- */

static bool
part_field_allowed(struct span name)
{
	static const char *const allowed[] = { "Content-Type", "Content-Description",
		"Content-Disposition", "Content-Transfer-Encoding", "Content-ID", "MIME-Version" };

	for (size_t i = 0; i < COUNT_OF(allowed); i++)
		if (span_eq_nocase(name, span_str(allowed[i])))
			return true;
	return false;
}

/* Header of a part: its media type; *body begins behind the empty line. */
static bool
read_part(struct span part, struct media *m, struct span *body)
{
	struct span name, value;
	size_t at = 0, types = 0, encodings = 0;
	bool end = false;

	while (next_field(part, &at, &name, &value, &end)) {
		if (!part_field_allowed(name))
			return false;
		if (span_eq_nocase(name, SPAN("Content-Type")) &&
		    (types++ > 0 || !parse_media(value, m)))
			return false;
		if (span_eq_nocase(name, SPAN("Content-Transfer-Encoding"))) {
			struct span v = span_trim(value);
			if (encodings++ > 0 ||
			    (!span_eq_nocase(v, SPAN("7bit")) && !span_eq_nocase(v, SPAN("8bit"))))
				return false;
		}
	}
	*body = span_sub(part, at, part.n);
	return end && types == 1;
}

static bool
read_outer(struct span message, struct media *m, struct span *body)
{
	struct span name, value;
	size_t at = 0, types = 0;
	bool end = false;

	while (next_field(message, &at, &name, &value, &end))
		if (span_eq_nocase(name, SPAN("Content-Type")) &&
		    (types++ > 0 || !parse_media(value, m)))
			return false;
	*body = span_sub(message, at, message.n);
	return end && types == 1;
}

enum delimiter { DELIMITER_NONE, DELIMITER_PART, DELIMITER_CLOSE, DELIMITER_BROKEN };

/* The line at `at`: "--" boundary, perhaps "--", white space, CRLF.  *next is behind it. */
static enum delimiter
delimiter_at(struct span s, size_t at, struct span boundary, size_t *next)
{
	enum delimiter kind = DELIMITER_PART;

	if (!span_starts(span_sub(s, at, s.n), SPAN("--")) ||
	    !span_starts(span_sub(s, at + 2, s.n), boundary))
		return DELIMITER_NONE;
	at += 2 + boundary.n;
	if (span_starts(span_sub(s, at, 2), SPAN("--"))) {
		kind = DELIMITER_CLOSE;
		at += 2;
	}
	while (at < s.n && is_wsp(s.p[at]))
		at++;
	*next = at + 2;
	if (kind == DELIMITER_CLOSE && at == s.n) {
		*next = s.n;
		return kind;
	}
	return span_starts(span_sub(s, at, 2), SPAN("\r\n")) ? kind : DELIMITER_BROKEN;
}

/* Exactly two parts, and empty lines around them. */
static bool
split(struct span body, struct span boundary, struct span part[2])
{
	size_t at = 0, next = 0, begin = 0, parts = 0;
	bool open = false;

	for (; at < body.n; at = span_find(body, at, '\n') + 1) {
		enum delimiter kind = delimiter_at(body, at, boundary, &next);
		if (kind == DELIMITER_BROKEN)
			return false;
		if (kind == DELIMITER_NONE) {
			if (!open && !span_starts(span_sub(body, at, 2), SPAN("\r\n")))
				return false;
			continue;
		}
		if (open) {
			/* The CRLF in front belongs to the delimiter. */
			if (parts == 2 || at < begin + 2)
				return false;
			part[parts++] = span_sub(body, begin, at - 2 - begin);
		}
		if (kind == DELIMITER_CLOSE)
			return parts == 2 && only_crlf(span_sub(body, next, body.n));
		open = true;
		begin = next;
	}
	return false;
}

static bool
is_version_part(struct span body)
{
	struct span line = SPAN("Version: 1");

	return span_starts(body, line) && only_crlf(span_sub(body, line.n, body.n));
}

bool
mailc_is_encrypted(struct span message)
{
	struct media outer, first, second;
	struct span body, part[2], version, armor, packets = { NULL, 0 };
	struct arena a;

	if (!is_clean(message) || !read_outer(message, &outer, &body) ||
	    !is_media(&outer, "multipart", "encrypted") || !is_boundary(outer.boundary) ||
	    !split(body, outer.boundary, part) || !read_part(part[0], &first, &version) ||
	    !read_part(part[1], &second, &armor) ||
	    !is_media(&first, "application", "pgp-encrypted") || !is_version_part(version) ||
	    !is_media(&second, "application", "octet-stream"))
		return false;
	arena_init(&a, message.n * ARENA_FACTOR + ARENA_ROOM);
	bool good = pgpc_unarmor(&a, armor, &packets) && pgpc_is_encrypted(packets.p, packets.n);
	arena_free(&a);
	return good;
}
