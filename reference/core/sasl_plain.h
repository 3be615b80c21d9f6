/* SASL PLAIN (RFC 4616): [authzid] NUL authcid NUL passwd. */
#ifndef CORE_SASL_PLAIN_H
#define CORE_SASL_PLAIN_H

#include "base/span.h"

/*@
  predicate Plain{L}(uint8_t *b, integer n, integer i, integer j) =
    0 <= i < j < n && b[i] == 0 && b[j] == 0 &&
    (\forall integer k; 0 <= k < n && k != i && k != j ==> b[k] != 0);
*/

/* The decoded message b[0..n-1] has exactly two NULs, at *i and *j: authzid
 * is b[0..*i-1], authcid b[*i+1..*j-1], the password the octets behind *j. */
/*@
  requires n <= 0x7fffffff && \valid_read(b + (0 .. n-1)) && \valid(i) && \valid(j);
  requires \separated(i, j, b + (0 .. n-1));
  assigns  *i, *j;
  ensures  only: \result ==> Plain(b, n, *i, *j);
  ensures  all: (\exists integer x, y; Plain(b, n, x, y)) ==> \result;
*/
bool sasl_plain_scan(const uint8_t *b, size_t n, size_t *i, size_t *j);

#endif
