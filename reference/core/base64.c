/* Decoding in place, a quantum of four characters at a time: quantum q is read
 * at 4q and written at 3q, so nothing is overwritten before it was read.
 * Line ends and armor are not its business.
 * Source: RFC 4648, 3.5 and 4. */
#include "reference/core/base64.h"

// clang-format off
/*@
  assigns \nothing;
  ensures digit(c) >= 0 ==> \result == digit(c);
  ensures digit(c) < 0 ==> \result == 64;
  ensures \result <= 64;
*/
// clang-format on
static uint8_t
value(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint8_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint8_t)(c - 'a' + 26);
	if (c >= '0' && c <= '9')
		return (uint8_t)(c - '0' + 52);
	if (c == '+')
		return 62;
	if (c == '/')
		return 63;
	return 64;
}

/* Is the text canonical, given how much padding it has? */
// clang-format off
/*@
  requires n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  requires n > 0 && n % 4 == 0 && pad == padding(b, n);
  assigns  \nothing;
  ensures  \result <==> Base64(b, n);
*/
// clang-format on
static _Bool
is_canonical(const uint8_t *b, size_t n, size_t pad)
{
	/*@
	  loop invariant 0 <= i <= n - pad;
	  loop invariant \forall integer j; 0 <= j < i ==> digit(b[j]) >= 0;
	  loop assigns i;
	  loop variant n - i;
	*/
	for (size_t i = 0; i < n - pad; i++)
		if (value(b[i]) == 64)
			return 0;
	if (pad == 1)
		return value(b[n - 2]) % 4 == 0;
	if (pad == 2)
		return value(b[n - 3]) % 16 == 0;
	return 1;
}

/* The three octets of quantum q.  Padding counts as zero bits. */
// clang-format off
/*@
  requires q < 0x20000000 && \valid(b + (0 .. 4*q+3));
  assigns  b[3*q .. 3*q+2];
  ensures  digit(\old(b[4*q])) >= 0 && digit(\old(b[4*q+1])) >= 0 ==>
             b[3*q] == \old(octet(b, q, 0));
  ensures  digit(\old(b[4*q+1])) >= 0 && digit(\old(b[4*q+2])) >= 0 ==>
             b[3*q+1] == \old(octet(b, q, 1));
  ensures  digit(\old(b[4*q+2])) >= 0 && digit(\old(b[4*q+3])) >= 0 ==>
             b[3*q+2] == \old(octet(b, q, 2));
*/
// clang-format on
static void
decode_quantum(uint8_t *b, size_t q)
{
	uint8_t d0 = value(b[4 * q]) % 64;
	uint8_t d1 = value(b[4 * q + 1]) % 64;
	uint8_t d2 = value(b[4 * q + 2]) % 64;
	uint8_t d3 = value(b[4 * q + 3]) % 64;

	b[3 * q] = (uint8_t)(d0 * 4 + d1 / 16);
	b[3 * q + 1] = (uint8_t)(d1 % 16 * 16 + d2 / 4);
	b[3 * q + 2] = (uint8_t)(d2 % 4 * 64 + d3);
}

size_t
base64_decode(uint8_t *b, size_t n)
{
	size_t pad = 0;

	if (n == 0 || n % 4 != 0)
		return 0;
	if (b[n - 1] == '=')
		pad = b[n - 2] == '=' ? 2 : 1;
	if (!is_canonical(b, n, pad))
		return 0;
	/*@
	  loop invariant 0 <= q <= n / 4;
	  loop invariant \forall integer x; 4*q <= x < n ==> b[x] == \at(b[x], Pre);
	  loop invariant \forall integer p; 0 <= p < q && 3*p + 0 < n / 4 * 3 - pad ==>
	    b[3*p + 0] == \at(octet(b, p, 0), Pre);
	  loop invariant \forall integer p; 0 <= p < q && 3*p + 1 < n / 4 * 3 - pad ==>
	    b[3*p + 1] == \at(octet(b, p, 1), Pre);
	  loop invariant \forall integer p; 0 <= p < q && 3*p + 2 < n / 4 * 3 - pad ==>
	    b[3*p + 2] == \at(octet(b, p, 2), Pre);
	  loop assigns q, b[0 .. n-1];
	  loop variant n - q;
	*/
	for (size_t q = 0; q < n / 4; q++)
		decode_quantum(b, q);
	return n / 4 * 3 - pad;
}
