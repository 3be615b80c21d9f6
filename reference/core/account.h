/* Which logins may create an account (spec/account.rec), and which account an
 * address means. */
#ifndef CORE_ACCOUNT_H
#define CORE_ACCOUNT_H

#include "base/span.h"

struct account_rules {
	struct span domain;        /* lower case */
	size_t name_min, name_max; /* octets of the local part: 9, 9 */
	size_t password_min;       /* octets: 9 */
};

/*@
  predicate Readable{L}(struct span s) = s.n <= 0x7fffffff && \valid_read(s.p + (0 .. s.n-1));

  // The local part of a is a.p[0 .. NameEnd-1], if a is at that domain.
  logic integer NameEnd(struct account_rules r, struct span a) = a.n - r.domain.n - 1;

  predicate Local{L}(struct account_rules r, struct span a) =
    NameEnd(r, a) >= 1 && a.p[NameEnd(r, a)] == '@' &&
    (\forall integer j; 0 <= j < NameEnd(r, a) ==> a.p[j] != '@') &&
    (\forall integer j; 0 <= j < r.domain.n ==> a.p[NameEnd(r, a) + 1 + j] == r.domain.p[j]);

  predicate NameChar(integer c) =
    'a' <= c <= 'z' || '0' <= c <= '9' || c == '.' || c == '_' || c == '-';
*/

/* May an account with this address be created with this password?  The address
 * has been lower-cased.  local part: [a-z0-9._-]+, not starting with a dot. */
/*@
  requires \valid_read(r) && Readable(r->domain) && Readable(address);
  assigns  \nothing;
  ensures  ACC_FOREIGN_DOMAIN: \result ==> Local(*r, address);
  ensures  ACC_NAME_TOO_SHORT: \result ==> NameEnd(*r, address) >= r->name_min;
  ensures  ACC_NAME_TOO_LONG: \result ==> NameEnd(*r, address) <= r->name_max;
  ensures  ACC_NAME_CHARS: \result ==>
             \forall integer j; 0 <= j < NameEnd(*r, address) ==> NameChar(address.p[j]);
  ensures  ACC_PATH_NAME: \result ==> address.p[0] != '.' &&
             \forall integer j; 0 <= j < address.n - r->domain.n ==> address.p[j] != '/';
  ensures  ACC_SHORT_PASSWORD: \result ==> password.n >= r->password_min;
  ensures  ACC_INTEROP_FLOOR: Local(*r, address) && address.p[0] != '.' &&
             r->name_min <= NameEnd(*r, address) <= r->name_max &&
             password.n >= r->password_min &&
             (\forall integer j; 0 <= j < NameEnd(*r, address) ==> NameChar(address.p[j])) ==>
             \result;
*/
bool account_may_create(const struct account_rules *r, struct span address, struct span password);

/* An address `base+tag@domain` is delivered as `base@domain`: takes the tag off,
 * in place, and gives the octets that are left.  What begins with the `+` or has
 * no `@` stays as it is. */
/*@
  predicate NameIn{L}(uint8_t *a, integer n, integer end) =
    0 <= end < n && a[end] == '@' && \forall integer j; 0 <= j < end ==> a[j] != '@';

  predicate Untagged{L}(uint8_t *a, integer n) =
    \forall integer j; 1 <= j < n ==> a[j] != '+';

  // The tag of a begins at plus; plus == end: there is none.
  predicate TagAt{L}(uint8_t *a, integer end, integer plus) =
    Untagged(a, plus) && (plus == end || (1 <= plus < end && a[plus] == '+'));
*/
/*@
  requires n <= 0x7fffffff && \valid(a + (0 .. n-1));
  assigns  a[0 .. n-1];
  ensures  \result <= n;
  ensures  MX_PLUS: \forall integer end, plus; NameIn{Pre}(a, n, end) &&
             TagAt{Pre}(a, end, plus) ==> \result == plus + n - end &&
             (\forall integer j; 0 <= j < plus ==> a[j] == \old(a[j])) &&
             (\let gap = end - plus; \forall integer j; plus <= j < n - gap ==>
               a[j] == \at(a[j + gap],Pre));
  ensures  no_name: (\forall integer j; 0 <= j < n ==> \old(a[j]) != '@') ==> \result == n &&
             \forall integer j; 0 <= j < n ==> a[j] == \old(a[j]);
*/
size_t account_untag(uint8_t *a, size_t n);

/* Is the address local, i.e. `something@domain` with exactly one @? */
/*@
  requires \valid_read(r) && Readable(r->domain) && Readable(address);
  assigns  \nothing;
  ensures  ACC_FOREIGN_DOMAIN: \result <==> Local(*r, address);
*/
bool account_is_local(const struct account_rules *r, struct span address);

#endif
