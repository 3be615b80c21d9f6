/* Sequence sets.  Source: RFC 3501 section 9, sequence-set, seq-range. */
#include "reference/core/imap_set.h"

/* seq-number = nz-number / "*" */
/*@
  requires \valid(l) && Lex(*l) && \valid(v) && \separated(l, v, l->p + (0 .. l->n-1));
  assigns  l->at, *v;
  ensures  Lex(*l) && l->at >= \old(l->at);
  ensures  \result ==> l->at > \old(l->at);
*/
static bool
seq_number(struct imap_lex *l, uint32_t *v)
{
	*v = 0;
	if (imap_lex_is(l, '*'))
		return true;
	return imap_lex_number(l, v) && *v != 0;
}

/* seq-number [":" seq-number] */
/*@
  requires \valid(l) && Lex(*l) && \valid(r) && \separated(l, r, l->p + (0 .. l->n-1));
  assigns  l->at, *r;
  ensures  Lex(*l) && l->at >= \old(l->at);
  ensures  \result ==> l->at > \old(l->at);
*/
static bool
element(struct imap_lex *l, struct imap_range *r)
{
	uint32_t lo, hi;

	if (!seq_number(l, &lo))
		return false;
	hi = lo;
	/* IMAP_UID_SETS: lists and ranges mix freely. */
	if (imap_lex_is(l, ':') && !seq_number(l, &hi))
		return false;
	r->lo = lo;
	r->hi = hi;
	return true;
}

bool
imap_set_parse(struct imap_lex *l, struct imap_range *r, size_t max, struct imap_set *s)
{
	size_t n = 0;
	bool more = true;

	s->r = r;
	s->n = 0;
	/*@
	  loop invariant 0 <= n <= max && Lex(*l) && l->at >= \at(l->at, LoopEntry);
	  loop invariant n > 0 ==> l->at > \at(l->at, LoopEntry);
	  loop invariant !more ==> n > 0;
	  loop assigns n, more, l->at, r[0 .. max-1];
	  loop variant max - n;
	*/
	while (more && n < max) {
		if (!element(l, &r[n]))
			return false;
		n++;
		more = imap_lex_is(l, ',');
	}
	s->n = n;
	return !more;
}

/* `*` gets its number, then lo <= hi: 7:3 means 3:7. */
/*@
  requires \valid(r);
  assigns  *r;
  ensures  IMAP_RANGE: \let lo = \old(r->lo) == 0 ? star : \old(r->lo);
             \let hi = \old(r->hi) == 0 ? star : \old(r->hi);
             r->lo == \min(lo, hi) && r->hi == \max(lo, hi);
*/
static void
straighten(struct imap_range *r, uint32_t star)
{
	uint32_t lo = r->lo ? r->lo : star, hi = r->hi ? r->hi : star;

	/* IMAP_RANGE, IMAP_SET_HUGE: 9:* in a mailbox that ends at 4 is 4:9. */
	r->lo = lo < hi ? lo : hi;
	r->hi = lo < hi ? hi : lo;
}

/*@
  predicate Straight{L}(struct imap_range *r, integer n) =
    \forall integer i; 0 <= i < n ==> r[i].lo <= r[i].hi;
  predicate Sorted{L}(struct imap_range *r, integer n) =
    \forall integer i, j; 0 <= i <= j < n ==> r[i].lo <= r[j].lo;
*/

/* Puts r[n] in its place among the sorted r[0..n-1]. */
/*@
  requires \valid(r + (0 .. n)) && n < 0x7fffffff && Sorted(r, n) && Straight(r, n + 1);
  assigns  r[0 .. n];
  ensures  Sorted(r, n + 1) && Straight(r, n + 1);
*/
static void
insert(struct imap_range *r, size_t n)
{
	struct imap_range x = r[n];
	size_t j = n;

	/*@
	  loop invariant 0 <= j <= n;
	  loop invariant \forall integer i, k;
	    0 <= i <= k <= n && i != j && k != j ==> r[i].lo <= r[k].lo;
	  loop invariant \forall integer i; j < i <= n ==> r[i].lo >= x.lo;
	  loop invariant \forall integer i; 0 <= i <= n && i != j ==> r[i].lo <= r[i].hi;
	  loop assigns j, r[0 .. n];
	  loop variant j;
	*/
	while (j > 0 && r[j - 1].lo > x.lo) {
		r[j] = r[j - 1];
		j--;
	}
	r[j] = x;
}

