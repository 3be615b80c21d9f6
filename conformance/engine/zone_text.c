/* Record data as people write it, in wire format.  RFC 1035, 5.1; RFC 3597, 5;
 * RFC 2782, RFC 4034, 5.3, RFC 6698, 2.2, RFC 8659, 4.1.1. */
#include "conformance/engine/zone_data.h"

#include "conformance/engine/zone_words.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

enum { STRING_MOST = 255, ADDRESS_TEXT = 64 };

static const struct {
	const char *name;
	uint16_t type;
} types[] = {
	{ "A", ZONE_A },
	{ "NS", ZONE_NS },
	{ "CNAME", ZONE_CNAME },
	{ "SOA", ZONE_SOA },
	{ "PTR", ZONE_PTR },
	{ "MX", ZONE_MX },
	{ "TXT", ZONE_TXT },
	{ "AAAA", ZONE_AAAA },
	{ "SRV", ZONE_SRV },
	{ "DS", ZONE_DS },
	{ "TLSA", ZONE_TLSA },
	{ "CAA", ZONE_CAA },
};

static bool
number(struct span s, uint32_t most, uint32_t *out)
{
	uint64_t value = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || value > most)
			return false;
		value = value * 10 + (s.p[i] - '0');
	}
	*out = (uint32_t)value;
	return s.n > 0 && value <= most;
}

uint16_t
zone_type_read(struct span text)
{
	uint32_t value;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_eq_nocase(text, span_str(types[i].name)))
			return types[i].type;
	if (span_starts_nocase(text, SPAN("TYPE")) &&
	    number(span_sub(text, 4, text.n), UINT16_MAX, &value))
		return (uint16_t)value;
	return 0;
}

static bool
put_number(const struct zone_word *w, unsigned octets, struct buf *out)
{
	uint32_t value;

	if (!number(w->text,
		octets == 1       ? UINT8_MAX
		    : octets == 2 ? UINT16_MAX
				  : UINT32_MAX,
		&value))
		return false;
	for (unsigned i = octets; i-- > 0;)
		buf_put_octet(out, (uint8_t)(value >> (8 * i)));
	return true;
}

static bool
put_name(const struct zone_word *w, const struct zone_name *origin, struct buf *out)
{
	struct zone_name name;

	if (w->quoted || !zone_name_read(w->text, origin, &name))
		return false;
	buf_put(out, zone_name_span(&name));
	return true;
}

static bool
put_address(const struct zone_word *w, int family, struct buf *out)
{
	char text[ADDRESS_TEXT];
	uint8_t octets[16];

	if (w->text.n >= sizeof(text))
		return false;
	memcpy(text, w->text.p, w->text.n);
	text[w->text.n] = '\0';
	if (inet_pton(family, text, octets) != 1)
		return false;
	buf_put(out, SPAN_OF(octets, family == AF_INET ? 4 : 16));
	return true;
}

/* Octets of a character string, escapes resolved; more than 255 are wrong where `counted`. */
static bool
put_string(const struct zone_word *w, bool counted, struct buf *out)
{
	size_t begin = out->n, n = 0;

	if (counted)
		buf_put_octet(out, 0);
	for (size_t at = 0; at < w->text.n; n++) {
		const uint8_t *p = w->text.p + at;
		size_t left = w->text.n - at;
		uint32_t value = p[0];
		size_t took = 1;
		if (p[0] == '\\' && left >= 4 && number(SPAN_OF(p + 1, 3), UINT8_MAX, &value))
			took = 4;
		else if (p[0] == '\\' && left >= 2) {
			value = p[1];
			took = 2;
		}
		buf_put_octet(out, (uint8_t)value);
		at += took;
	}
	if (counted && !out->full)
		out->p[begin] = (uint8_t)n;
	return !counted || n <= STRING_MOST;
}

static int
nibble(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
put_hex(const struct zone_word *w, size_t n, struct buf *out)
{
	int high = -1;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < w[i].text.n; k++) {
			int value = nibble(w[i].text.p[k]);
			if (value < 0)
				return false;
			if (high >= 0)
				buf_put_octet(out, (uint8_t)(high << 4 | value));
			high = high >= 0 ? -1 : value;
		}
	return high < 0;
}

/* \# octets hex */
static bool
put_unknown(const struct zone_word *w, size_t n, struct buf *out)
{
	size_t begin = out->n;
	uint32_t octets;

	return n >= 2 && span_eq(w[0].text, SPAN("\\#")) &&
	    number(w[1].text, UINT16_MAX, &octets) && put_hex(w + 2, n - 2, out) &&
	    out->n - begin == octets;
}

static bool
put_soa(const struct zone_word *w, size_t n, const struct zone_name *origin, struct buf *out)
{
	if (n != 7 || !put_name(&w[0], origin, out) || !put_name(&w[1], origin, out))
		return false;
	for (size_t i = 2; i < 7; i++)
		if (!put_number(&w[i], 4, out))
			return false;
	return true;
}

static bool
put_data(uint16_t type, const struct zone_word *w, size_t n, const struct zone_name *origin,
    struct buf *out)
{
	if (n == 0 || span_eq(w[0].text, SPAN("\\#")))
		return put_unknown(w, n, out);
	switch (type) {
	case ZONE_A: return n == 1 && put_address(&w[0], AF_INET, out);
	case ZONE_AAAA: return n == 1 && put_address(&w[0], AF_INET6, out);
	case ZONE_NS:
	case ZONE_CNAME:
	case ZONE_PTR: return n == 1 && put_name(&w[0], origin, out);
	case ZONE_MX: return n == 2 && put_number(&w[0], 2, out) && put_name(&w[1], origin, out);
	case ZONE_SRV:
		return n == 4 && put_number(&w[0], 2, out) && put_number(&w[1], 2, out) &&
		    put_number(&w[2], 2, out) && put_name(&w[3], origin, out);
	case ZONE_DS:
		return n >= 4 && put_number(&w[0], 2, out) && put_number(&w[1], 1, out) &&
		    put_number(&w[2], 1, out) && put_hex(w + 3, n - 3, out);
	case ZONE_TLSA:
		return n >= 4 && put_number(&w[0], 1, out) && put_number(&w[1], 1, out) &&
		    put_number(&w[2], 1, out) && put_hex(w + 3, n - 3, out);
	case ZONE_CAA:
		return n == 3 && put_number(&w[0], 1, out) && put_string(&w[1], true, out) &&
		    put_string(&w[2], false, out);
	case ZONE_SOA: return put_soa(w, n, origin, out);
	case ZONE_TXT:
		for (size_t i = 0; i < n; i++)
			if (!put_string(&w[i], true, out))
				return false;
		return true;
	default: return false;
	}
}

bool
zone_words_data(uint16_t type, const struct zone_word *w, size_t n, const struct zone_name *origin,
    struct buf *out)
{
	return put_data(type, w, n, origin, out) && !out->full;
}

bool
zone_data_read(uint16_t type, struct span text, const struct zone_name *origin, struct buf *out)
{
	struct zone_reader r = { .text = text, .line = 1 };
	struct zone_word words[ZONE_WORDS_MOST];
	size_t n;
	bool blank;

	return zone_words_read(&r, words, &n, &blank) == ZONE_LINE &&
	    zone_words_data(type, words, n, origin, out);
}
