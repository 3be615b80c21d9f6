/* The words of an IMAP command (RFC 3501, 9).
 *
 * A cursor over one complete command without its CRLF.  Every function that
 * returns bool either eats what it names and says true, or says false; after a
 * false the command is malformed and the cursor means nothing.  Spans point
 * into the command; quoted strings are unescaped where they stand. */
#ifndef CORE_IMAP_LEX_H
#define CORE_IMAP_LEX_H

#include "base/span.h"

struct imap_lex {
	uint8_t *p;
	size_t n, at;
};

// clang-format off
/*@
  predicate Lex(struct imap_lex l) =
    l.at <= l.n <= 0x7fffffff && \valid(l.p + (0 .. l.n-1));

  // The span lies in the command, between two places of the cursor.
  predicate Within(struct imap_lex l, struct span s, integer from, integer to) =
    s.n <= to - from && \base_addr(s.p) == \base_addr(l.p) &&
    l.p + from <= s.p && s.p + s.n <= l.p + to;

  predicate AtomChar(integer c) =
    0x21 <= c <= 0x7e && c != '(' && c != ')' && c != '{' && c != '%' && c != '*' && c != '"' &&
    c != '\\' && c != ']';
*/

/*@
  requires \valid_read(l) && Lex(*l);
  assigns  \nothing;
  ensures  \result <==> l->at == l->n;
*/
bool imap_lex_end(const struct imap_lex *l);

/* The next octet, 0 at the end; nothing is eaten. */
/*@
  requires \valid_read(l) && Lex(*l);
  assigns  \nothing;
  ensures  \result == (l->at < l->n ? l->p[l->at] : 0);
*/
uint8_t imap_lex_peek(const struct imap_lex *l);

/* Exactly this octet. */
/*@
  requires \valid(l) && Lex(*l) && \separated(l, l->p + (0 .. l->n-1));
  assigns  l->at;
  ensures  Lex(*l);
  ensures  \result <==> \old(l->at) < l->n && l->p[\old(l->at)] == c;
  ensures  l->at == \old(l->at) + (\result ? 1 : 0);
*/
bool imap_lex_is(struct imap_lex *l, uint8_t c);

/*@
  requires \valid(l) && Lex(*l) && \valid(tag) && \separated(l, tag, l->p + (0 .. l->n-1));
  assigns  l->at, *tag;
  ensures  Lex(*l) && l->at >= \old(l->at);
  ensures  tag->p == l->p + \old(l->at) && tag->n == l->at - \old(l->at);
  ensures  \result <==> tag->n > 0;
  ensures  \forall integer j; \old(l->at) <= j < l->at ==>
             (AtomChar(l->p[j]) || l->p[j] == ']') && l->p[j] != '+';
*/
bool imap_lex_tag(struct imap_lex *l, struct span *tag);

/*@
  requires \valid(l) && Lex(*l) && \valid(atom) && \separated(l, atom, l->p + (0 .. l->n-1));
  assigns  l->at, *atom;
  ensures  Lex(*l) && l->at >= \old(l->at);
  ensures  atom->p == l->p + \old(l->at) && atom->n == l->at - \old(l->at);
  ensures  \result <==> atom->n > 0;
  ensures  \forall integer j; \old(l->at) <= j < l->at ==> AtomChar(l->p[j]);
  ensures  whole: l->at < l->n ==> !AtomChar(l->p[l->at]);
*/
bool imap_lex_atom(struct imap_lex *l, struct span *atom);

/* 1*DIGIT below 2^32. */
/*@
  requires \valid(l) && Lex(*l) && \valid(v) && \separated(l, v, l->p + (0 .. l->n-1));
  assigns  l->at, *v;
  ensures  Lex(*l) && l->at >= \old(l->at);
  ensures  \result ==> l->at > \old(l->at);
*/
bool imap_lex_number(struct imap_lex *l, uint32_t *v);

/* quoted / literal */
/*@
  requires \valid(l) && Lex(*l) && \valid(s) && \separated(l, s, l->p + (0 .. l->n-1));
  assigns  l->at, *s, l->p[0 .. l->n-1];
  ensures  \result ==> Lex(*l) && l->at >= \old(l->at) + 2;
  ensures  inside: \result ==> Within(*l, *s, \old(l->at), l->at);
  ensures  IMAP_QUOTED: \result ==> \forall integer j; 0 <= j < s->n ==> s->p[j] != 0;
*/
bool imap_lex_string(struct imap_lex *l, struct span *s);

/* 1*ASTRING-CHAR / string */
/*@
  requires \valid(l) && Lex(*l) && \valid(s) && \separated(l, s, l->p + (0 .. l->n-1));
  assigns  l->at, *s, l->p[0 .. l->n-1];
  ensures  \result ==> Lex(*l) && l->at > \old(l->at);
  ensures  inside: \result ==> Within(*l, *s, \old(l->at), l->at);
*/
bool imap_lex_astring(struct imap_lex *l, struct span *s);

/* 1*list-char / string */
/*@
  requires \valid(l) && Lex(*l) && \valid(s) && \separated(l, s, l->p + (0 .. l->n-1));
  assigns  l->at, *s, l->p[0 .. l->n-1];
  ensures  \result ==> Lex(*l) && l->at > \old(l->at);
  ensures  inside: \result ==> Within(*l, *s, \old(l->at), l->at);
*/
bool imap_lex_pattern(struct imap_lex *l, struct span *s);

/* string / "NIL" */
/*@
  requires \valid(l) && Lex(*l) && \valid(s) && \valid(nil);
  requires \separated(l, s, nil, l->p + (0 .. l->n-1));
  assigns  l->at, *s, *nil, l->p[0 .. l->n-1];
  ensures  \result ==> Lex(*l) && l->at >= \old(l->at) + 2;
  ensures  inside: \result ==> Within(*l, *s, \old(l->at), l->at);
*/
bool imap_lex_nstring(struct imap_lex *l, struct span *s, bool *nil);

/* "\" atom / atom */
/*@
  requires \valid(l) && Lex(*l) && \valid(s) && \separated(l, s, l->p + (0 .. l->n-1));
  assigns  l->at, *s;
  ensures  \result ==> Lex(*l) && l->at > \old(l->at);
  ensures  inside: \result ==> Within(*l, *s, \old(l->at), l->at);
*/
bool imap_lex_flag(struct imap_lex *l, struct span *s);
// clang-format on

#endif
