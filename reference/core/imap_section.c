/* BODY[section]: which octets of a message a section means.
 * Source: RFC 3501 section 6.4.5. */
#include "reference/core/imap_lex.h"
#include "reference/core/imap_mime.h"
#include "reference/core/imap_structure.h"

/* From a numbering scope to its k-th part.  A part that is no multipart has
 * one part, itself.  The scope inside the part found goes to *scope: the part
 * for a multipart, the embedded message for message/rfc822, t->n for none. */
static bool
step(const struct imap_structure *t, size_t *scope, uint32_t k, size_t *part)
{
	const struct imap_part *s;

	if (*scope >= t->n)
		return false;
	s = &t->parts[*scope];
	if (s->kind == PART_MULTI) {
		if (k > s->children)
			return false;
		*part = s->first + k - 1;
	} else {
		if (k != 1)
			return false;
		*part = *scope;
	}
	switch (t->parts[*part].kind) {
	case PART_MULTI: *scope = *part; break;
	case PART_MESSAGE: *scope = t->parts[*part].first; break;
	case PART_LEAF: *scope = t->n; break;
	}
	return true;
}

static struct span
whole(const struct imap_part *p)
{
	return SPAN_OF(p->header.p, p->header.n + p->body.n);
}

/* IMAP_SECTIONS: [1], [1.MIME], [2.HEADER]: numbers lead to a part, the word says what of it. */
bool
imap_section_find(const struct imap_structure *t, const struct imap_section *s, struct span *octets)
{
	size_t scope = 0, part = 0;
	const struct imap_part *p;

	for (size_t i = 0; i < s->depth; i++)
		if (!step(t, &scope, s->path[i], &part))
			return false;
	p = &t->parts[part];
	if (s->part == SECTION_ALL) {
		*octets = s->depth == 0 ? whole(p) : p->body;
		return true;
	}
	if (s->part == SECTION_MIME) {
		*octets = p->header;
		return true;
	}
	/* HEADER and TEXT are those of a message: the top, or an embedded one. */
	if (s->depth > 0) {
		if (p->kind != PART_MESSAGE)
			return false;
		p = &t->parts[p->first];
	}
	*octets = s->part == SECTION_TEXT ? p->body : p->header;
	return true;
}

/* Is the name one of "(A "B" {1}..)"?  The list has been parsed once, so it parses. */
static bool
listed(struct span fields, struct span name)
{
	size_t i = 1;

	while (i < fields.n && fields.p[i] != ')') {
		size_t from = i, to;

		if (fields.p[i] == '"') {
			from = i + 1;
			to = span_find(fields, from, '"');
			i = to + 1;
		} else if (fields.p[i] == '{') {
			from = span_find(fields, i, '\n') + 1;
			for (to = from; to < fields.n && fields.p[to] > ' ' && fields.p[to] != ')';
			     to++)
				;
			i = to;
		} else {
			for (to = from; to < fields.n && fields.p[to] > ' ' && fields.p[to] != ')';
			     to++)
				;
			i = to;
		}
		if (span_eq_nocase(span_sub(fields, from, to - from), name))
			return true;
		if (i < fields.n && fields.p[i] == ' ')
			i++;
	}
	return false;
}

void
imap_section_fields(struct buf *out, struct span header, struct span fields, bool not )
{
	struct imap_field f;
	size_t at = 0;

	while (imap_next_field(header, &at, &f))
		if (listed(fields, f.name) != not )
			buf_put(out, f.raw);
	/* IMAP_SUMMARY: the filtered block ends with an empty line, even when no field matched. */
	buf_put_str(out, "\r\n");
}

static const char *const part_names[] = { "", "HEADER", "HEADER.FIELDS ", "HEADER.FIELDS.NOT ",
	"TEXT", "MIME" };

void
imap_put_section_name(struct buf *out, const struct imap_item *it)
{
	const struct imap_section *s = &it->section;

	buf_put_str(out, "BODY[");
	for (size_t i = 0; i < s->depth; i++) {
		if (i > 0)
			buf_put_octet(out, '.');
		buf_put_u64(out, s->path[i]);
	}
	if (s->depth > 0 && s->part != SECTION_ALL)
		buf_put_octet(out, '.');
	buf_put_str(out, part_names[s->part]);
	buf_put(out, s->fields);
	buf_put_octet(out, ']');
	if (it->partial) {
		buf_put_octet(out, '<');
		buf_put_u64(out, it->from);
		buf_put_octet(out, '>');
	}
}
