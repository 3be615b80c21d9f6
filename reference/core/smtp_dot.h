/* The octets of DATA: where the message ends, and its text without the dots
 * that the client added (RFC 5321, 4.1.1.4 and 4.5.2; spec/smtp.rec).
 *
 * Only CRLF "." CRLF ends it, or "." CRLF when nothing stands before.  A bare
 * CR, a bare LF or a NUL never ends anything; it makes the message `dirty`, and
 * a dirty message is read to its real end and then refused as a whole. */
#ifndef CORE_SMTP_DOT_H
#define CORE_SMTP_DOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum smtp_dot_at {
	SMTP_DOT_LINE,   /* at the start of a line */
	SMTP_DOT_TEXT,   /* inside a line */
	SMTP_DOT_CR,     /* behind a CR */
	SMTP_DOT_DOT,    /* behind a dot that starts a line */
	SMTP_DOT_DOT_CR, /* behind that dot and a CR */
	SMTP_DOT_END     /* behind the end of the message */
};

struct smtp_dot {
	enum smtp_dot_at at;
	bool dirty;
};

/*@
  predicate Starts{L}(uint8_t *b, integer i) =
    i == 0 || (i >= 2 && b[i-2] == '\r' && b[i-1] == '\n');

  // The message ends with octet k-1.
  predicate Ends{L}(uint8_t *b, integer k) =
    k >= 3 && Starts(b, k - 3) && b[k-3] == '.' && b[k-2] == '\r' && b[k-1] == '\n';

  predicate EndsBefore{L}(uint8_t *b, integer n) =
    \exists integer k; 0 <= k < n && Ends(b, k);

  // An octet that no message may have, seen in b[0..n-1]; a CR is judged by
  // what follows it.
  predicate Stray{L}(uint8_t *b, integer j) =
    b[j] == 0 || (b[j] == '\n' && !(j >= 1 && b[j-1] == '\r')) ||
    (j >= 1 && b[j-1] == '\r' && b[j] != '\n');
  predicate Dirty{L}(uint8_t *b, integer n) =
    \exists integer j; 0 <= j < n && Stray(b, j);

  predicate At{L}(uint8_t *b, integer i, integer at) =
    (at == SMTP_DOT_LINE   <==> Starts(b, i) && !Ends(b, i)) &&
    (at == SMTP_DOT_DOT    <==> i >= 1 && Starts(b, i - 1) && b[i-1] == '.') &&
    (at == SMTP_DOT_DOT_CR <==>
      i >= 2 && Starts(b, i - 2) && b[i-2] == '.' && b[i-1] == '\r') &&
    (at == SMTP_DOT_END    <==> Ends(b, i)) &&
    (at == SMTP_DOT_CR     <==> i >= 1 && b[i-1] == '\r' &&
      !(i >= 2 && Starts(b, i - 2) && b[i-2] == '.')) &&
    SMTP_DOT_LINE <= at <= SMTP_DOT_END;

*/

/*@
  requires \valid(d);
  assigns  *d;
  ensures  d->at == SMTP_DOT_LINE && !d->dirty;
*/
void smtp_dot_init(struct smtp_dot *d);

/* Reads in[0..n-1] from where the last call stopped, as far as out has room,
 * and not beyond the end of the message.  Returns how many octets were read;
 * *made octets of text were written.  A CR is written together with its LF.
 * Once the message is dirty nothing is written any more. */
/*@
  requires \valid(d) && \valid_read(in + (0 .. n-1)) && \valid(out + (0 .. cap-1)) && \valid(made);
  requires \separated(d, made, in + (0 .. n-1), out + (0 .. cap-1));
  requires SMTP_DOT_LINE <= d->at <= SMTP_DOT_END;
  requires n <= 0x7fffffff && cap <= 0x7fffffff;
  assigns  *d, *made, out[0 .. cap-1];
  ensures  \result <= n && *made <= cap;
  ensures  SMTP_DOT_LINE <= d->at <= SMTP_DOT_END;
  ensures  \old(d->at) == SMTP_DOT_END ==> \result == 0;
  ensures  \old(d->dirty) ==> d->dirty && *made == 0;
  ensures  full: \result < n ==> d->at == SMTP_DOT_END || cap - *made < 2;
*/
size_t smtp_dot_feed(
    struct smtp_dot *d, const uint8_t *in, size_t n, uint8_t *out, size_t cap, size_t *made);

/* The theorem about a whole message: the same steps from the start, over
 * everything the client sent behind 354.  Returns the length of the message,
 * end included, or 0 when it has not ended. */
/*@
  requires \valid_read(b + (0 .. n-1)) && \valid(d) && \separated(d, b + (0 .. n-1));
  requires n <= 0x7fffffff;
  assigns  *d;
  ensures  SMTP_DATA_END: \result != 0 ==>
             \result <= n && Ends(b, \result) && !EndsBefore(b, \result);
  ensures  never_late: \result == 0 ==> !EndsBefore(b, n + 1);
  ensures  SMTP_HEADER_BARE_LF: d->dirty <==> Dirty(b, \result == 0 ? n : \result);
*/
size_t smtp_dot_whole(const uint8_t *b, size_t n, struct smtp_dot *d);

#endif
