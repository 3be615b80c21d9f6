/* BODY and BODYSTRUCTURE.  The tree is walked by its indices: down to the first
 * child, on to the next one, up when the last is done.
 * Source: RFC 3501 sections 7.4.2 and 9, body. */
#include "reference/core/imap_mime.h"
#include "reference/core/imap_structure.h"
#include "reference/core/imap_text.h"

/* "(" name SP value ... ")" or NIL */
static void
put_parameters(struct buf *out, struct span field, size_t at)
{
	struct span name, value;
	bool any = false;

	while (imap_next_parameter(field, &at, &name, &value)) {
		buf_put_octet(out, any ? ' ' : '(');
		any = true;
		imap_put_string(out, name);
		buf_put_octet(out, ' ');
		imap_put_unescaped(out, value);
	}
	buf_put_str(out, any ? ")" : "NIL");
}

/* disposition, language, location */
static void
put_extension(struct buf *out, struct span header)
{
	struct span field = imap_find_field(header, SPAN("Content-Disposition"));
	size_t at = 0;

	buf_put_octet(out, ' ');
	if (field.p == NULL) {
		buf_put_str(out, "NIL");
	} else {
		struct imap_token t = imap_next_token(field, &at, SPAN(";="));

		buf_put_octet(out, '(');
		imap_put_string(out, t.text);
		buf_put_octet(out, ' ');
		put_parameters(out, field, at);
		buf_put_octet(out, ')');
	}
	buf_put_octet(out, ' ');
	imap_put_nstring(out, imap_find_field(header, SPAN("Content-Language")));
	buf_put_octet(out, ' ');
	imap_put_nstring(out, imap_find_field(header, SPAN("Content-Location")));
}

static uint64_t
lines(struct span s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n')
			n++;
	return n;
}

static void
media_type(const struct imap_part *p, struct span *field, size_t *at, struct span *type,
    struct span *subtype)
{
	*field = imap_find_field(p->header, SPAN("Content-Type"));
	if (field->p == NULL)
		*field = SPAN("text/plain; charset=us-ascii");
	imap_media_type(*field, at, type, subtype);
	/* What could not be taken apart is shown as a leaf that it can be. */
	if (p->kind == PART_LEAF &&
	    (span_eq_nocase(*type, SPAN("multipart")) ||
		(span_eq_nocase(*type, SPAN("message")) &&
		    span_eq_nocase(*subtype, SPAN("rfc822"))))) {
		*type = SPAN("application");
		*subtype = SPAN("octet-stream");
	}
}

/* type subtype params id description encoding size */
static void
put_fields(struct buf *out, const struct imap_part *p)
{
	struct span field, type, subtype, encoding;
	size_t at;

	media_type(p, &field, &at, &type, &subtype);
	imap_put_string(out, type);
	buf_put_octet(out, ' ');
	imap_put_string(out, subtype);
	buf_put_octet(out, ' ');
	put_parameters(out, field, at);
	buf_put_octet(out, ' ');
	imap_put_nstring(out, imap_find_field(p->header, SPAN("Content-ID")));
	buf_put_octet(out, ' ');
	imap_put_nstring(out, imap_find_field(p->header, SPAN("Content-Description")));
	buf_put_octet(out, ' ');
	encoding = imap_find_field(p->header, SPAN("Content-Transfer-Encoding"));
	imap_put_string(out, encoding.p ? encoding : SPAN("7bit"));
	buf_put_octet(out, ' ');
	buf_put_u64(out, p->body.n);
	if (p->kind == PART_LEAF && span_eq_nocase(type, SPAN("text"))) {
		buf_put_octet(out, ' ');
		buf_put_u64(out, lines(p->body));
	}
}

static void
enter(struct buf *out, const struct imap_structure *t, const struct imap_part *p)
{
	buf_put_octet(out, '(');
	if (p->kind == PART_MULTI)
		return;
	put_fields(out, p);
	if (p->kind == PART_MESSAGE) {
		buf_put_octet(out, ' ');
		imap_put_envelope(out, t->parts[p->first].header);
		buf_put_octet(out, ' ');
	}
}

static void
leave(struct buf *out, const struct imap_part *p, bool extended)
{
	struct span field, type, subtype;
	size_t at;

	if (p->kind == PART_MULTI) {
		media_type(p, &field, &at, &type, &subtype);
		buf_put_octet(out, ' ');
		imap_put_string(out, subtype);
		if (extended) {
			buf_put_octet(out, ' ');
			put_parameters(out, field, at);
		}
	} else {
		if (p->kind == PART_MESSAGE) {
			buf_put_octet(out, ' ');
			buf_put_u64(out, lines(p->body));
		}
		if (extended) {
			buf_put_octet(out, ' ');
			imap_put_nstring(out, imap_find_field(p->header, SPAN("Content-MD5")));
		}
	}
	if (extended)
		put_extension(out, p->header);
	buf_put_octet(out, ')');
}

void
imap_put_structure(struct buf *out, const struct imap_structure *t, bool extended)
{
	size_t at = 0;

	for (;;) {
		enter(out, t, &t->parts[at]);
		if (t->parts[at].children > 0) {
			at = t->parts[at].first;
			continue;
		}
		leave(out, &t->parts[at], extended);
		while (at != 0) {
			const struct imap_part *up = &t->parts[t->parts[at].parent];

			if (at + 1 < up->first + up->children) {
				at++;
				break;
			}
			at = t->parts[at].parent;
			leave(out, &t->parts[at], extended);
		}
		if (at == 0)
			return;
	}
}
