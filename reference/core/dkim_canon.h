/* Canonical forms: what is hashed in the place of a header field or a body
 * (RFC 6376, 3.4).
 *
 * State machines: octets in, octets out, in any pieces.  Output is in the
 * caller's memory; feed stops when there is no room and says how much it took. */
#ifndef CORE_DKIM_CANON_H
#define CORE_DKIM_CANON_H

#include "base/span.h"

enum dkim_canon { DKIM_SIMPLE, DKIM_RELAXED };

enum { DKIM_CANON_ROOM = 4 }; /* the least that out must have, to get on */

/* ---- a header field ---- */

enum dkim_field_at { DKIM_FIELD_NAME, DKIM_FIELD_COLON, DKIM_FIELD_TEXT };

struct dkim_field_canon {
	enum dkim_canon form;
	enum dkim_field_at at;
	bool space; /* white space waits for what follows it */
};

// clang-format off
/*@
  predicate FieldCanon(struct dkim_field_canon c) =
    DKIM_SIMPLE <= c.form <= DKIM_RELAXED && DKIM_FIELD_NAME <= c.at <= DKIM_FIELD_TEXT;
*/

//@ requires \valid(c) && DKIM_SIMPLE <= form <= DKIM_RELAXED; assigns *c; ensures FieldCanon(*c);
void dkim_field_begin(struct dkim_field_canon *c, enum dkim_canon form);

/* A piece of a field without its last CRLF; that of the canonical form is the
 * caller's to add, because a signature has none behind itself. */
/*@
  requires \valid(c) && FieldCanon(*c) && n <= 0x7fffffff && cap <= 0x7fffffff;
  requires \valid_read(in + (0 .. n-1)) && \valid(out + (0 .. cap-1)) && \valid(made);
  requires \separated(c, made, in + (0 .. n-1), out + (0 .. cap-1));
  assigns  *c, *made, out[0 .. cap-1];
  ensures  FieldCanon(*c) && \result <= n && *made <= cap;
  ensures  full: \result < n ==> cap - *made < DKIM_CANON_ROOM;
  ensures  form: c->form == \old(c->form);
*/
size_t dkim_field_feed(struct dkim_field_canon *c, const uint8_t *in, size_t n, uint8_t *out,
    size_t cap, size_t *made);

/* ---- a body ---- */

struct dkim_body_canon {
	enum dkim_canon form;
	size_t lines; /* line ends that wait: at the end of a body they are nothing */
	bool cr;      /* a CR waits for its LF */
	bool space;   /* white space waits for what follows it */
	bool any;     /* something has been written */
	bool ended;
};

/*@
  predicate BodyCanon(struct dkim_body_canon c) =
    DKIM_SIMPLE <= c.form <= DKIM_RELAXED;
*/

//@ requires \valid(c) && DKIM_SIMPLE <= form <= DKIM_RELAXED; assigns *c; ensures BodyCanon(*c);
void dkim_body_begin(struct dkim_body_canon *c, enum dkim_canon form);

/*@
  requires \valid(c) && BodyCanon(*c) && n <= 0x7fffffff && cap <= 0x7fffffff;
  requires c->lines <= SIZE_MAX - n;
  requires \valid_read(in + (0 .. n-1)) && \valid(out + (0 .. cap-1)) && \valid(made);
  requires \separated(c, made, in + (0 .. n-1), out + (0 .. cap-1));
  assigns  *c, *made, out[0 .. cap-1];
  ensures  BodyCanon(*c) && \result <= n && *made <= cap;
  ensures  c->lines <= \old(c->lines) + \result;
  ensures  full: \result < n ==> cap - *made < DKIM_CANON_ROOM;
  ensures  form: c->form == \old(c->form);
*/
size_t dkim_body_feed(struct dkim_body_canon *c, const uint8_t *in, size_t n, uint8_t *out,
    size_t cap, size_t *made);
/* The end of the body: writes what is left, until it returns 0. */
/*@
  requires \valid(c) && BodyCanon(*c) && \valid(out + (0 .. DKIM_CANON_ROOM-1));
  requires \separated(c, out + (0 .. DKIM_CANON_ROOM-1));
  assigns  *c, out[0 .. DKIM_CANON_ROOM-1];
  ensures  \result <= 2 && (\result == 0 ==> c->ended) && c->lines <= \old(c->lines);
*/
size_t dkim_body_end(struct dkim_body_canon *c, uint8_t out[DKIM_CANON_ROOM]);
// clang-format on

#endif
