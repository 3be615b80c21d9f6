/* Comparing and cutting borrowed octets.  No allocation, no libc but mem*. */
#include "base/span.h"

#include <string.h>

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

struct span
span_str(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0')
		n++;
	return SPAN_OF(s, n);
}

bool
span_eq(struct span a, struct span b)
{
	if (a.n != b.n || a.p == NULL || b.p == NULL)
		return a.n == 0 && b.n == 0;
	return memcmp(a.p, b.p, a.n) == 0;
}

bool
span_eq_nocase(struct span a, struct span b)
{
	if (a.n != b.n || a.p == NULL || b.p == NULL)
		return a.n == 0 && b.n == 0;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool
span_starts(struct span s, struct span head)
{
	return span_eq(span_sub(s, 0, head.n), head);
}

bool
span_starts_nocase(struct span s, struct span head)
{
	return span_eq_nocase(span_sub(s, 0, head.n), head);
}

bool
span_ends(struct span s, struct span tail)
{
	return s.n >= tail.n && span_eq(span_sub(s, s.n - tail.n, tail.n), tail);
}

struct span
span_sub(struct span s, size_t at, size_t len)
{
	if (at > s.n)
		at = s.n;
	if (len > s.n - at)
		len = s.n - at;
	return (struct span){ s.p != NULL ? s.p + at : NULL, len };
}

size_t
span_find(struct span s, size_t at, uint8_t c)
{
	while (at < s.n && s.p[at] != c)
		at++;
	return at < s.n ? at : s.n;
}

size_t
span_search(struct span s, struct span needle)
{
	for (size_t at = 0; at + needle.n <= s.n; at++)
		if (span_eq(span_sub(s, at, needle.n), needle))
			return at;
	return s.n;
}

size_t
span_search_nocase(struct span s, struct span needle)
{
	for (size_t at = 0; at + needle.n <= s.n; at++)
		if (span_eq_nocase(span_sub(s, at, needle.n), needle))
			return at;
	return s.n;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct span
span_trim(struct span s)
{
	while (s.n > 0 && is_blank(s.p[0]))
		s = span_sub(s, 1, s.n);
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}
