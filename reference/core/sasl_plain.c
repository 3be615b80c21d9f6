/* Takes a PLAIN message apart.  Base64 and who may log in are others' business. */
#include "reference/core/sasl_plain.h"

/*@
  requires n <= 0x7fffffff && at <= n && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  at <= \result <= n;
  ensures  \forall integer k; at <= k < \result ==> b[k] != 0;
  ensures  \result < n ==> b[\result] == 0;
*/
static size_t
next_nul(const uint8_t *b, size_t n, size_t at)
{
	size_t i = at;

	/*@
	  loop invariant at <= i <= n;
	  loop invariant \forall integer k; at <= k < i ==> b[k] != 0;
	  loop assigns i;
	  loop variant n - i;
	*/
	while (i < n && b[i] != 0)
		i++;
	return i;
}

bool
sasl_plain_scan(const uint8_t *b, size_t n, size_t *i, size_t *j)
{
	*i = next_nul(b, n, 0);
	*j = *i < n ? next_nul(b, n, *i + 1) : n;
	if (*j >= n)
		return false;
	if (next_nul(b, n, *j + 1) < n) /* no NUL in a password */
		return false;
	//@ assert here: Plain(b, n, *i, *j);
	return true;
}
