/* The end of DATA and dot-unstuffing.  Does not know headers, sizes or policy.
 * RFC 5321 4.1.1.4 (only CRLF.CRLF), 4.5.2 (transparency), 2.3.8 (CRLF). */
#include "reference/core/smtp_dot.h"

void
smtp_dot_init(struct smtp_dot *d)
{
	d->at = SMTP_DOT_LINE;
	d->dirty = false;
}

/*@
  requires SMTP_DOT_LINE <= at <= SMTP_DOT_DOT_CR;
  assigns  \nothing;
  ensures  SMTP_DOT_LINE <= \result <= SMTP_DOT_END;
  ensures  SMTP_DATA_END: \result == SMTP_DOT_END <==> at == SMTP_DOT_DOT_CR && c == '\n';
  ensures  \result == SMTP_DOT_LINE <==> at == SMTP_DOT_CR && c == '\n';
  ensures  \result == SMTP_DOT_DOT <==> at == SMTP_DOT_LINE && c == '.';
  ensures  \result == SMTP_DOT_DOT_CR <==> at == SMTP_DOT_DOT && c == '\r';
  ensures  \result == SMTP_DOT_CR <==> at != SMTP_DOT_DOT && c == '\r';
*/
static enum smtp_dot_at
next(enum smtp_dot_at at, uint8_t c)
{
	/* SMTP_DATA_END: CR and LF count only together and in this order. */
	if (c == '\r')
		return at == SMTP_DOT_DOT ? SMTP_DOT_DOT_CR : SMTP_DOT_CR;
	if (c == '\n' && at == SMTP_DOT_DOT_CR)
		return SMTP_DOT_END;
	if (c == '\n' && at == SMTP_DOT_CR)
		return SMTP_DOT_LINE;
	if (c == '.' && at == SMTP_DOT_LINE)
		return SMTP_DOT_DOT;
	return SMTP_DOT_TEXT;
}

/* May c not stand here in any message? */
/*@
  assigns \nothing;
  ensures \result <==> c == 0 ||
            (c == '\n' && at != SMTP_DOT_CR && at != SMTP_DOT_DOT_CR) ||
            (c != '\n' && (at == SMTP_DOT_CR || at == SMTP_DOT_DOT_CR));
*/
static bool
is_stray(enum smtp_dot_at at, uint8_t c)
{
	bool behind_cr = at == SMTP_DOT_CR || at == SMTP_DOT_DOT_CR;

	if (c == 0)
		return true;
	return (c == '\n') != behind_cr; /* SMTP_HEADER_BARE_LF */
}

/* One octet, wherever it comes from. */
/*@
  requires \valid(d) && SMTP_DOT_LINE <= d->at <= SMTP_DOT_DOT_CR;
  assigns  *d;
  ensures  SMTP_DOT_LINE <= d->at <= SMTP_DOT_END;
  ensures  SMTP_DATA_END: d->at == SMTP_DOT_END <==> \old(d->at) == SMTP_DOT_DOT_CR && c == '\n';
  ensures  d->at == SMTP_DOT_LINE <==> \old(d->at) == SMTP_DOT_CR && c == '\n';
  ensures  d->at == SMTP_DOT_DOT <==> \old(d->at) == SMTP_DOT_LINE && c == '.';
  ensures  d->at == SMTP_DOT_DOT_CR <==> \old(d->at) == SMTP_DOT_DOT && c == '\r';
  ensures  d->at == SMTP_DOT_CR <==> \old(d->at) != SMTP_DOT_DOT && c == '\r';
  ensures  SMTP_HEADER_BARE_LF: d->dirty <==> \old(d->dirty) || c == 0 ||
             (c == '\n' <==>
              !(\old(d->at) == SMTP_DOT_CR || \old(d->at) == SMTP_DOT_DOT_CR));
*/
static void
step(struct smtp_dot *d, uint8_t c)
{
	if (is_stray(d->at, c))
		d->dirty = true;
	d->at = next(d->at, c);
}

