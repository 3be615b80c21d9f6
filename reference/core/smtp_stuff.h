/* A message as the octets of DATA: dots doubled at the start of lines, and the
 * end (RFC 5321 4.5.2).  The other way round is smtp_dot.h. */
#ifndef CORE_SMTP_STUFF_H
#define CORE_SMTP_STUFF_H

#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SMTP_STUFF_END_MAX = 5 };

struct smtp_stuff {
	bool in_line; /* something stands behind the last CRLF */
};

/* Writes what in[0..n-1] becomes as far as out has room; returns how much was read. */
/*@
  requires \valid(s) && \valid(made) && \valid_read(in + (0 .. n-1));
  requires \valid(out + (0 .. cap-1));
  requires \separated(s, made, in + (0 .. n-1), out + (0 .. cap-1));
  requires n <= 0x7fffffff && cap <= 0x7fffffff;
  assigns  *s, *made, out[0 .. cap-1];
  ensures  \result <= n && *made <= cap && *made >= \result;
  ensures  full: \result < n ==> cap - *made < 2;
*/
size_t smtp_stuff_feed(
    struct smtp_stuff *s, const uint8_t *in, size_t n, uint8_t *out, size_t cap, size_t *made);

/* Writes the end of the message; returns its length. */
/*@
  requires \valid_read(s) && \valid(out + (0 .. SMTP_STUFF_END_MAX-1));
  requires \separated(s, out + (0 .. SMTP_STUFF_END_MAX-1));
  assigns  out[0 .. SMTP_STUFF_END_MAX-1];
  ensures  \result == 3 || \result == 5;
  ensures  out[\result-3] == '.' && out[\result-2] == '\r' && out[\result-1] == '\n';
*/
size_t smtp_stuff_end(const struct smtp_stuff *s, uint8_t *out);

/* What a message is, as far as it matters to a server that is to take it. */
struct smtp_nature {
	bool strays;      /* a bare CR, a bare LF or a NUL: it must not go out */
	bool eight_bit;   /* octets above 127 anywhere, */
	bool utf8_header; /* in its header */
};
/*@
  // Octet j can stand in no message, judged with the one before it.
  predicate BareAt{L}(uint8_t *b, integer j) =
    b[j] == 0 || (b[j] == '\n' <==> !(j >= 1 && b[j-1] == '\r'));
*/
/*@
  requires message.n <= 0x7fffffff && \valid_read(message.p + (0 .. message.n-1));
  assigns  \nothing;
  ensures  strays: \result.strays <==>
             (\exists integer j; 0 <= j < message.n && BareAt(message.p, j)) ||
             (message.n > 0 && message.p[message.n-1] == '\r');
  ensures  eight_bit: \result.eight_bit <==>
             \exists integer j; 0 <= j < message.n && message.p[j] > 127;
*/
struct smtp_nature smtp_nature_of(struct span message);

#endif
