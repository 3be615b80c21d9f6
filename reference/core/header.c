/* One field at a time.  Knows no field by name and does not unfold.
 * Source: RFC 5322, 2.2, 2.2.3, 3.6.8. */
#include "reference/core/header.h"

static bool
is_fold(struct span s, size_t at)
{
	return at < s.n && (s.p[at] == ' ' || s.p[at] == '\t');
}

/* Offset behind the CRLF of the line at `at`; 0 when it has none or holds a
 * control octet that would let two readers see two different lines. */
static size_t
line_end(struct span s, size_t at)
{
	while (at < s.n && s.p[at] != '\r' && s.p[at] != '\n' && s.p[at] != '\0')
		at++;
	if (s.n - at < 2 || s.p[at] != '\r' || s.p[at + 1] != '\n')
		return 0;
	return at + 2;
}

/* Offset of the colon that ends the name at `at`; s.n when there is no name. */
static size_t
name_end(struct span s, size_t at)
{
	size_t from = at;

	while (at < s.n && s.p[at] > ' ' && s.p[at] < 0x7f && s.p[at] != ':')
		at++;
	return at > from && at < s.n && s.p[at] == ':' ? at : s.n;
}

enum header
header_next(struct span s, size_t *at, struct header_field *f)
{
	size_t from = *at;

	if (s.n < 2 || from > s.n - 2)
		return HEADER_BAD;
	if (s.p[from] == '\r' && s.p[from + 1] == '\n') {
		*at = from + 2;
		return HEADER_END;
	}
	size_t colon = name_end(s, from);
	if (colon == s.n)
		return HEADER_BAD;
	size_t end = line_end(s, colon);
	while (end > 0 && is_fold(s, end))
		end = line_end(s, end);
	if (end == 0)
		return HEADER_BAD;
	f->name = span_sub(s, from, colon - from);
	f->value = span_sub(s, colon + 1, end - 2 - (colon + 1));
	f->raw = span_sub(s, from, end - from);
	*at = end;
	return HEADER_FIELD;
}

bool
header_is(const struct header_field *f, const char *name)
{
	return span_eq_nocase(f->name, span_str(name));
}
