/* Walking a header block field by field (RFC 5322, 2.2 and 3.6.8).
 *
 * Strict: a name is printable ASCII with the colon directly behind it, lines end
 * with CRLF, a folded line starts with SP or HT and belongs to a field, and no
 * field holds NUL, a bare CR or a bare LF.  Values may hold UTF-8.  The predicate
 * Field is the specification; header_next is proved to find exactly such fields. */
#ifndef CORE_HEADER_H
#define CORE_HEADER_H

#include "base/span.h"

struct header_field {
	struct span name;  /* without the colon */
	struct span value; /* behind the colon, folds inside, without the last CRLF */
	struct span raw;   /* all of it, with the last CRLF */
};

enum header {
	HEADER_FIELD, /* *f is filled in, *at is behind it */
	HEADER_END,   /* the empty line; *at is behind it */
	HEADER_BAD    /* neither: not a header block; *at has not moved */
};

// clang-format off
/*@
  // From p[i] on, text and then CRLF up to p[e-1].
  predicate HeaderLine{L}(uint8_t *p, integer i, integer n, integer e) =
    i + 2 <= e <= n && p[e-2] == '\r' && p[e-1] == '\n' &&
    \forall integer j; i <= j < e - 2 ==> p[j] != '\r' && p[j] != '\n' && p[j] != 0;

  predicate Fold{L}(uint8_t *p, integer i, integer n) =
    i < n && (p[i] == ' ' || p[i] == '\t');

  // The line at p[i] and all lines that fold it end at p[e-1].
  inductive Lines{L}(uint8_t *p, integer i, integer n, integer e) {
  case last{L}: \forall uint8_t *p, integer i, n, e;
      HeaderLine(p, i, n, e) && !Fold(p, e, n) ==> Lines(p, i, n, e);
  case folded{L}: \forall uint8_t *p, integer i, n, x, e;
      HeaderLine(p, i, n, x) && Fold(p, x, n) && Lines(p, x, n, e) ==> Lines(p, i, n, e);
  }

  predicate Name{L}(uint8_t *p, integer i, integer n, integer colon) =
    i < colon < n && p[colon] == ':' &&
    \forall integer j; i <= j < colon ==> ' ' < p[j] < 0x7f && p[j] != ':';

  predicate Field{L}(uint8_t *p, integer i, integer n, integer e) =
    \exists integer colon; Name(p, i, n, colon) && Lines(p, colon, n, e);

  predicate EmptyLine{L}(uint8_t *p, integer i, integer n) =
    i + 2 <= n && p[i] == '\r' && p[i+1] == '\n';
*/

/* What is at *at.  Start with *at = 0. */
/*@
  requires s.n <= 0x7fffffff && \valid_read(s.p + (0 .. s.n-1));
  requires \valid(at) && \valid(f) && \separated(at, f) && *at <= s.n;
  requires \separated(at, s.p + (0 .. s.n-1)) && \separated(f, s.p + (0 .. s.n-1));
  assigns  *at, *f;
  ensures  end: \result == HEADER_END <==> EmptyLine(s.p, \old(*at), s.n);
  ensures  field: \result == HEADER_FIELD <==> \exists integer e; Field(s.p, \old(*at), s.n, e);
  ensures  raw: \result == HEADER_FIELD ==> Field(s.p, \old(*at), s.n, *at) &&
             f->raw.p == s.p + \old(*at) && f->raw.n == *at - \old(*at);
  ensures  name: \result == HEADER_FIELD ==> f->name.p == f->raw.p &&
             Name(s.p, \old(*at), s.n, \old(*at) + f->name.n);
  ensures  value: \result == HEADER_FIELD ==> f->value.p == f->name.p + f->name.n + 1 &&
             f->name.n + 1 + f->value.n + 2 == f->raw.n;
  ensures  moved: \result == HEADER_END ==> *at == \old(*at) + 2;
  ensures  stays: \result == HEADER_BAD ==> *at == \old(*at);
  ensures  range: *at <= s.n;
*/
// clang-format on
enum header header_next(struct span s, size_t *at, struct header_field *f);

/* Compared without case. */
//@ requires \valid_read(f);
bool header_is(const struct header_field *f, const char *name);

#endif
