/* The law of part headers: a list of fields, each with a list of values.
 * Does not look at bodies.
 * Source: RFC 2045, RFC 2183, RFC 3156, 4; the lists are what Thunderbird,
 * Enigmail, GPGMail, Mutt, KMail, Evolution, K-9 and Delta Chat write. */
#include "reference/core/part.h"

#include "base/cdefs.h"
#include "reference/core/header.h"
#include "reference/core/mime.h"

static const char *const TYPES[] = {
	[PART_VERSION] = "application/pgp-encrypted",
	[PART_ARMOR] = "application/octet-stream",
	[PART_TEXT] = "text/plain",
};

static const char *const DESCRIPTIONS[] = {
	"PGP/MIME version identification",
	"PGP/MIME Versions Identification",
	"OpenPGP encrypted message",
	"This is an encrypted message part",
	"This is a digitally encrypted message part",
};

static const char *const FILES[] = {
	"encrypted.asc",
	"message.asc",
	"msg.asc",
	"version.asc",
	"openpgp-encrypted-message.asc",
	"OpenPGP_encrypted_message.asc",
};

static const char *const CHARSETS[] = { "utf-8", "us-ascii" };
static const char *const FLOWS[] = { "flowed", "fixed" };
static const char *const YES_NO[] = { "yes", "no" };

static bool
listed(struct span s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_eq_nocase(s, span_str(list[i])))
			return true;
	return false;
}

static bool
type_param_ok(const struct mime_param *p, enum part_kind kind)
{
	if (span_eq_nocase(p->name, SPAN("charset")))
		return listed(p->value, CHARSETS, COUNT_OF(CHARSETS));
	if (kind == PART_TEXT && span_eq_nocase(p->name, SPAN("format")))
		return listed(p->value, FLOWS, COUNT_OF(FLOWS));
	if (kind == PART_TEXT && span_eq_nocase(p->name, SPAN("delsp")))
		return listed(p->value, YES_NO, COUNT_OF(YES_NO));
	if (kind != PART_TEXT && span_eq_nocase(p->name, SPAN("name")))
		return listed(p->value, FILES, COUNT_OF(FILES));
	return false;
}

static bool
type_ok(struct span value, enum part_kind kind)
{
	struct mime_value v;
	struct mime_param p;
	size_t at = 0, n = 0;
	enum mime_param_is is;

	/* GATE_PART1_TYPE GATE_PART2_TYPE GATE_NESTED GATE_TYPE_CASE */
	if (!mime_value(value, &v) || !span_eq_nocase(v.head, span_str(TYPES[kind])))
		return false;
	while ((is = mime_param_next(v.params, &at, &p)) == MIME_PARAM)
		if (++n > 4 || !type_param_ok(&p, kind))
			return false;
	return is == MIME_PARAM_END;
}

static bool
disposition_ok(struct span value)
{
	struct mime_value v;
	struct mime_param p;
	size_t at = 0;

	if (!mime_value(value, &v) ||
	    (!span_eq_nocase(v.head, SPAN("inline")) &&
		!span_eq_nocase(v.head, SPAN("attachment"))))
		return false;
	enum mime_param_is is = mime_param_next(v.params, &at, &p);
	if (is == MIME_PARAM) {
		if (!span_eq_nocase(p.name, SPAN("filename")) ||
		    !listed(p.value, FILES, COUNT_OF(FILES)))
			return false;
		is = mime_param_next(v.params, &at, &p);
	}
	return is == MIME_PARAM_END;
}

bool
part_encoding_ok(struct span value)
{
	struct span s = span_trim(value);

	/* GATE_PART_ENCODING */
	return span_eq_nocase(s, SPAN("7bit")) || span_eq_nocase(s, SPAN("8bit"));
}

/* "<" 1*80( ALPHA / DIGIT / "." / "_" / "-" / "@" ) ">" */
static bool
id_ok(struct span value)
{
	struct span s = span_trim(value);

	if (s.n < 3 || s.n > 82 || s.p[0] != '<' || s.p[s.n - 1] != '>')
		return false;
	for (size_t i = 1; i < s.n - 1; i++) {
		uint8_t c = s.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
		    c != '.' && c != '_' && c != '-' && c != '@')
			return false;
	}
	return true;
}

enum field {
	FIELD_TYPE,
	FIELD_DESCRIPTION,
	FIELD_DISPOSITION,
	FIELD_ENCODING,
	FIELD_ID,
	FIELD_VERSION,
	FIELD_MESSAGE_ID,
	FIELD_UNKNOWN
};

static enum field
field_of(const struct header_field *f)
{
	static const char *const NAMES[] = {
		[FIELD_TYPE] = "Content-Type",
		[FIELD_DESCRIPTION] = "Content-Description",
		[FIELD_DISPOSITION] = "Content-Disposition",
		[FIELD_ENCODING] = "Content-Transfer-Encoding",
		[FIELD_ID] = "Content-ID",
		[FIELD_VERSION] = "MIME-Version",
		[FIELD_MESSAGE_ID] = "Message-ID",
	};

	for (size_t i = 0; i < COUNT_OF(NAMES); i++)
		if (header_is(f, NAMES[i]))
			return (enum field)i;
	return FIELD_UNKNOWN;
}

static bool
value_ok(enum field field, struct span value, enum part_kind kind)
{
	switch (field) {
	case FIELD_TYPE: return type_ok(value, kind);
	case FIELD_DESCRIPTION:
		return listed(span_trim(value), DESCRIPTIONS, COUNT_OF(DESCRIPTIONS));
	case FIELD_DISPOSITION: return disposition_ok(value);
	case FIELD_ENCODING: return part_encoding_ok(value);
	case FIELD_ID: return id_ok(value);
	case FIELD_VERSION: return span_eq(span_trim(value), SPAN("1.0"));
	case FIELD_MESSAGE_ID: return kind == PART_TEXT && id_ok(value); /* SJ_REQUEST */
	case FIELD_UNKNOWN: return false;                                /* GATE_PART_HEADERS */
	}
	return false;
}

bool
part_check(struct span part, enum part_kind kind, struct span *body)
{
	bool seen[FIELD_UNKNOWN + 1] = { false };
	struct header_field f;
	size_t at = 0;
	enum header is;

	while ((is = header_next(part, &at, &f)) == HEADER_FIELD) {
		enum field field = field_of(&f);
		if (seen[field] || !value_ok(field, f.value, kind))
			return false;
		seen[field] = true;
	}
	if (is != HEADER_END || !seen[FIELD_TYPE])
		return false;
	*body = span_sub(part, at, part.n);
	return true;
}
