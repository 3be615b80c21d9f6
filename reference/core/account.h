/* Which logins may create an account (spec/account.rec). */
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

/* Is the address local, i.e. `something@domain` with exactly one @? */
/*@
  requires \valid_read(r) && Readable(r->domain) && Readable(address);
  assigns  \nothing;
  ensures  ACC_FOREIGN_DOMAIN: \result <==> Local(*r, address);
*/
bool account_is_local(const struct account_rules *r, struct span address);

#endif
