/* Command lines: where one ends, and whether it is one (spec/smtp.rec).
 *
 * Only CRLF ends a line.  A line is what stands before the first CRLF; it is
 * good when it is short enough and has no CR, LF or NUL of its own.  Both
 * functions look at octets that the caller holds and keep no state. */
#ifndef CORE_SMTP_LINE_H
#define CORE_SMTP_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SMTP_LINE_MAX = 2048 }; /* octets, CRLF included; RFC 5321 4.5.3.1.4 wants 512 */

enum smtp_line {
	SMTP_LINE_MORE, /* no CRLF yet, and still short enough to become a line */
	SMTP_LINE_GOOD, /* text and CRLF */
	SMTP_LINE_BAD,  /* ended by CRLF, but there is a bare CR, a bare LF or a NUL in it */
	SMTP_LINE_LONG  /* no CRLF in the first SMTP_LINE_MAX octets */
};

/*@
  // No CRLF lies wholly in b[0..n-1].
  predicate NoCrlf{L}(uint8_t *b, integer n) =
    \forall integer j; 0 <= j < n - 1 ==> !(b[j] == '\r' && b[j+1] == '\n');

  // b[0..k-1] is everything up to and including the first CRLF.
  predicate Line{L}(uint8_t *b, integer k) =
    2 <= k && b[k-2] == '\r' && b[k-1] == '\n' && NoCrlf(b, k - 1);

  predicate Text{L}(uint8_t *b, integer n) =
    \forall integer j; 0 <= j < n ==> b[j] != '\r' && b[j] != '\n' && b[j] != 0;
*/

/* GOOD and BAD: the line is b[0..*len-1].  LONG: the first *len octets may be
 * thrown away, then smtp_line_drop() the rest.  MORE: *len is 0. */
/*@
  requires n <= 0x7fffffff;
  requires \valid_read(b + (0 .. n-1)) && \valid(len);
  requires \separated(len, b + (0 .. n-1));
  assigns  *len;
  ensures  SMTP_BARE_LF: \forall integer k, j; k <= n && k <= SMTP_LINE_MAX && Line(b, k) &&
             0 <= j < k - 2 && b[j] == '\n' ==> \result == SMTP_LINE_BAD && *len == k;
  ensures  SMTP_BARE_CR: \forall integer k, j; k <= n && k <= SMTP_LINE_MAX && Line(b, k) &&
             0 <= j < k - 2 && b[j] == '\r' ==> \result == SMTP_LINE_BAD && *len == k;
  ensures  SMTP_NUL: \forall integer k, j; k <= n && k <= SMTP_LINE_MAX && Line(b, k) &&
             0 <= j < k - 2 && b[j] == 0 ==> \result == SMTP_LINE_BAD && *len == k;
  ensures  SMTP_LONG_COMMAND:
             \result == SMTP_LINE_LONG <==> n >= SMTP_LINE_MAX && NoCrlf(b, SMTP_LINE_MAX);
  ensures  long_eats: \result == SMTP_LINE_LONG ==>
             SMTP_LINE_MAX - 1 <= *len <= SMTP_LINE_MAX && b[*len - 1] != '\r' ||
             *len == SMTP_LINE_MAX - 1 && b[*len] == '\r';
  ensures  only_lines: \result == SMTP_LINE_GOOD ==>
             *len <= n && *len <= SMTP_LINE_MAX && Line(b, *len) && Text(b, *len - 2);
  ensures  all_lines: \forall integer k; k <= n && k <= SMTP_LINE_MAX && Line(b, k) &&
             Text(b, k - 2) ==> \result == SMTP_LINE_GOOD && *len == k;
  ensures  bad: \result == SMTP_LINE_BAD ==> *len <= n && *len <= SMTP_LINE_MAX &&
             Line(b, *len) && !Text(b, *len - 2);
  ensures  more: \result == SMTP_LINE_MORE <==> n < SMTP_LINE_MAX && NoCrlf(b, n);
  ensures  more_eats: \result == SMTP_LINE_MORE ==> *len == 0;
*/
enum smtp_line smtp_line_scan(const uint8_t *b, size_t n, size_t *len);

/* The rest of a line that is not wanted: true when it ends in b, and *len
 * octets of b belong to it.  A CR at the end of b is left: LF may follow. */
/*@
  requires n <= 0x7fffffff;
  requires \valid_read(b + (0 .. n-1)) && \valid(len);
  requires \separated(len, b + (0 .. n-1));
  assigns  *len;
  ensures  \result ==> *len <= n && Line(b, *len);
  ensures  !\result ==> NoCrlf(b, n) &&
             (n == 0 || b[n-1] != '\r' ==> *len == n) &&
             (n >= 1 && b[n-1] == '\r' ==> *len == n - 1);
*/
bool smtp_line_drop(const uint8_t *b, size_t n, size_t *len);

#endif
