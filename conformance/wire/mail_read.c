/* Reading a message that arrived: top-level fields and body, nothing deeper.
 * RFC 5322, 2.2 and 2.2.3.  The judge's own reading; the relay has another. */
#include "conformance/case.h"

/* Where the line that starts at `at` ends, its CRLF included. */
static size_t
line_end(struct span m, size_t at)
{
	size_t end = span_find(m, at, '\n');

	return end < m.n ? end + 1 : m.n;
}

static bool
is_empty_line(struct span m, size_t at)
{
	return span_starts(span_sub(m, at, 2), SPAN("\r\n")) ||
	    span_starts(span_sub(m, at, 1), SPAN("\n"));
}

/* The field that starts at `at`, its folded lines included. */
static size_t
field_end(struct span m, size_t at)
{
	size_t end = line_end(m, at);

	while (end < m.n && (m.p[end] == ' ' || m.p[end] == '\t'))
		end = line_end(m, end);
	return end;
}

static bool
is_named(struct span field, struct span name)
{
	return span_starts_nocase(field, name) && name.n < field.n && field.p[name.n] == ':';
}

size_t
mail_fields(struct span message, const char *name)
{
	size_t count = 0, end;

	for (size_t at = 0; at < message.n && !is_empty_line(message, at); at = end) {
		end = field_end(message, at);
		count += is_named(span_sub(message, at, end - at), span_str(name));
	}
	return count;
}

struct span
mail_field(struct span message, const char *name)
{
	size_t end;

	for (size_t at = 0; at < message.n && !is_empty_line(message, at); at = end) {
		end = field_end(message, at);
		struct span field = span_sub(message, at, end - at);
		if (is_named(field, span_str(name)))
			return span_trim(span_sub(field, span_str(name).n + 1, field.n));
	}
	return (struct span){ 0 };
}

struct span
mail_body(struct span message)
{
	size_t at = 0;

	while (at < message.n && !is_empty_line(message, at))
		at = field_end(message, at);
	return span_sub(message, line_end(message, at), message.n);
}