/*@
  predicate Apart{L}(struct imap_range *r, integer n) =
    \forall integer i, j; 0 <= i < j < n ==> r[i].hi < r[j].lo;
*/

/* One more range behind the others. */
/*@
  requires \valid(r + (0 .. n)) && n < 0x7fffffff && Straight(r, n) && Apart(r, n) && lo <= hi;
  requires n > 0 ==> r[n-1].hi < lo;
  assigns  r[n];
  ensures  Straight(r, n + 1) && Apart(r, n + 1);
*/
static void
append(struct imap_range *r, size_t n, uint32_t lo, uint32_t hi)
{
	//@ assert gap: \forall integer j; 0 <= j < n ==> r[j].hi < lo;
	r[n].lo = lo;
	r[n].hi = hi;
}

/* The last range grows. */
/*@
  requires \valid(last) && last->lo <= last->hi;
  assigns  last->hi;
  ensures  last->hi >= hi && last->lo <= last->hi;
*/
static void
extend(struct imap_range *last, uint32_t hi)
{
	if (hi > last->hi)
		last->hi = hi;
}

/* Sorted ranges that overlap become one; returns how many are left. */
/*@
  requires \valid(r + (0 .. n-1)) && n <= 0x7fffffff && Sorted(r, n) && Straight(r, n);
  assigns  r[0 .. n-1];
  ensures  \result <= n && Straight(r, \result);
  ensures  Apart(r, \result);
*/
static size_t
merge(struct imap_range *r, size_t n)
{
	size_t kept = 0;

	/*@
	  loop invariant 0 <= kept <= i <= n && Straight(r, kept);
	  loop invariant rest: \forall integer j; i <= j < n ==>
	    r[j].lo == \at(r[j].lo, Pre) && r[j].hi == \at(r[j].hi, Pre);
	  loop invariant apart: Apart(r, kept);
	  loop assigns i, kept, r[0 .. n-1];
	  loop variant n - i;
	*/
	for (size_t i = 0; i < n; i++) {
		uint32_t lo = r[i].lo, hi = r[i].hi;

		if (kept > 0 && lo <= r[kept - 1].hi) {
			extend(&r[kept - 1], hi);
		} else {
			append(r, kept, lo, hi);
			kept++;
		}
	}
	return kept;
}

void
imap_set_fix(struct imap_set *s, uint32_t star)
{
	struct imap_range *r = s->r;
	size_t n = s->n;

	/*@
	  loop invariant 0 <= i <= n && Sorted(r, i) && Straight(r, i);
	  loop assigns i, r[0 .. n-1];
	  loop variant n - i;
	*/
	for (size_t i = 0; i < n; i++) {
		straighten(&r[i], star);
		insert(r, i);
	}
	s->n = merge(r, n);
}

bool
imap_set_has(const struct imap_set *s, uint32_t v)
{
	size_t lo = 0, hi = s->n;

	/*@
	  loop invariant 0 <= lo <= hi <= s->n;
	  loop invariant \forall integer i; 0 <= i < lo ==> s->r[i].hi < v;
	  loop invariant \forall integer i; hi <= i < s->n ==> v < s->r[i].lo;
	  loop assigns lo, hi;
	  loop variant hi - lo;
	*/
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (v < s->r[mid].lo)
			hi = mid;
		else if (v > s->r[mid].hi)
			lo = mid + 1;
		else
			return true;
	}
	return false;
}

uint32_t
imap_set_max(const struct imap_set *s)
{
	return s->n ? s->r[s->n - 1].hi : 0;
}
