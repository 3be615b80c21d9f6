/* Taking a message apart into parts.  Breadth first: part i is looked into once,
 * and its children go to the end of the array.
 * Sources: RFC 2046 section 5.1; RFC 3501 section 6.4.5 (part numbers). */
#include "reference/core/imap_structure.h"
#include "reference/core/imap_mime.h"

static struct imap_part *
add_part(struct imap_structure *t, size_t parent, struct span octets)
{
	struct imap_part *p;
	size_t split = imap_header_end(octets);

	if (t->n == IMAP_PARTS)
		return NULL;
	p = &t->parts[t->n];
	p->kind = PART_LEAF;
	p->header = span_sub(octets, 0, split);
	p->body = span_sub(octets, split, octets.n - split);
	p->parent = parent;
	p->first = p->children = 0;
	p->depth = t->n == 0 ? 0 : t->parts[parent].depth + 1;
	t->n++;
	return p;
}

static struct span
boundary(struct span content_type, size_t at)
{
	struct span name, value;

	while (imap_next_parameter(content_type, &at, &name, &value))
		if (span_eq_nocase(name, SPAN("boundary")))
			return value;
	return SPAN_OF(NULL, 0);
}

/* Is the line that starts at `at` a delimiter of this boundary? 2: the close-delimiter. */
static int
delimiter(struct span s, size_t at, struct span mark)
{
	size_t i = at + 2 + mark.n;
	int close = 0;

	if (!span_starts(span_sub(s, at, s.n - at), SPAN("--")) ||
	    !span_starts(span_sub(s, at + 2, s.n - at), mark))
		return 0;
	if (span_starts(span_sub(s, i, s.n), SPAN("--"))) {
		close = 1;
		i += 2;
	}
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	if (i < s.n && s.p[i] != '\r' && s.p[i] != '\n')
		return 0;
	return 1 + close;
}

/* The octets from..to without the CRLF that belongs to the delimiter behind them. */
static struct span
before_delimiter(struct span s, size_t from, size_t to)
{
	if (to > from && s.p[to - 1] == '\n')
		to--;
	if (to > from && s.p[to - 1] == '\r')
		to--;
	return span_sub(s, from, to - from);
}

static void
split_multipart(struct imap_structure *t, size_t i, struct span mark)
{
	struct span s = t->parts[i].body;
	size_t at = 0, from = 0;
	bool inside = false;
	int d = 0;

	t->parts[i].first = t->n;
	while (at < s.n && d < 2) {
		size_t line = at;

		d = delimiter(s, line, mark);
		at = span_find(s, line, '\n');
		at = at < s.n ? at + 1 : s.n;
		if (d == 0)
			continue;
		if (inside && !add_part(t, i, before_delimiter(s, from, line)))
			break;
		inside = d == 1;
		from = at;
	}
	/* A missing close-delimiter: the last part reaches to the end. */
	if (inside && d != 2 && t->n < IMAP_PARTS)
		(void)add_part(t, i, span_sub(s, from, s.n - from));
	t->parts[i].children = t->n - t->parts[i].first;
	if (t->parts[i].children > 0)
		t->parts[i].kind = PART_MULTI;
}

/* IMAP_BODYSTRUCTURE: a part is where it lies in the message, with the octets it has there. */
static bool
is_identity(struct span header)
{
	struct span e = imap_find_field(header, SPAN("Content-Transfer-Encoding"));

	return e.p == NULL || span_eq_nocase(e, SPAN("7bit")) || span_eq_nocase(e, SPAN("8bit")) ||
	    span_eq_nocase(e, SPAN("binary"));
}

static void
look_into(struct imap_structure *t, size_t i)
{
	struct imap_part *p = &t->parts[i];
	struct span field = imap_find_field(p->header, SPAN("Content-Type")), type, subtype;
	size_t at;

	if (field.p == NULL || p->depth + 1 >= IMAP_NESTING)
		return;
	imap_media_type(field, &at, &type, &subtype);
	if (span_eq_nocase(type, SPAN("multipart"))) {
		struct span mark = boundary(field, at);

		if (mark.n > 0)
			split_multipart(t, i, mark);
	} else if (span_eq_nocase(type, SPAN("message")) &&
	    span_eq_nocase(subtype, SPAN("rfc822")) && is_identity(p->header) &&
	    t->n < IMAP_PARTS) {
		p->kind = PART_MESSAGE;
		p->first = t->n;
		p->children = 1;
		(void)add_part(t, i, p->body);
	}
}

void
imap_structure_top(struct span message, struct imap_structure *t)
{
	t->n = 0;
	(void)add_part(t, 0, message);
}

void
imap_structure_parse(struct span message, struct imap_structure *t)
{
	imap_structure_top(message, t);
	for (size_t i = 0; i < t->n; i++)
		look_into(t, i);
}
