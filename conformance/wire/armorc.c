/* Armor: writing it canonically, reading it strictly.  RFC 9580, 6; the CRC is
 * optional there and its value is not checked (6.1). */
#include "conformance/wire/b64c.h"
#include "conformance/wire/pgpc.h"

#include <string.h>

enum { COLUMNS = 64, COLUMNS_MOST = 76 };

#define BEGIN_LINE "-----BEGIN PGP MESSAGE-----\r\n"
#define END_LINE   "-----END PGP MESSAGE-----"

/* RFC 9580, 6.1.1: CRC-24, generator 0x864cfb, start 0xb704ce */
static uint32_t
crc24(struct span s)
{
	uint32_t crc = 0xb704ce;

	for (size_t i = 0; i < s.n; i++) {
		crc ^= (uint32_t)s.p[i] << 16;
		for (int bit = 0; bit < 8; bit++) {
			crc <<= 1;
			if ((crc & 0x1000000) != 0)
				crc ^= 0x864cfb;
		}
	}
	return crc & 0xffffff;
}

struct span
pgpc_armor(struct arena *a, struct span packets, bool crc)
{
	struct span text = b64c_encode(a, packets);
	size_t cap = text.n + text.n / COLUMNS * 2 + 128;
	void *memory = arena_take(a, cap);
	uint8_t *p = memory;
	size_t n = 0;

	if (p == NULL || text.p == NULL)
		return (struct span){ NULL, 0 };
	memcpy(p, BEGIN_LINE "\r\n", sizeof(BEGIN_LINE "\r\n") - 1);
	n = sizeof(BEGIN_LINE "\r\n") - 1;
	for (size_t at = 0; at < text.n; at += COLUMNS) {
		struct span line = span_sub(text, at, COLUMNS);
		memcpy(p + n, line.p, line.n);
		memcpy(p + n + line.n, "\r\n", 2);
		n += line.n + 2;
	}
	if (crc) {
		uint32_t v = crc24(packets);
		uint8_t octets[3] = { (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v };
		struct span sum = b64c_encode(a, SPAN_OF(octets, 3));
		if (sum.p == NULL)
			return (struct span){ NULL, 0 };
		p[n++] = '=';
		memcpy(p + n, sum.p, sum.n);
		memcpy(p + n + sum.n, "\r\n", 2);
		n += sum.n + 2;
	}
	memcpy(p + n, END_LINE "\r\n", sizeof(END_LINE "\r\n") - 1);
	return SPAN_OF(p, n + sizeof(END_LINE "\r\n") - 1);
}

/* One line without its CRLF; false at the end or at a line end that is none. */
static bool
next_line(struct span s, size_t *at, struct span *line)
{
	size_t lf = span_find(s, *at, '\n');

	if (*at >= s.n)
		return false;
	if (lf == s.n) {
		*line = span_sub(s, *at, s.n);
		*at = s.n;
	} else {
		if (lf == *at || s.p[lf - 1] != '\r')
			return false;
		*line = span_sub(s, *at, lf - 1 - *at);
		*at = lf + 1;
	}
	return span_find(*line, 0, '\r') == line->n;
}

/* "=" and four letters */
static bool
is_crc(struct span line)
{
	if (line.n != 5 || line.p[0] != '=')
		return false;
	for (size_t i = 1; i < 5; i++)
		if (!b64c_is_letter(line.p[i]))
			return false;
	return true;
}

bool
pgpc_unarmor(struct arena *a, struct span text, struct span *packets)
{
	struct span head = SPAN(BEGIN_LINE), line;
	uint8_t *joined = arena_take(a, text.n + 1), *octets = arena_take(a, text.n + 4);
	size_t at = head.n, n = 0, count = 0;
	bool crc = false, end = false;

	*packets = (struct span){ NULL, 0 };
	if (joined == NULL || octets == NULL || !span_starts(text, head))
		return false;
	/* The empty line is for a header block, and there is none: it may be missing. */
	if (span_starts(span_sub(text, at, 2), SPAN("\r\n")))
		at += 2;
	while (!end && next_line(text, &at, &line)) {
		if (span_eq(line, SPAN(END_LINE))) {
			end = true;
		} else if (crc) {
			return false;
		} else if (is_crc(line)) {
			crc = true;
		} else {
			if (line.n == 0 || line.n > COLUMNS_MOST || (n > 0 && joined[n - 1] == '='))
				return false;
			memcpy(joined + n, line.p, line.n);
			n += line.n;
		}
	}
	for (; end && at < text.n; at += 2)
		if (!span_starts(span_sub(text, at, 2), SPAN("\r\n")))
			return false;
	if (!end || n == 0 || !b64c_decode(SPAN_OF(joined, n), octets, &count))
		return false;
	*packets = SPAN_OF(octets, count);
	return true;
}
