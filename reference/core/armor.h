/* The frame of ASCII armor (RFC 9580, 6.2), as the gate allows it:
 *
 *   BEGIN line
 *   [ empty line ]            required by the RFC, written by everybody, harmless to miss
 *   1*( 1*76 data CRLF )      base64 digits and '=', the first is not '='
 *   [ "=" 4 digits CRLF ]     the CRC, whose value RFC 9580 says not to check
 *   END line
 *   *CRLF
 *
 * No armor headers, and not one octet more.  The predicate Armor is the
 * specification; armor_frame is proved to accept exactly what it allows. */
#ifndef CORE_ARMOR_H
#define CORE_ARMOR_H

#include "reference/core/base64.h"

#include <stdbool.h>

enum {
	ARMOR_BEGIN = 29,    /* octets of "-----BEGIN PGP MESSAGE-----" CRLF */
	ARMOR_END = 25,      /* octets of "-----END PGP MESSAGE-----" */
	ARMOR_LINE_MAX = 76, /* data characters of a line */
	ARMOR_CRC = 7        /* octets of a CRC line */
};

extern const uint8_t armor_begin[ARMOR_BEGIN];
extern const uint8_t armor_end[ARMOR_END];

// clang-format off
/*@
  // The m octets at b[i] are those at w.
  predicate Word{L}(uint8_t *b, integer i, integer n, uint8_t *w, integer m) =
    i + m <= n && \forall integer j; 0 <= j < m ==> b[i+j] == w[j];

  predicate Crlf{L}(uint8_t *b, integer i, integer n) =
    i + 2 <= n && b[i] == '\r' && b[i+1] == '\n';

  // b[i..n-1] is nothing but CRLFs.
  predicate Crlfs{L}(uint8_t *b, integer i, integer n) =
    i <= n && (n - i) % 2 == 0 &&
    \forall integer j; i <= j < n ==> b[j] == ((j - i) % 2 == 0 ? '\r' : '\n');

  predicate Data(integer c) = digit(c) >= 0 || c == '=';

  // A line of w data characters starts at b[i].
  predicate DataLine{L}(uint8_t *b, integer i, integer n, integer w) =
    1 <= w <= ARMOR_LINE_MAX && b[i] != '=' &&
    (\forall integer j; i <= j < i + w ==> Data(b[j])) && Crlf(b, i + w, n);

  // The data lines that start at b[i] end at b[e]: what follows is not one.
  inductive DataLines{L}(uint8_t *b, integer i, integer n, integer e) {
  case none{L}: \forall uint8_t *b, integer i, n;
      (\forall integer w; !DataLine(b, i, n, w)) ==> DataLines(b, i, n, i);
  case line{L}: \forall uint8_t *b, integer i, n, w, e;
      DataLine(b, i, n, w) && DataLines(b, i + w + 2, n, e) ==> DataLines(b, i, n, e);
  }

  predicate Crc{L}(uint8_t *b, integer i, integer n) =
    i + ARMOR_CRC <= n && b[i] == '=' &&
    digit(b[i+1]) >= 0 && digit(b[i+2]) >= 0 && digit(b[i+3]) >= 0 && digit(b[i+4]) >= 0 &&
    Crlf(b, i + 5, n);

  predicate End{L}(uint8_t *b, integer i, integer n) =
    Word(b, i, n, &armor_end[0], ARMOR_END) && Crlfs(b, i + ARMOR_END, n);

  predicate Tail{L}(uint8_t *b, integer i, integer n) =
    (Crc(b, i, n) && End(b, i + ARMOR_CRC, n)) || End(b, i, n);

  // Where the data lines start.
  logic integer first{L}(uint8_t *b, integer n) =
    ARMOR_BEGIN + (ARMOR_BEGIN + 2 <= n && b[ARMOR_BEGIN] == '\r' && b[ARMOR_BEGIN+1] == '\n' ? 2 : 0);

  // b[0..n-1] is an armored message whose data lines end at b[e].
  predicate Armor{L}(uint8_t *b, integer n, integer e) =
    Word(b, 0, n, &armor_begin[0], ARMOR_BEGIN) &&
    DataLines(b, first(b, n), n, e) && e > first(b, n) && Tail(b, e, n);

  // How many octets of b[i..j-1] are not line ends.
  logic integer kept{L}(uint8_t *b, integer i, integer j) =
    j <= i ? 0 : kept(b, i, j - 1) + (b[j-1] == '\r' || b[j-1] == '\n' ? 0 : 1);
*/

/* Is text an armored message?  Its data lines are then at *from .. *to - 1. */
/*@
  requires n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  requires \valid(from) && \valid(to) && \separated(from, to);
  requires \separated(from, b + (0 .. n-1)) && \separated(to, b + (0 .. n-1));
  assigns  *from, *to;
  ensures  accepts: \result ==> Armor(b, n, *to) && *from == first(b, n) < *to <= n;
  ensures  refuses: !\result ==> \forall integer e; !Armor(b, n, e);
*/
// clang-format on
bool armor_frame(const uint8_t *b, size_t n, size_t *from, size_t *to);

/* Copies b[from..to-1] without line ends; returns how many octets that are. */
// clang-format off
/*@
  requires from <= to <= 0x7fffffff && \valid_read(b + (from .. to-1));
  requires \valid(out + (0 .. to-1)) && \separated(out + (0 .. to-1), b + (from .. to-1));
  assigns  out[0 .. to-1];
  ensures  length: \result == kept{Pre}(b, from, to) <= to - from;
  ensures  value:  \forall integer x; from <= x < to && b[x] != '\r' && b[x] != '\n' ==>
                     out[kept{Pre}(b, from, x)] == b[x];
*/
// clang-format on
size_t armor_strip(const uint8_t *b, size_t from, size_t to, uint8_t *out);

#endif
