/* Reading header blocks and MIME fields of delivered messages.
 * Sources: RFC 5322 sections 2.2 and 3.2; RFC 2045 section 5. */
#include "reference/core/imap_mime.h"

static bool
blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Behind the LF of the line that starts at `at`. */
static size_t
next_line(struct span s, size_t at)
{
	size_t lf = span_find(s, at, '\n');

	return lf < s.n ? lf + 1 : s.n;
}

static bool
empty_line(struct span s, size_t at)
{
	return at < s.n &&
	    (s.p[at] == '\n' || (s.p[at] == '\r' && at + 1 < s.n && s.p[at + 1] == '\n'));
}

size_t
imap_header_end(struct span s)
{
	size_t at = 0;

	while (at < s.n) {
		bool last = empty_line(s, at);

		at = next_line(s, at);
		if (last)
			break;
	}
	return at;
}

bool
imap_next_field(struct span header, size_t *at, struct imap_field *f)
{
	size_t from = *at, to, colon;

	if (from >= header.n || empty_line(header, from))
		return false;
	to = next_line(header, from);
	while (to < header.n && (header.p[to] == ' ' || header.p[to] == '\t'))
		to = next_line(header, to);
	f->raw = span_sub(header, from, to - from);
	colon = span_find(f->raw, 0, ':');
	if (colon == f->raw.n) {
		f->name = span_sub(f->raw, 0, 0);
		f->value = span_trim(f->raw);
	} else {
		f->name = span_trim(span_sub(f->raw, 0, colon));
		f->value = span_trim(span_sub(f->raw, colon + 1, f->raw.n - colon - 1));
	}
	*at = to;
	return true;
}

struct span
imap_find_field(struct span header, struct span name)
{
	struct imap_field f;
	size_t at = 0;

	while (imap_next_field(header, &at, &f))
		if (span_eq_nocase(f.name, name))
			return f.value;
	return SPAN_OF(NULL, 0);
}

/* Over blanks and comments; comments nest, a backslash hides an octet. */
static size_t
skip_blanks(struct span s, size_t at)
{
	size_t depth = 0;

	while (at < s.n) {
		if (s.p[at] == '(')
			depth++;
		else if (depth > 0 && s.p[at] == ')')
			depth--;
		else if (depth > 0 && s.p[at] == '\\')
			at++;
		else if (depth == 0 && !blank(s.p[at]))
			break;
		at++;
	}
	return at < s.n ? at : s.n;
}

static struct imap_token
quoted(struct span s, size_t *at)
{
	struct imap_token t = { TOKEN_QUOTED, SPAN_OF(s.p, 0) };
	size_t from = *at + 1, i = from;

	while (i < s.n && s.p[i] != '"')
		i += s.p[i] == '\\' ? 2 : 1;
	if (i > s.n)
		i = s.n;
	t.text = span_sub(s, from, i - from);
	*at = i < s.n ? i + 1 : s.n;
	return t;
}

struct imap_token
imap_next_token(struct span value, size_t *at, struct span specials)
{
	struct imap_token t = { TOKEN_END, SPAN_OF(value.p, 0) };
	size_t from = skip_blanks(value, *at), i = from;

	*at = from;
	if (from == value.n)
		return t;
	if (value.p[from] == '"')
		return quoted(value, at);
	if (span_find(specials, 0, value.p[from]) < specials.n) {
		t.kind = TOKEN_SPECIAL;
		i++;
	} else {
		t.kind = TOKEN_WORD;
		while (i < value.n && !blank(value.p[i]) && value.p[i] != '(' &&
		    value.p[i] != '"' && span_find(specials, 0, value.p[i]) == specials.n)
			i++;
	}
	t.text = span_sub(value, from, i - from);
	*at = i;
	return t;
}

#define MIME_SPECIALS SPAN(";=/,:")

void
imap_media_type(struct span value, size_t *at, struct span *type, struct span *subtype)
{
	struct imap_token a, slash, b;

	*at = 0;
	a = imap_next_token(value, at, MIME_SPECIALS);
	slash = imap_next_token(value, at, MIME_SPECIALS);
	b = imap_next_token(value, at, MIME_SPECIALS);
	*type = a.text;
	*subtype = b.text;
	if (a.kind != TOKEN_WORD || slash.kind != TOKEN_SPECIAL || b.kind != TOKEN_WORD) {
		*type = SPAN("text");
		*subtype = SPAN("plain");
		*at = value.n;
	}
}

bool
imap_next_parameter(struct span value, size_t *at, struct span *name, struct span *text)
{
	struct imap_token t;

	for (;;) {
		do {
			t = imap_next_token(value, at, MIME_SPECIALS);
			if (t.kind == TOKEN_END)
				return false;
		} while (t.kind != TOKEN_WORD);
		*name = t.text;
		t = imap_next_token(value, at, MIME_SPECIALS);
		if (t.kind != TOKEN_SPECIAL || t.text.p[0] != '=')
			continue;
		t = imap_next_token(value, at, SPAN(";"));
		if (t.kind == TOKEN_WORD || t.kind == TOKEN_QUOTED) {
			*text = t.text;
			return true;
		}
	}
}
