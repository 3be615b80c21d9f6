/* Simple and relaxed forms of header fields and bodies.  Which field, and where
 * the body begins, is not decided here.
 *
 * A line end is written when something follows it, so that the empty lines at the
 * end of a body, however many, need no memory.  A CR or LF alone is text.
 * Source: RFC 6376, 3.4.1 to 3.4.4. */
#include "reference/core/dkim_canon.h"

void
dkim_field_begin(struct dkim_field_canon *c, enum dkim_canon form)
{
	c->form = form;
	c->at = DKIM_FIELD_NAME;
	c->space = false;
}

//@ assigns \nothing; ensures \result <==> x == ' ' || x == '\t';
static bool
is_space(uint8_t x)
{
	return x == ' ' || x == '\t';
}

//@ assigns \nothing; ensures \result == (('A' <= x <= 'Z') ? x + 32 : x);
static uint8_t
lower(uint8_t x)
{
	return x >= 'A' && x <= 'Z' ? (uint8_t)(x + 32) : x;
}

/* One octet in relaxed form: writes 0 to 2 octets. */
// clang-format off
/*@
  requires \valid(c) && FieldCanon(*c) && \valid(out + (0 .. 1)) && \separated(c, out + (0 .. 1));
  assigns  *c, out[0 .. 1];
  ensures  FieldCanon(*c) && \result <= 2 && c->form == \old(c->form);
  ensures  DKIM_CANON_RELAXED: \old(c->at) == DKIM_FIELD_TEXT && \result == 2 ==>
             \old(c->space) && out[0] == ' ' && out[1] == x;
  ensures  \forall integer j; 0 <= j < \result ==> out[j] != '\r' && out[j] != '\n' && out[j] != '\t';
*/
// clang-format on
static size_t
field_octet(struct dkim_field_canon *c, uint8_t x, uint8_t *out)
{
	size_t n = 0;

	/* DKIM_CANON_RELAXED: folds are undone, white space around the colon goes. */
	if (x == '\r' || x == '\n')
		return 0;
	if (is_space(x)) {
		c->space = c->at == DKIM_FIELD_TEXT;
		return 0;
	}
	if (c->at == DKIM_FIELD_NAME) {
		out[0] = lower(x);
		if (x == ':')
			c->at = DKIM_FIELD_COLON;
		return 1;
	}
	if (c->space)
		out[n++] = ' ';
	out[n++] = x;
	c->space = false;
	c->at = DKIM_FIELD_TEXT;
	return n;
}

/* Copies up to where there is no more, or no room. */
// clang-format off
/*@
  requires \valid_read(in + (0 .. n-1)) && \valid(out + (0 .. cap-1));
  requires \separated(in + (0 .. n-1), out + (0 .. cap-1));
  assigns  out[0 .. cap-1];
  ensures  DKIM_CANON_SIMPLE: \result == \min(n, cap) &&
             \forall integer j; 0 <= j < \result ==> out[j] == in[j];
*/
// clang-format on
static size_t
copy(const uint8_t *in, size_t n, uint8_t *out, size_t cap)
{
	size_t i = 0;

	/*@
	  loop invariant 0 <= i <= n && i <= cap;
	  loop invariant \forall integer j; 0 <= j < i ==> out[j] == in[j];
	  loop assigns i, out[0 .. cap-1];
	  loop variant n - i;
	*/
	for (; i < n && i < cap; i++)
		out[i] = in[i];
	return i;
}

size_t
dkim_field_feed(
    struct dkim_field_canon *c, const uint8_t *in, size_t n, uint8_t *out, size_t cap, size_t *made)
{
	size_t i = 0, m = 0;

	if (c->form == DKIM_SIMPLE) { /* DKIM_CANON_SIMPLE: as it is */
		*made = copy(in, n, out, cap);
		return *made;
	}
	/*@
	  loop invariant 0 <= i <= n && 0 <= m <= cap && FieldCanon(*c);
	  loop invariant c->form == \at(c->form, Pre);
	  loop assigns i, m, *c, out[0 .. cap-1];
	  loop variant n - i;
	*/
	while (i < n && cap - m >= DKIM_CANON_ROOM)
		m += field_octet(c, in[i++], out + m);
	*made = m;
	return i;
}

void
dkim_body_begin(struct dkim_body_canon *c, enum dkim_canon form)
{
	c->form = form;
	c->lines = 0;
	c->cr = c->space = c->any = c->ended = false;
}

