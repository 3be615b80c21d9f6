/* Canonical base64 (RFC 4648, section 4), decoded in place.
 *
 * The predicate Base64 is the specification: the function is proved to accept
 * exactly the texts for which it holds, and to give exactly their octets. */
#ifndef CORE_BASE64_H
#define CORE_BASE64_H

#include <stddef.h>
#include <stdint.h>

// clang-format off
/*@
  // The value of a base64 digit; -1 for any other octet.
  logic integer digit(integer c) =
    'A' <= c <= 'Z' ? c - 'A' :
    'a' <= c <= 'z' ? c - 'a' + 26 :
    '0' <= c <= '9' ? c - '0' + 52 :
    c == '+' ? 62 : c == '/' ? 63 : -1;

  // How many '=' end a text of n octets; a third one is no padding.
  logic integer padding{L}(uint8_t *b, integer n) =
    n >= 4 && b[n-1] == '=' ? (b[n-2] == '=' ? 2 : 1) : 0;

  // Whole quanta, digits, '=' only at the end, no stray bits under the padding.
  predicate Base64{L}(uint8_t *b, integer n) =
    n % 4 == 0 &&
    (\forall integer j; 0 <= j < n - padding(b, n) ==> digit(b[j]) >= 0) &&
    (padding(b, n) == 1 ==> digit(b[n-2]) % 4 == 0) &&
    (padding(b, n) == 2 ==> digit(b[n-3]) % 16 == 0);

  // How many octets the text stands for.
  logic integer octets{L}(uint8_t *b, integer n) = n / 4 * 3 - padding(b, n);

  // The octet k of quantum q, k in 0..2.
  logic integer octet{L}(uint8_t *b, integer q, integer k) =
    k == 0 ? digit(b[4*q]) * 4 + digit(b[4*q+1]) / 16 :
    k == 1 ? digit(b[4*q+1]) % 16 * 16 + digit(b[4*q+2]) / 4 :
             digit(b[4*q+2]) % 4 * 64 + digit(b[4*q+3]);
*/

/* Replaces the n characters at b by what they stand for; returns how many
 * octets that are, 0 when the text is empty or not canonical. */
/*@
  requires n <= 0x7fffffff && \valid(b + (0 .. n-1));
  assigns  b[0 .. n-1];
  ensures  GATE_BASE64: \result != 0 <==> n > 0 && \old(Base64(b, n));
  ensures  length: \result != 0 ==> \result == \old(octets(b, n)) <= n;
  ensures  value:  \forall integer q, k; 0 <= q && 0 <= k <= 2 && 3*q + k < \result ==>
                     b[3*q + k] == \old(octet(b, q, k));
*/
// clang-format on
size_t base64_decode(uint8_t *b, size_t n);

#endif
