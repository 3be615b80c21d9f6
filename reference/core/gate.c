/* The gate: header, structure, armor, packets, in this order.  Each step has
 * its own file; here is only the order and what the parts must be.
 * Source: RFC 3156, 4; RFC 9580; spec/gate.rec. */
#include "reference/core/gate.h"

#include "reference/core/armor.h"
#include "reference/core/base64.h"
#include "reference/core/header.h"
#include "reference/core/mime.h"
#include "reference/core/openpgp.h"
#include "reference/core/part.h"
#include "reference/core/securejoin.h"

/* The proofs are about buffers up to this length; a relay's limit is far below. */
enum { OCTETS_MAX = 0x7fffffff };

/* What matters of the top-level header; Subject, Chat-* and all others do not
 * (GATE_SUBJECT_FREE). */
struct top {
	struct span type, securejoin;
	size_t types, encodings, securejoins; /* how many fields */
	bool encoding_ok;
	struct span body;
};

static bool
read_top(struct span message, struct top *t)
{
	struct header_field f;
	size_t at = 0;
	enum header is;

	*t = (struct top){ .encoding_ok = true };
	while ((is = header_next(message, &at, &f)) == HEADER_FIELD) {
		if (header_is(&f, "Content-Type")) {
			t->types++;
			t->type = f.value;
		}
		if (header_is(&f, "Content-Transfer-Encoding")) {
			t->encodings++;
			t->encoding_ok = part_encoding_ok(f.value);
		}
		if (header_is(&f, "Secure-Join")) {
			t->securejoins++;
			t->securejoin = f.value;
		}
	}
	t->body = span_sub(message, at, message.n);
	return is == HEADER_END;
}

/* GATE_VERSION_PART: `Version: 1`, then line ends only. */
static bool
is_version(struct span body)
{
	struct span version = SPAN("Version: 1");

	return span_starts(body, version) && mime_is_blank(span_sub(body, version.n, body.n));
}

static enum gate
check_armor(struct span text, uint8_t *scratch)
{
	size_t from, to;

	if (!armor_frame(text.p, text.n, &from, &to))
		return GATE_BAD_ARMOR;
	size_t n = armor_strip(text.p, from, to, scratch);
	n = base64_decode(scratch, n);
	if (n == 0)
		return GATE_BAD_ARMOR; /* GATE_BASE64 */
	return openpgp_is_encrypted(scratch, n) ? GATE_PASS : GATE_BAD_PACKETS;
}

static enum gate
check_parts(struct span body, struct span boundary, uint8_t *scratch)
{
	struct mime_split m;
	struct span version, armor;

	mime_split(body, boundary, &m);
	if (!m.closed)
		return GATE_BAD_MIME; /* GATE_UNCLOSED */
	if (m.parts < 2)
		return GATE_BAD_MIME; /* GATE_ONE_PART */
	if (m.parts > 2)
		return GATE_BAD_MIME; /* GATE_EXTRA_PART */
	if (!mime_is_blank(m.preamble))
		return GATE_BAD_MIME; /* GATE_PREAMBLE */
	if (!mime_is_blank(m.epilogue))
		return GATE_BAD_MIME; /* GATE_EPILOGUE */
	if (!part_check(m.part[0], PART_VERSION, &version) || !is_version(version))
		return GATE_BAD_MIME;
	if (!part_check(m.part[1], PART_ARMOR, &armor))
		return GATE_BAD_MIME;
	return check_armor(armor, scratch);
}

enum gate
gate_check(const uint8_t *message, size_t n, uint8_t *scratch)
{
	struct top t;
	struct mime_value v;
	struct span boundary;

	if (n > OCTETS_MAX || !read_top((struct span){ message, n }, &t))
		return GATE_BAD_HEADER;
	if (t.types > 1)
		return GATE_BAD_HEADER; /* GATE_DUPLICATE_TYPE */
	if (t.types == 0 || !mime_value(t.type, &v))
		return GATE_NOT_ENCRYPTED; /* GATE_CLEARTEXT */
	if (t.encodings > 1 || !t.encoding_ok)
		return GATE_BAD_MIME; /* GATE_PART_ENCODING */
	/* GATE_CLEARTEXT GATE_SELF GATE_TOP_TYPE GATE_SUBSTRING GATE_WRAPPED GATE_SMIME
	 * GATE_MDN GATE_REPORT GATE_SETUP_MESSAGE: no other type passes, whoever sends
	 * it to whomever, but a Secure-Join request. */
	if (!span_eq_nocase(v.head, SPAN("multipart/encrypted"))) {
		if (t.securejoins == 1 && /* SJ_TWICE */
		    securejoin_is_request(t.securejoin, t.type, t.body))
			return GATE_PASS; /* SJ_REQUEST */
		return GATE_NOT_ENCRYPTED;
	}
	if (!mime_boundary(&v, "application/pgp-encrypted", &boundary))
		return GATE_BAD_MIME;
	return check_parts(t.body, boundary, scratch);
}
