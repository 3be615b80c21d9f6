/* Header minimisation and the author's address.  Only the top-level header
 * block is looked at: parts and body are not ours to touch (DLV_PART_HEADERS).
 * Source: spec/delivery.rec; RFC 5322, 3.4 and 3.6.2. */
#include "reference/core/rewrite.h"

#include "base/cdefs.h"
#include "reference/core/header.h"

/* Fields that say who, where or with what: the recipient has no need to know, nor
 * has his server (OUT_NO_TRACE). */
static const char *const DROPPED[] = {
	"Received",               /* DLV_RECEIVED */
	"X-Originating-IP",       /* DLV_ORIGINATING_IP */
	"X-Mailer",               /* DLV_MAILER */
	"User-Agent",             /* DLV_MAILER */
	"Bcc",                    /* DLV_BCC */
	"DKIM-Signature",         /* ours to add, and Subject changes */
	"Authentication-Results", /* RFC 8601, 5: ours to say */
};

static bool
is_dropped(const struct header_field *f)
{
	for (size_t i = 0; i < COUNT_OF(DROPPED); i++)
		if (header_is(f, DROPPED[i]))
			return true;
	return false;
}

bool
rewrite_header(struct span message, struct buf *out, size_t *body)
{
	struct header_field f;
	size_t at = 0;
	bool subject = false;
	enum header is;

	while ((is = header_next(message, &at, &f)) == HEADER_FIELD) {
		if (is_dropped(&f))
			continue;
		if (!header_is(&f, "Subject")) {
			buf_put(out, f.raw); /* DLV_OTHER_HEADERS DLV_DATE SJ_INVITENUMBER */
			continue;
		}
		/* DLV_SUBJECT: one, in the place of the first; DLV_NO_SUBJECT: none is made. */
		if (!subject)
			buf_put_str(out, "Subject: [...]\r\n");
		subject = true;
	}
	buf_put_str(out, "\r\n");
	*body = at; /* DLV_BODY */
	return is == HEADER_END && !out->full;
}

/* What other servers wrote above the author's fields; forged ones too. */
static const char *const STRIPPED[] = {
	/* MX_STRIPPED */
	"DKIM-Signature",         /* has been judged */
	"Authentication-Results", /* RFC 8601, 5: ours to say, and we do not */
	"Received",
	"Return-Path",
	"Delivered-To",
	"X-Originating-IP",
};

bool
rewrite_strip(struct span message, struct buf *out, size_t *body)
{
	struct header_field f;
	size_t at = 0;
	enum header is;

	while ((is = header_next(message, &at, &f)) == HEADER_FIELD) {
		bool stays = true;
		for (size_t i = 0; i < COUNT_OF(STRIPPED); i++)
			if (header_is(&f, STRIPPED[i]))
				stays = false;
		if (stays)
			buf_put(out, f.raw); /* MX_REST_INTACT */
	}
	buf_put_str(out, "\r\n"); /* MX_NO_TRACE: nothing of ours */
	*body = at;
	return is == HEADER_END && !out->full;
}

size_t
rewrite_hops(struct span message)
{
	struct header_field f;
	size_t at = 0, n = 0;

	while (header_next(message, &at, &f) == HEADER_FIELD)
		n += header_is(&f, "Received");
	return n;
}

static bool
is_alnum(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool
is_one_of(struct span set, uint8_t c)
{
	return span_find(set, 0, c) < set.n;
}

/* RFC 5322, 3.2.3, and RFC 6532: octets of UTF-8 too. */
static bool
is_atext(uint8_t c)
{
	return is_alnum(c) || c >= 0x80 || is_one_of(SPAN("!#$%&'*+-/=?^_`{|}~"), c);
}

/* A local part without quotes, "@", a domain or an address literal; nothing around. */
static bool
is_addr_spec(struct span s)
{
	size_t sign = span_find(s, 0, '@');
	struct span domain = span_sub(s, sign + 1, s.n);
	bool literal = span_starts(domain, SPAN("[")) && span_ends(domain, SPAN("]"));

	if (sign == 0 || sign == s.n || domain.n == 0)
		return false;
	for (size_t i = 0; i < sign; i++)
		if (!is_atext(s.p[i]) && s.p[i] != '.')
			return false;
	if (literal)
		domain = span_sub(domain, 1, domain.n - 2);
	for (size_t i = 0; i < domain.n; i++)
		if (!is_alnum(domain.p[i]) &&
		    !is_one_of(literal ? SPAN(".:") : SPAN(".-_"), domain.p[i]))
			return false;
	return domain.n > 0;
}

/* Offset of the first '<' that no quoted string hides; s.n when there is none
 * or when the text before it is not a display name. */
static size_t
angle(struct span s)
{
	bool quoted = false;
	size_t i = 0;

	for (; i < s.n && (quoted || s.p[i] != '<'); i++) {
		if (quoted && s.p[i] == '\\')
			i++;
		else if (s.p[i] == '"')
			quoted = !quoted;
		/* SUB_FROM_LIST: none of these stands in a display name without quotes. */
		else if (!quoted && is_one_of(SPAN("()>[]:;@,\\"), s.p[i]))
			return s.n;
	}
	return i < s.n ? i : s.n;
}

/* The address of `addr-spec` or `display name <addr-spec>`. */
static bool
mailbox(struct span value, struct span *addr)
{
	struct span s = span_trim(value);
	size_t open = angle(s);

	*addr = s;
	if (open < s.n) {
		if (!span_ends(s, SPAN(">")))
			return false;
		*addr = span_sub(s, open + 1, s.n - open - 2);
	}
	return is_addr_spec(*addr);
}

bool
rewrite_from(struct span message, struct span *addr)
{
	struct header_field f;
	struct span from = { NULL, 0 };
	size_t at = 0, n = 0;
	enum header is;

	while ((is = header_next(message, &at, &f)) == HEADER_FIELD)
		if (header_is(&f, "From")) {
			n++;
			from = f.value;
		}
	/* SUB_FROM_MISSING SUB_FROM_TWICE */
	return is == HEADER_END && n == 1 && mailbox(from, addr);
}

struct span
rewrite_domain(struct span addr)
{
	return span_sub(addr, span_find(addr, 0, '@') + 1, addr.n);
}

/* RFC 5321, 4.1.3, and IPv6 without its tag.  A name in brackets is none:
 * MX_LITERAL_FORGE. */
bool
rewrite_is_literal(struct span addr)
{
	struct span domain = rewrite_domain(addr);
	bool tag = span_starts_nocase(domain, SPAN("[IPv6:"));
	bool v6 = span_find(domain, 0, ':') < domain.n;

	for (size_t i = tag ? 6 : 1; i + 1 < domain.n; i++)
		if (!is_one_of(
			v6 ? SPAN("0123456789ABCDEFabcdef:.") : SPAN("0123456789."), domain.p[i]))
			return false;
	return span_starts(domain, SPAN("["));
}
