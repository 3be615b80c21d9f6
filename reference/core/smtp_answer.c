/* Reads replies line by line.  Knows no command: what a code means is the
 * business of smtp_client.c.  RFC 5321 4.2, 4.2.1 (all lines of a reply have
 * its code); 4.2 also lets a code stand alone. */
#include "reference/core/smtp_answer.h"

/*@
  requires \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  AnswerCode(b, n) ==> \result == CodeOf(b) && 200 <= \result <= 599;
  ensures  !AnswerCode(b, n) ==> \result == 0;
*/
static unsigned
code_of(const uint8_t *b, size_t n)
{
	if (n < 3 || b[0] < '2' || b[0] > '5' || b[1] < '0' || b[1] > '9' || b[2] < '0' ||
	    b[2] > '9')
		return 0;
	return 100 * (unsigned)(b[0] - '0') + 10 * (unsigned)(b[1] - '0') + (unsigned)(b[2] - '0');
}

enum smtp_answer_part
smtp_answer_line(struct smtp_answer *a, const uint8_t *b, size_t n)
{
	unsigned code = code_of(b, n);

	if (code == 0 || (a->lines > 0 && a->code != code))
		return SMTP_ANSWER_BAD;
	if (a->lines >= SMTP_ANSWER_LINES_MAX) /* OUT_ENDLESS_REPLY */
		return SMTP_ANSWER_BAD;
	if (n > 3 && b[3] != ' ' && b[3] != '-')
		return SMTP_ANSWER_BAD;
	a->code = code;
	a->lines++;
	return n > 3 && b[3] == '-' ? SMTP_ANSWER_MORE : SMTP_ANSWER_WHOLE;
}
