/* Account rules: what an address and a password must look like for an account
 * to come into being at its first login, and which address mail with a tag is for
 * (RFC 5233).  Does not know which accounts exist. */
#include "reference/core/account.h"

/*@
  assigns \nothing;
  ensures \result <==> NameChar(c);
*/
static bool
is_name_char(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/*@
  requires \valid_read(a + (0 .. n-1)) && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result <==> \forall integer j; 0 <= j < n ==> a[j] == b[j];
*/
static bool
same(const uint8_t *a, const uint8_t *b, size_t n)
{
	/*@
	  loop invariant 0 <= at <= n;
	  loop invariant \forall integer j; 0 <= j < at ==> a[j] == b[j];
	  loop assigns at;
	  loop variant n - at;
	*/
	for (size_t at = 0; at < n; at++)
		if (a[at] != b[at])
			return false;
	return true;
}

/*@
  requires \valid_read(a + (0 .. n-1));
  assigns  \nothing;
  ensures  \result <==> \exists integer j; 0 <= j < n && a[j] == '@';
*/
static bool
has_at(const uint8_t *a, size_t n)
{
	/*@
	  loop invariant 0 <= at <= n;
	  loop invariant \forall integer j; 0 <= j < at ==> a[j] != '@';
	  loop assigns at;
	  loop variant n - at;
	*/
	for (size_t at = 0; at < n; at++)
		if (a[at] == '@')
			return true;
	return false;
}

/*@
  requires \valid_read(a + (0 .. n-1));
  assigns  \nothing;
  ensures  \result <==> \forall integer j; 0 <= j < n ==> NameChar(a[j]);
*/
static bool
is_name(const uint8_t *a, size_t n)
{
	/*@
	  loop invariant 0 <= at <= n;
	  loop invariant \forall integer j; 0 <= j < at ==> NameChar(a[j]);
	  loop assigns at;
	  loop variant n - at;
	*/
	for (size_t at = 0; at < n; at++)
		if (!is_name_char(a[at]))
			return false;
	return true;
}

/* Offset of the first c at or behind from; n: none. */
/*@
  requires n <= 0x7fffffff && \valid_read(a + (0 .. n-1)) && from <= n;
  assigns  \nothing;
  ensures  from <= \result <= n && (\result < n ==> a[\result] == c);
  ensures  \forall integer j; from <= j < \result ==> a[j] != c;
*/
static size_t
find(const uint8_t *a, size_t from, size_t n, uint8_t c)
{
	/*@
	  loop invariant from <= at <= n;
	  loop invariant \forall integer j; from <= j < at ==> a[j] != c;
	  loop assigns at;
	  loop variant n - at;
	*/
	for (size_t at = from; at < n; at++)
		if (a[at] == c)
			return at;
	return n;
}

size_t
account_untag(uint8_t *a, size_t n)
{
	size_t end = find(a, 0, n, '@');
	size_t plus = end < 1 ? end : find(a, 1, end, '+'); /* MX_PLUS, MX_GATE_PLUS */

	if (end == n)
		return n;
	//@ assert named: NameIn{Pre}(a, n, end) && TagAt{Pre}(a, end, plus);
	//@ assert one_end: \forall integer e; NameIn{Pre}(a, n, e) ==> e == end;
	//@ assert one_tag: \forall integer p; TagAt{Pre}(a, end, p) ==> p == plus;
	/*@
	  loop invariant 0 <= j <= n - end;
	  loop invariant \forall integer k; 0 <= k < plus ==> a[k] == \at(a[k],Pre);
	  loop invariant \let gap = end - plus; \forall integer k; plus <= k < plus + j ==>
	    a[k] == \at(a[k + gap],Pre);
	  loop invariant \forall integer k; end + j <= k < n ==> a[k] == \at(a[k],Pre);
	  loop assigns j, a[plus .. n-1];
	  loop variant n - end - j;
	*/
	for (size_t j = 0; j < n - end; j++)
		a[plus + j] = a[end + j];
	return plus + (n - end);
}

bool
account_is_local(const struct account_rules *r, struct span address)
{
	size_t end;

	if (address.n < r->domain.n || address.n - r->domain.n < 2)
		return false;
	end = address.n - r->domain.n - 1;
	return address.p[end] == '@' && !has_at(address.p, end) &&
	    same(address.p + end + 1, r->domain.p, r->domain.n); /* ACC_FOREIGN_DOMAIN */
}

bool
account_may_create(const struct account_rules *r, struct span address, struct span password)
{
	size_t end;

	if (!account_is_local(r, address)) /* ACC_FOREIGN_DOMAIN */
		return false;
	end = address.n - r->domain.n - 1;
	if (end < r->name_min) /* ACC_NAME_TOO_SHORT */
		return false;
	if (end > r->name_max) /* ACC_NAME_TOO_LONG */
		return false;
	if (!is_name(address.p, end)) /* ACC_NAME_CHARS */
		return false;
	if (address.p[0] == '.') /* ACC_PATH_NAME */
		return false;
	if (password.n < r->password_min) /* ACC_SHORT_PASSWORD */
		return false;
	return true; /* ACC_INTEROP_FLOOR: nothing else is asked */
}
