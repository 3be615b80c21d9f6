/* The IMAP lexer: character classes and strings.  It knows no command.
 * Source: RFC 3501 section 9 (formal syntax), RFC 7888 for {n+}. */
#include "reference/core/imap_lex.h"

bool
imap_lex_end(const struct imap_lex *l)
{
	return l->at >= l->n;
}

uint8_t
imap_lex_peek(const struct imap_lex *l)
{
	return l->at < l->n ? l->p[l->at] : 0;
}

bool
imap_lex_is(struct imap_lex *l, uint8_t c)
{
	if (l->at >= l->n || l->p[l->at] != c)
		return false;
	l->at++;
	return true;
}

/* ATOM-CHAR: a CHAR that is no atom-special. */
/*@
  assigns \nothing;
  ensures \result <==> AtomChar(c);
*/
static bool
atom_char(uint8_t c)
{
	return c > ' ' && c < 0x7f && c != '(' && c != ')' && c != '{' && c != '%' && c != '*' &&
	    c != '"' && c != '\\' && c != ']';
}

bool
imap_lex_tag(struct imap_lex *l, struct span *tag)
{
	size_t from = l->at;

	/*@
	  loop invariant from <= l->at <= l->n;
	  loop invariant \forall integer j; from <= j < l->at ==>
	    (AtomChar(l->p[j]) || l->p[j] == ']') && l->p[j] != '+';
	  loop assigns l->at;
	  loop variant l->n - l->at;
	*/
	while (l->at < l->n && (atom_char(l->p[l->at]) || l->p[l->at] == ']') && l->p[l->at] != '+')
		l->at++;
	tag->p = l->p + from;
	tag->n = l->at - from;
	return l->at > from;
}

bool
imap_lex_atom(struct imap_lex *l, struct span *atom)
{
	size_t from = l->at;

	/*@
	  loop invariant from <= l->at <= l->n;
	  loop invariant \forall integer j; from <= j < l->at ==> AtomChar(l->p[j]);
	  loop assigns l->at;
	  loop variant l->n - l->at;
	*/
	while (l->at < l->n && atom_char(l->p[l->at]))
		l->at++;
	atom->p = l->p + from;
	atom->n = l->at - from;
	return l->at > from;
}

/* 1*ASTRING-CHAR, with `wild` 1*list-char */
/*@
  requires \valid(l) && Lex(*l) && \valid(s) && \separated(l, s, l->p + (0 .. l->n-1));
  assigns  l->at, *s;
  ensures  Lex(*l) && l->at >= \old(l->at);
  ensures  s->p == l->p + \old(l->at) && s->n == l->at - \old(l->at);
  ensures  \result <==> s->n > 0;
*/
static bool
bare(struct imap_lex *l, struct span *s, bool wild)
{
	size_t from = l->at;

	/*@
	  loop invariant from <= l->at <= l->n;
	  loop assigns l->at;
	  loop variant l->n - l->at;
	*/
	while (l->at < l->n) {
		uint8_t c = l->p[l->at];

		if (!atom_char(c) && c != ']' && !(wild && (c == '%' || c == '*')))
			break;
		l->at++;
	}
	s->p = l->p + from;
	s->n = l->at - from;
	return l->at > from;
}

bool
imap_lex_number(struct imap_lex *l, uint32_t *v)
{
	uint64_t sum = 0;
	size_t from = l->at;

	*v = 0;
	/*@
	  loop invariant from <= l->at <= l->n;
	  loop invariant sum <= 0xffffffff;
	  loop assigns l->at, sum;
	  loop variant l->n - l->at;
	*/
	while (l->at < l->n && l->p[l->at] >= '0' && l->p[l->at] <= '9') {
		uint64_t next = sum * 10 + (uint64_t)(l->p[l->at] - '0');

		if (next > UINT32_MAX)
			return false;
		sum = next;
		l->at++;
	}
	*v = (uint32_t)sum;
	return l->at > from;
}