//@ requires \valid(out + (0 .. 1)); assigns out[0 .. 1]; ensures \result == 2;
static size_t
put_line_end(uint8_t *out)
{
	out[0] = '\r';
	out[1] = '\n';
	return 2;
}

/* An octet of text, behind the white space that waits: 1 or 2 octets. */
// clang-format off
/*@
  requires \valid(c) && \valid(out + (0 .. 1)) && \separated(c, out + (0 .. 1));
  assigns  c->space, c->any, out[0 .. 1];
  ensures  1 <= \result <= 2 && c->any && !c->space;
*/
// clang-format on
static size_t
put_text(struct dkim_body_canon *c, uint8_t x, uint8_t *out)
{
	size_t n = 0;

	if (c->space)
		out[n++] = ' ';
	out[n++] = x;
	c->space = false;
	c->any = true;
	return n;
}

/* Takes what is said to wait: a LF behind a CR, a CR, white space in relaxed form. */
// clang-format off
/*@
  requires \valid(c) && BodyCanon(*c) && c->lines < SIZE_MAX;
  assigns  c->cr, c->space, c->lines;
  ensures  BodyCanon(*c);
  ensures  c->lines <= \old(c->lines) + 1 && (!\result ==> *c == \old(*c));
*/
// clang-format on
static bool
waits(struct dkim_body_canon *c, uint8_t x)
{
	if (c->cr && x == '\n') {
		c->lines++;
		c->cr = c->space = false; /* white space at the end of a line goes */
		return true;
	}
	if (c->cr)
		return false;
	if (x == '\r') {
		c->cr = true;
		return true;
	}
	if (c->form == DKIM_RELAXED && is_space(x)) {
		c->space = true;
		return true;
	}
	return false;
}

/* Copies text that changes nothing: the usual case, and quick. */
// clang-format off
/*@
  requires \valid_read(in + (0 .. n-1)) && \valid(out + (0 .. cap-1));
  requires \separated(in + (0 .. n-1), out + (0 .. cap-1));
  assigns  out[0 .. cap-1];
  ensures  \result <= n && \result <= cap;
  ensures  \forall integer j; 0 <= j < \result ==> out[j] == in[j] && in[j] != '\r';
*/
// clang-format on
static size_t
copy_text(const uint8_t *in, size_t n, uint8_t *out, size_t cap, enum dkim_canon form)
{
	size_t i = 0;

	/*@
	  loop invariant 0 <= i <= n && i <= cap;
	  loop invariant \forall integer j; 0 <= j < i ==> out[j] == in[j] && in[j] != '\r';
	  loop assigns i, out[0 .. cap-1];
	  loop variant n - i;
	*/
	while (i < n && i < cap && in[i] != '\r' && (form == DKIM_SIMPLE || !is_space(in[i]))) {
		out[i] = in[i];
		i++;
	}
	return i;
}

size_t
dkim_body_feed(
    struct dkim_body_canon *c, const uint8_t *in, size_t n, uint8_t *out, size_t cap, size_t *made)
{
	size_t i = 0, m = 0;

	/*@
	  loop invariant 0 <= i <= n && 0 <= m <= cap && BodyCanon(*c);
	  loop invariant c->lines <= \at(c->lines, Pre) + i;
	  loop invariant c->form == \at(c->form, Pre);
	  loop assigns i, m, *c, out[0 .. cap-1];
	  loop variant (n - i) + (cap - m);
	*/
	while (i < n && cap - m >= DKIM_CANON_ROOM) {
		if (waits(c, in[i])) {
			i++;
		} else if (c->lines > 0) {
			m += put_line_end(out + m);
			c->lines--;
		} else if (c->cr) {
			m += put_text(c, '\r', out + m);
			c->cr = false;
		} else {
			m += put_text(c, in[i], out + m);
			i++;
			size_t run = copy_text(in + i, n - i, out + m, cap - m, c->form);
			i += run;
			m += run;
		}
	}
	*made = m;
	return i;
}

size_t
dkim_body_end(struct dkim_body_canon *c, uint8_t out[DKIM_CANON_ROOM])
{
	if (c->ended)
		return 0;
	if (c->cr && c->lines > 0) {
		c->lines--;
		return put_line_end(out);
	}
	if (c->cr) {
		c->cr = false;
		return put_text(c, '\r', out);
	}
	c->ended = true;
	/* A body that is nothing is one line end in simple form, and nothing in relaxed. */
	return c->any || c->form == DKIM_SIMPLE ? put_line_end(out) : 0;
}
