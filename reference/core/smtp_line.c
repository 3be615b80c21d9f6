/* Finds the end of a command line and judges its octets.  Knows no command.
 * RFC 5321 2.3.8: "lines consist of ... CRLF", and nothing else ends one. */
#include "reference/core/smtp_line.h"

/* Octets up to and including the first CRLF; 0 when there is none. */
/*@
  requires n <= 0x7fffffff;
  requires \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result == 0 || (2 <= \result <= n && Line(b, \result));
  ensures  \result == 0 <==> NoCrlf(b, n);
  ensures  \forall integer k; k <= n && Line(b, k) ==> \result == k;
*/
static size_t
first_crlf(const uint8_t *b, size_t n)
{
	/*@
	  loop invariant 1 <= at && (n >= 1 ==> at <= n);
	  loop invariant NoCrlf(b, at);
	  loop assigns at;
	  loop variant n - at;
	*/
	for (size_t at = 1; at < n; at++) {
		/* SMTP_BARE_LF: LF alone ends nothing. */
		if (b[at] == '\n' && b[at - 1] == '\r') {
			//@ assert line: Line(b, at + 1);
			return at + 1;
		}
	}
	return 0;
}

/*@
  requires \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result <==> Text(b, n);
*/
static bool
is_text(const uint8_t *b, size_t n)
{
	/*@
	  loop invariant 0 <= at <= n;
	  loop invariant Text(b, at);
	  loop assigns at;
	  loop variant n - at;
	*/
	for (size_t at = 0; at < n; at++) {
		if (b[at] == '\n') /* SMTP_BARE_LF */
			return false;
		if (b[at] == '\r') /* SMTP_BARE_CR */
			return false;
		if (b[at] == 0) /* SMTP_NUL */
			return false;
	}
	return true;
}

enum smtp_line
smtp_line_scan(const uint8_t *b, size_t n, size_t *len)
{
	size_t most = n < SMTP_LINE_MAX ? n : SMTP_LINE_MAX;
	size_t end = first_crlf(b, most);

	*len = end;
	if (end > 0)
		return is_text(b, end - 2) ? SMTP_LINE_GOOD : SMTP_LINE_BAD;
	if (n < SMTP_LINE_MAX)
		return SMTP_LINE_MORE;
	*len = b[SMTP_LINE_MAX - 1] == '\r' ? SMTP_LINE_MAX - 1 : SMTP_LINE_MAX;
	return SMTP_LINE_LONG; /* SMTP_LONG_COMMAND */
}

bool
smtp_line_drop(const uint8_t *b, size_t n, size_t *len)
{
	*len = first_crlf(b, n);
	if (*len > 0)
		return true;
	*len = n > 0 && b[n - 1] == '\r' ? n - 1 : n;
	return false;
}
