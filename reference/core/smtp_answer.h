/* What an SMTP server says to us: replies of one or more lines (RFC 5321 4.2).
 * Lines come from smtp_line_scan(), so they are bounded and have no CR, LF or
 * NUL of their own. */
#ifndef CORE_SMTP_ANSWER_H
#define CORE_SMTP_ANSWER_H

#include <stddef.h>
#include <stdint.h>

enum { SMTP_ANSWER_LINES_MAX = 100 }; /* of one reply */

/* A reply that is being read; all zero before its first line. */
struct smtp_answer {
	unsigned code;  /* 200 to 599, of all its lines */
	unsigned lines; /* so far */
};

enum smtp_answer_part {
	SMTP_ANSWER_MORE,  /* the reply goes on */
	SMTP_ANSWER_WHOLE, /* that was its last line */
	SMTP_ANSWER_BAD    /* that is no line of this reply */
};

/*@
  predicate AnswerCode{L}(uint8_t *b, integer n) =
    n >= 3 && '2' <= b[0] <= '5' && '0' <= b[1] <= '9' && '0' <= b[2] <= '9';
  logic integer CodeOf{L}(uint8_t *b) = 100 * (b[0] - '0') + 10 * (b[1] - '0') + (b[2] - '0');
*/

/* The next line of a reply, without its CRLF. */
/*@
  requires \valid(a) && \valid_read(b + (0 .. n-1)) && \separated(a, b + (0 .. n-1));
  requires a->lines <= SMTP_ANSWER_LINES_MAX;
  assigns  *a;
  ensures  bounded: a->lines <= SMTP_ANSWER_LINES_MAX;
  ensures  OUT_ENDLESS_REPLY: \result == SMTP_ANSWER_MORE ==> a->lines == \old(a->lines) + 1;
  ensures  whole: \result == SMTP_ANSWER_WHOLE <==> AnswerCode(b, n) &&
             (n == 3 || b[3] == ' ') && \old(a->lines) < SMTP_ANSWER_LINES_MAX &&
             (\old(a->lines) == 0 || \old(a->code) == CodeOf(b));
  ensures  more: \result == SMTP_ANSWER_MORE <==> AnswerCode(b, n) &&
             n > 3 && b[3] == '-' && \old(a->lines) < SMTP_ANSWER_LINES_MAX &&
             (\old(a->lines) == 0 || \old(a->code) == CodeOf(b));
  ensures  code: \result != SMTP_ANSWER_BAD ==> a->code == CodeOf(b) && 200 <= a->code <= 599;
*/
enum smtp_answer_part smtp_answer_line(struct smtp_answer *a, const uint8_t *b, size_t n);

#endif