/* Writes what octet c, which led to `at`, adds to the text: 0 to 2 octets. */
/*@
  requires \valid(out + (0 .. 1));
  assigns  out[0 .. 1];
  ensures  0 <= \result <= 2;
  ensures  SMTP_DOTS: at == SMTP_DOT_TEXT ==> \result == 1 && out[0] == c;
  ensures  at == SMTP_DOT_LINE ==> \result == 2 && out[0] == '\r' && out[1] == '\n';
  ensures  at != SMTP_DOT_LINE && at != SMTP_DOT_TEXT ==> \result == 0;
*/
static size_t
put(enum smtp_dot_at at, uint8_t c, uint8_t *out)
{
	/* SMTP_DOTS: of ".x" only x comes here, of ".." the second. */
	if (at == SMTP_DOT_TEXT) {
		out[0] = c;
		return 1;
	}
	if (at == SMTP_DOT_LINE) {
		out[0] = '\r';
		out[1] = '\n';
		return 2;
	}
	return 0;
}

/* Copies what cannot change anything inside a line: all but CR, LF and NUL. */
/*@
  requires \valid_read(in + (0 .. n-1)) && \valid(out + (0 .. cap-1));
  requires \separated(in + (0 .. n-1), out + (0 .. cap-1));
  assigns  out[0 .. cap-1];
  ensures  0 <= \result <= n && \result <= cap;
  ensures  SMTP_LONG_TEXT_LINE: \forall integer j; 0 <= j < \result ==>
             out[j] == in[j] && in[j] != '\r' && in[j] != '\n' && in[j] != 0;
*/
static size_t
copy_text(const uint8_t *in, size_t n, uint8_t *out, size_t cap)
{
	size_t i = 0;

	/*@
	  loop invariant 0 <= i <= n && i <= cap;
	  loop invariant \forall integer j; 0 <= j < i ==>
	    out[j] == in[j] && in[j] != '\r' && in[j] != '\n' && in[j] != 0;
	  loop assigns i, out[0 .. cap-1];
	  loop variant n - i;
	*/
	while (i < n && i < cap && in[i] != '\r' && in[i] != '\n' && in[i] != 0) {
		out[i] = in[i];
		i++;
	}
	return i;
}

size_t
smtp_dot_feed(
    struct smtp_dot *d, const uint8_t *in, size_t n, uint8_t *out, size_t cap, size_t *made)
{
	size_t i = 0;
	size_t m = 0;

	*made = 0;
	/*@
	  loop invariant 0 <= i <= n && 0 <= m <= cap;
	  loop invariant SMTP_DOT_LINE <= d->at <= SMTP_DOT_END;
	  loop invariant i > 0 ==> \at(d->at, Pre) != SMTP_DOT_END;
	  loop invariant i == 0 ==> d->at == \at(d->at, Pre) && d->dirty == \at(d->dirty, Pre);
	  loop invariant \at(d->dirty, Pre) ==> d->dirty && m == 0;
	  loop assigns i, m, *d, out[0 .. cap-1];
	  loop variant n - i;
	*/
	while (i < n && d->at != SMTP_DOT_END && cap - m >= 2) {
		if (d->at == SMTP_DOT_TEXT && !d->dirty) {
			/* SMTP_LONG_TEXT_LINE: nobody counts how long a line is. */
			size_t run = copy_text(in + i, n - i, out + m, cap - m);
			i += run;
			m += run;
			if (run > 0)
				continue;
		}
		uint8_t c = in[i++];
		step(d, c);
		if (!d->dirty)
			m += put(d->at, c, out + m);
	}
	*made = m;
	return i;
}

size_t
smtp_dot_whole(const uint8_t *b, size_t n, struct smtp_dot *d)
{
	size_t i = 0;

	smtp_dot_init(d);
	/*@
	  loop invariant 0 <= i <= n;
	  loop invariant At(b, i, d->at);
	  loop invariant d->at != SMTP_DOT_END ==> !EndsBefore(b, i + 1);
	  loop invariant !EndsBefore(b, i);
	  loop invariant d->dirty <==> Dirty(b, i);
	  loop assigns i, *d;
	  loop variant n - i;
	*/
	while (i < n && d->at != SMTP_DOT_END) {
		//@ assert behind_cr: (d->at == SMTP_DOT_CR || d->at == SMTP_DOT_DOT_CR) <==> i >= 1 && b[i-1] == '\r';
		step(d, b[i]);
		i++;
		//@ assert here: At(b, i, d->at);
	}
	return d->at == SMTP_DOT_END ? i : 0;
}
