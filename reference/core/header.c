/* One field at a time.  Knows no field by name and does not unfold.
 * Source: RFC 5322, 2.2, 2.2.3, 3.6.8. */
#include "reference/core/header.h"

/* Offset behind the CRLF of the line at p[i]; 0 when it has none or holds a
 * control octet that would let two readers see two different lines. */
// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(p + (0 .. n-1));
  assigns  \nothing;
  ensures  \result == 0 || i < \result <= n;
  ensures  \result == 0 ==> \forall integer e; !HeaderLine(p, i, n, e);
  ensures  \result != 0 ==>
             HeaderLine(p, i, n, \result) && \forall integer e; HeaderLine(p, i, n, e) ==> e == \result;
*/
// clang-format on
static size_t
line_end(const uint8_t *p, size_t i, size_t n)
{
	size_t j = i;

	/*@
	  loop invariant i <= j <= n;
	  loop invariant \forall integer k; i <= k < j ==> p[k] != '\r' && p[k] != '\n' && p[k] != 0;
	  loop assigns j;
	  loop variant n - j;
	*/
	while (j < n && p[j] != '\r' && p[j] != '\n' && p[j] != '\0')
		j++;
	//@ assert most: \forall integer e; HeaderLine(p, i, n, e) ==> e <= j + 2;
	//@ assert least: \forall integer e; HeaderLine(p, i, n, e) ==> e >= j + 2;
	if (n - j < 2 || p[j] != '\r' || p[j + 1] != '\n')
		return 0;
	return j + 2;
}

/* Offset behind the line at p[i] (the colon) and all that fold it; 0 when a line is broken. */
// clang-format off
/*@
  requires i < n <= 0x7fffffff && \valid_read(p + (0 .. n-1)) && p[i] == ':';
  assigns  \nothing;
  ensures  \result == 0 || i + 3 <= \result <= n;
  ensures  \result == 0 ==> \forall integer e; !Lines(p, i, n, e);
  ensures  \result != 0 ==> \forall integer e; Lines(p, i, n, e) <==> e == \result;
*/
// clang-format on
static size_t
lines_end(const uint8_t *p, size_t i, size_t n)
{
	size_t at = i, end = line_end(p, i, n);

	/*@
	  loop invariant i <= at <= n && (end == 0 || (at < end && i + 3 <= end <= n));
	  loop invariant end == 0 ==> \forall integer e; !HeaderLine(p, at, n, e);
	  loop invariant end != 0 ==>
	    HeaderLine(p, at, n, end) && \forall integer e; HeaderLine(p, at, n, e) ==> e == end;
	  loop invariant \forall integer e; Lines(p, i, n, e) <==> Lines(p, at, n, e);
	  loop assigns at, end;
	  loop variant n - at;
	*/
	while (end != 0 && end < n && (p[end] == ' ' || p[end] == '\t')) {
		//@ assert step: \forall integer e; Lines(p, at, n, e) ==> Lines(p, end, n, e);
		//@ assert back: \forall integer e; Lines(p, end, n, e) ==> Lines(p, at, n, e);
		at = end;
		end = line_end(p, at, n);
	}
	//@ assert last: end != 0 ==> \forall integer e; Lines(p, at, n, e) <==> e == end;
	//@ assert none: end == 0 ==> \forall integer e; !Lines(p, at, n, e);
	return end;
}

/* Offset of the colon that ends the name at p[i]; n when there is no name. */
// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(p + (0 .. n-1));
  assigns  \nothing;
  ensures  \result == n || i < \result < n;
  ensures  \result == n ==> \forall integer c; !Name(p, i, n, c);
  ensures  \result < n ==>
             Name(p, i, n, \result) && \forall integer c; Name(p, i, n, c) ==> c == \result;
*/
// clang-format on
static size_t
name_end(const uint8_t *p, size_t i, size_t n)
{
	size_t j = i;

	/*@
	  loop invariant i <= j <= n;
	  loop invariant \forall integer k; i <= k < j ==> ' ' < p[k] < 0x7f && p[k] != ':';
	  loop assigns j;
	  loop variant n - j;
	*/
	while (j < n && p[j] > ' ' && p[j] < 0x7f && p[j] != ':')
		j++;
	//@ assert most: \forall integer c; Name(p, i, n, c) ==> c <= j;
	//@ assert least: \forall integer c; Name(p, i, n, c) ==> c >= j;
	return j > i && j < n && p[j] == ':' ? j : n;
}

enum header
header_next(struct span s, size_t *at, struct header_field *f)
{
	size_t from = *at;

	if (s.n - from >= 2 && s.p[from] == '\r' && s.p[from + 1] == '\n') {
		*at = from + 2;
		return HEADER_END;
	}
	size_t colon = name_end(s.p, from, s.n);
	if (colon == s.n)
		return HEADER_BAD;
	size_t end = lines_end(s.p, colon, s.n);
	if (end == 0)
		return HEADER_BAD;
	//@ assert found: Field(s.p, from, s.n, end);
	f->name.p = s.p + from;
	f->name.n = colon - from;
	f->value.p = s.p + colon + 1;
	f->value.n = end - colon - 3;
	f->raw.p = s.p + from;
	f->raw.n = end - from;
	*at = end;
	return HEADER_FIELD;
}

bool
header_is(const struct header_field *f, const char *name)
{
	return span_eq_nocase(f->name, span_str(name));
}
