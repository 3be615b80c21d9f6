/* Sequence sets: 1,3:5,7:* (RFC 3501, 9).
 *
 * Parsed once into ranges that the caller gives, then fixed to a mailbox:
 * `*` becomes a number, and the ranges become ascending and disjoint, so that
 * membership is a binary search whatever a client writes. */
#ifndef CORE_IMAP_SET_H
#define CORE_IMAP_SET_H

#include "reference/core/imap_lex.h"

struct imap_range {
	uint32_t lo, hi; /* before imap_set_fix(): as written, 0 stands for `*` */
};

struct imap_set {
	struct imap_range *r;
	size_t n;
};

// clang-format off
/*@
  predicate Ranges{L}(struct imap_set s) =
    s.n <= 0x7fffffff && \valid(s.r + (0 .. s.n-1));

  // Each range the right way round, and each behind the one before it.
  predicate Fixed{L}(struct imap_set s) = Ranges(s) &&
    (\forall integer i; 0 <= i < s.n ==> s.r[i].lo <= s.r[i].hi) &&
    (\forall integer i, j; 0 <= i < j < s.n ==> s.r[i].hi < s.r[j].lo);

  predicate Has{L}(struct imap_set s, integer v) =
    \exists integer i; 0 <= i < s.n && s.r[i].lo <= v <= s.r[i].hi;
*/

/* At most max ranges at r.  False: no sequence set, or too many elements. */
/*@
  requires \valid(l) && Lex(*l) && \valid(s) && max <= 0x7fffffff && \valid(r + (0 .. max-1));
  requires \separated(l, s, r + (0 .. max-1), l->p + (0 .. l->n-1));
  assigns  l->at, *s, r[0 .. max-1];
  ensures  \result ==> Lex(*l) && l->at > \old(l->at);
  ensures  s->r == r && s->n <= max;
  ensures  \result ==> s->n > 0;
*/
bool imap_set_parse(struct imap_lex *l, struct imap_range *r, size_t max, struct imap_set *s);

/* star: the number that `*` stands for; 0 when the mailbox is empty. */
/*@
  requires \valid(s) && Ranges(*s) && \separated(s, s->r + (0 .. s->n-1));
  assigns  s->n, s->r[0 .. s->n-1];
  ensures  IMAP_UID_SETS: Fixed(*s);
  ensures  s->n <= \old(s->n);
*/
void imap_set_fix(struct imap_set *s, uint32_t star);

/*@
  requires \valid_read(s) && Fixed(*s);
  assigns  \nothing;
  ensures  IMAP_UID_SETS: \result <==> Has(*s, v);
*/
bool imap_set_has(const struct imap_set *s, uint32_t v);

/* The largest number in a fixed set; 0 when it is empty. */
/*@
  requires \valid_read(s) && Fixed(*s);
  assigns  \nothing;
  ensures  \forall integer v; Has(*s, v) ==> v <= \result;
  ensures  s->n > 0 ==> Has(*s, \result);
*/
uint32_t imap_set_max(const struct imap_set *s);
// clang-format on

#endif
