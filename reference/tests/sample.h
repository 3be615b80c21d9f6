/* Octets for tests: a spec like "D2 2E 01 5A*45" is hex octets, x*n repeats one;
 * blanks mean nothing. */
#ifndef TESTS_SAMPLE_H
#define TESTS_SAMPLE_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A v3 PKESK for an unnamed ECDH key, and the smallest SEIPD v1. */
#define PKESK "C1 1D 03 00*8 12 01 07 40 11*16 "
#define SEIPD "D2 29 01 5A*40 "

static inline size_t
sample_octets(const char *spec, uint8_t *out, size_t cap)
{
	size_t n = 0;

	for (const char *s = spec; *s != '\0';) {
		if (*s == ' ') {
			s++;
			continue;
		}
		char hex[3] = { s[0], s[1], '\0' };
		uint8_t octet = (uint8_t)strtoul(hex, NULL, 16);
		size_t times = 1;
		s += 2;
		if (*s == '*') {
			char *end;
			times = strtoul(s + 1, &end, 10);
			s = end;
		}
		if (times > cap - n)
			abort();
		memset(out + n, octet, times);
		n += times;
	}
	return n;
}

/* Base64 in lines of `width` characters with CRLF; returns how many octets. */
static inline size_t
sample_base64(const uint8_t *in, size_t n, size_t width, char *out)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t m = 0, column = 0;

	for (size_t i = 0; i < (n + 2) / 3 * 4; i++) {
		size_t at = i / 4 * 3;
		uint32_t v = (uint32_t)in[at] << 16;
		v |= at + 1 < n ? (uint32_t)in[at + 1] << 8 : 0;
		v |= at + 2 < n ? in[at + 2] : 0;
		char c = digits[v >> (18 - 6 * (i % 4)) & 63];
		out[m++] = at + i % 4 > n ? '=' : c;
		if (++column == width) {
			memcpy(out + m, "\r\n", 2);
			m += 2;
			column = 0;
		}
	}
	if (column > 0) {
		memcpy(out + m, "\r\n", 2);
		m += 2;
	}
	return m;
}

#endif
