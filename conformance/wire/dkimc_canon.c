/* Canonical forms of DKIM.  RFC 6376, 3.4 and 5.4.2; written for the judge alone. */
#include "conformance/wire/dkimc.h"

#include <openssl/evp.h>
#include <string.h>

static bool
is_wsp(uint8_t c)
{
	return c == ' ' || c == '\t';
}

struct dkimc_canon
dkimc_canon_of(struct span c)
{
	size_t slash = span_find(c, 0, '/');

	return (struct dkimc_canon){
		.header_relaxed = span_eq_nocase(span_trim(span_sub(c, 0, slash)), SPAN("relaxed")),
		.body_relaxed =
		    span_eq_nocase(span_trim(span_sub(c, slash + 1, c.n)), SPAN("relaxed")),
	};
}

struct span
dkimc_next_field(struct span m, size_t *at)
{
	size_t begin = *at;

	if (begin >= m.n || m.p[begin] == '\r' || m.p[begin] == '\n')
		return (struct span){ NULL, 0 };
	do
		*at = span_find(m, *at, '\n') + 1;
	while (*at < m.n && is_wsp(m.p[*at]));
	if (*at > m.n)
		*at = m.n;
	return span_sub(m, begin, *at - begin);
}

struct span
dkimc_field_name(struct span field)
{
	return span_trim(span_sub(field, 0, span_find(field, 0, ':')));
}

/* ---- body -------------------------------------------------------------------------------- */

/* Where the body begins: behind the first empty line. */
static size_t
body_begin(struct span m)
{
	size_t at = 0;

	while (dkimc_next_field(m, &at).n > 0)
		continue;
	return at < m.n ? span_find(m, at, '\n') + 1 : m.n;
}

/* One line without its CRLF: runs of white space are one space, none at the end. */
static void
put_relaxed(struct buf *b, struct span line)
{
	bool space = false;

	for (size_t i = 0; i < line.n; i++) {
		if (is_wsp(line.p[i])) {
			space = true;
			continue;
		}
		if (space)
			buf_put_octet(b, ' ');
		space = false;
		buf_put_octet(b, line.p[i]);
	}
}

struct span
dkimc_body(struct run *r, struct span m, bool relaxed)
{
	size_t at = body_begin(m), empty = 0;
	struct buf b;

	buf_init(&b, run_take(r, m.n - at + 4), m.n - at + 4);
	while (at < m.n) {
		size_t end = span_search(span_sub(m, at, m.n), SPAN("\r\n")) + at;
		struct span line = span_sub(m, at, end - at);
		size_t before = b.n;
		at = end + 2;
		/* Empty lines wait for one that is not. */
		for (size_t i = 0; i < empty; i++)
			buf_put(&b, SPAN("\r\n"));
		size_t begin = b.n;
		if (relaxed)
			put_relaxed(&b, line);
		else
			buf_put(&b, line);
		if (b.n > begin) {
			buf_put(&b, SPAN("\r\n"));
			empty = 0;
		} else {
			b.n = before;
			empty++;
		}
	}
	if (b.n == 0 && !relaxed)
		buf_put(&b, SPAN("\r\n"));
	return buf_span(&b);
}

/* ---- header -------------------------------------------------------------------------------- */

struct span
dkimc_field(struct run *r, struct span field, bool relaxed)
{
	size_t colon = span_find(field, 0, ':');
	struct span name = dkimc_field_name(field);
	struct buf b, line;

	if (!relaxed)
		return field;
	buf_init(&b, run_take(r, field.n + 4), field.n + 4);
	buf_init(&line, run_take(r, field.n), field.n);
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = name.p[i];
		buf_put_octet(&b, c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c);
	}
	buf_put(&b, SPAN(":"));
	for (size_t i = colon + 1; i < field.n; i++)
		if (field.p[i] != '\r' && field.p[i] != '\n')
			buf_put_octet(&line, field.p[i]);
	put_relaxed(&b, span_trim(buf_span(&line)));
	buf_put(&b, SPAN("\r\n"));
	return buf_span(&b);
}

/* The n-th from below (1..) with this name; n = 0: there are fewer. */
static struct span
from_below(struct span m, struct span name, unsigned n, size_t skip)
{
	struct span field, found = { NULL, 0 };
	unsigned all = 0, seen = 0;

	for (size_t at = 0, begin = 0; (field = dkimc_next_field(m, &at)).n > 0; begin = at)
		all += begin != skip && span_eq_nocase(dkimc_field_name(field), name);
	for (size_t at = 0, begin = 0; (field = dkimc_next_field(m, &at)).n > 0; begin = at)
		if (begin != skip && span_eq_nocase(dkimc_field_name(field), name) &&
		    ++seen == all - n + 1 && n <= all)
			found = field;
	return found;
}

struct span
dkimc_fields(struct run *r, struct span m, struct span h, bool relaxed, size_t skip)
{
	struct buf b;

	buf_init(&b, run_take(r, m.n + 8), m.n + 8);
	for (size_t at = 0; at < h.n;) {
		size_t end = span_find(h, at, ':');
		struct span name = span_trim(span_sub(h, at, end - at));
		unsigned n = 1;
		for (size_t i = 0; i < at;) {
			size_t stop = span_find(h, i, ':');
			n += span_eq_nocase(span_trim(span_sub(h, i, stop - i)), name);
			i = stop + 1;
		}
		struct span field = from_below(m, name, n, skip);
		if (field.n > 0)
			buf_put(&b, dkimc_field(r, field, relaxed));
		at = end + 1;
	}
	return buf_span(&b);
}

bool
dkimc_digest(bool sha1, struct span a, uint8_t out[DKIMC_DIGEST_MOST], size_t *n)
{
	unsigned octets = 0;
	bool ok = EVP_Digest(a.p != NULL ? a.p : (const uint8_t *)"", a.n, out, &octets,
		      sha1 ? EVP_sha1() : EVP_sha256(), NULL) == 1;

	*n = octets;
	return ok;
}