/* IMAP_QUOTED: only \" and \\ are escapes; CR, LF and NUL cannot be quoted. */
/*@
  requires \valid(l) && Lex(*l) && l->at < l->n && \valid(s);
  requires \separated(l, s, l->p + (0 .. l->n-1));
  assigns  l->at, *s, l->p[0 .. l->n-1];
  ensures  \result ==> Lex(*l) && l->at >= \old(l->at) + 2;
  ensures  \result ==> Within(*l, *s, \old(l->at), l->at);
  ensures  \result ==> \forall integer j; 0 <= j < s->n ==> s->p[j] != 0;
*/
static bool
quoted(struct imap_lex *l, struct span *s)
{
	size_t from = l->at + 1, to = from, i = from;

	/*@
	  loop invariant from <= to <= i <= l->n;
	  loop invariant \forall integer j; from <= j < to ==> l->p[j] != 0;
	  loop assigns i, to, l->p[0 .. l->n-1], l->at, *s;
	  loop variant l->n - i;
	*/
	while (i < l->n) {
		uint8_t c = l->p[i];

		i++;
		if (c == '"') {
			s->p = l->p + from;
			s->n = to - from;
			l->at = i;
			return true;
		}
		if (c == '\r' || c == '\n' || c == 0)
			return false;
		if (c == '\\') {
			if (i >= l->n || (l->p[i] != '"' && l->p[i] != '\\'))
				return false;
			c = l->p[i];
			i++;
		}
		l->p[to] = c;
		to++;
	}
	return false;
}

/* "{" number ["+"] "}" CRLF *CHAR8; the assembler has seen to it that the
 * octets are there (IMAP_LOGIN_LITERAL: as they are, nothing is unescaped). */
/*@
  requires \valid(l) && Lex(*l) && \valid(s);
  requires \separated(l, s, l->p + (0 .. l->n-1));
  assigns  l->at, *s;
  ensures  \result ==> Lex(*l) && l->at >= \old(l->at) + 2;
  ensures  \result ==> Within(*l, *s, \old(l->at), l->at);
  ensures  \result ==> \forall integer j; 0 <= j < s->n ==> s->p[j] != 0;
*/
static bool
literal(struct imap_lex *l, struct span *s)
{
	uint32_t size;
	size_t from;

	if (!imap_lex_is(l, '{') || !imap_lex_number(l, &size))
		return false;
	if (imap_lex_peek(l) == '+')
		l->at++;
	if (!imap_lex_is(l, '}') || !imap_lex_is(l, '\r') || !imap_lex_is(l, '\n'))
		return false;
	if (size > l->n - l->at)
		return false;
	from = l->at;
	s->p = l->p + from;
	s->n = size;
	/*@
	  loop invariant from <= l->at <= from + size;
	  loop invariant \forall integer j; from <= j < l->at ==> l->p[j] != 0;
	  loop assigns l->at;
	  loop variant from + size - l->at;
	*/
	while (l->at < from + size) {
		if (l->p[l->at] == 0)
			return false;
		l->at++;
	}
	return true;
}

bool
imap_lex_string(struct imap_lex *l, struct span *s)
{
	if (imap_lex_peek(l) == '"')
		return quoted(l, s);
	return literal(l, s);
}

bool
imap_lex_astring(struct imap_lex *l, struct span *s)
{
	if (imap_lex_peek(l) == '"' || imap_lex_peek(l) == '{')
		return imap_lex_string(l, s);
	return bare(l, s, false);
}

bool
imap_lex_pattern(struct imap_lex *l, struct span *s)
{
	if (imap_lex_peek(l) == '"' || imap_lex_peek(l) == '{')
		return imap_lex_string(l, s);
	return bare(l, s, true);
}

bool
imap_lex_nstring(struct imap_lex *l, struct span *s, bool *nil)
{
	*nil = false;
	if (imap_lex_peek(l) == '"' || imap_lex_peek(l) == '{')
		return imap_lex_string(l, s);
	*nil = true;
	/* Bit 5 is the case of a letter. */
	return imap_lex_atom(l, s) && s->n == 3 && (s->p[0] | 32) == 'n' && (s->p[1] | 32) == 'i' &&
	    (s->p[2] | 32) == 'l';
}

bool
imap_lex_flag(struct imap_lex *l, struct span *s)
{
	size_t from = l->at;

	if (imap_lex_peek(l) == '\\')
		l->at++;
	if (!imap_lex_atom(l, s))
		return false;
	s->p = l->p + from;
	s->n = l->at - from;
	return true;
}
