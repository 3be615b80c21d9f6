/* Base64, encoding and strict decoding.  RFC 4648, 3.5 (canonical) and 4. */
#include "conformance/wire/b64c.h"

static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int
value_of(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool
b64c_is_letter(uint8_t c)
{
	return value_of(c) >= 0;
}

struct span
b64c_encode(struct arena *a, struct span s)
{
	size_t n = (s.n + 2) / 3 * 4, at = 0;
	char *text = arena_take(a, n + 1);

	if (text == NULL)
		return (struct span){ NULL, 0 };
	for (size_t i = 0; i < s.n; i += 3) {
		size_t have = s.n - i < 3 ? s.n - i : 3;
		uint32_t v = (uint32_t)s.p[i] << 16;
		if (have > 1)
			v |= (uint32_t)s.p[i + 1] << 8;
		if (have > 2)
			v |= s.p[i + 2];
		text[at++] = LETTERS[v >> 18];
		text[at++] = LETTERS[v >> 12 & 63];
		text[at++] = LETTERS[v >> 6 & 63];
		text[at++] = LETTERS[v & 63];
		if (have < 3)
			text[at - 1] = '=';
		if (have < 2)
			text[at - 2] = '=';
	}
	return SPAN_OF(text, n);
}

bool
b64c_decode(struct span s, uint8_t *out, size_t *n)
{
	*n = 0;
	if (s.n % 4 != 0)
		return false;
	for (size_t i = 0; i < s.n; i += 4) {
		bool final = i + 4 == s.n;
		size_t pad = 0;
		uint32_t v = 0;
		if (final && s.p[i + 3] == '=')
			pad = s.p[i + 2] == '=' ? 2 : 1;
		for (size_t j = 0; j < 4; j++) {
			int letter = j < 4 - pad ? value_of(s.p[i + j]) : 0;
			if (letter < 0)
				return false;
			v = v << 6 | (uint32_t)letter;
		}
		if ((pad == 1 && (v & 0xff) != 0) || (pad == 2 && (v & 0xffff) != 0))
			return false;
		out[(*n)++] = (uint8_t)(v >> 16);
		if (pad < 2)
			out[(*n)++] = (uint8_t)(v >> 8);
		if (pad < 1)
			out[(*n)++] = (uint8_t)v;
	}
	return true;
}
