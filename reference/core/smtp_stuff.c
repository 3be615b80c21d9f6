/* Dots for DATA.  Lines end with CRLF and nothing else; a message with a bare
 * CR or LF is none that may be stuffed (smtp_nature_of() says so). */
#include "reference/core/smtp_stuff.h"

size_t
smtp_stuff_feed(
    struct smtp_stuff *s, const uint8_t *in, size_t n, uint8_t *out, size_t cap, size_t *made)
{
	size_t i = 0;
	size_t m = 0;

	/*@
	  loop invariant 0 <= i <= n && i <= m <= cap && m <= 2 * i;
	  loop assigns i, m, *s, out[0 .. cap-1];
	  loop variant n - i;
	*/
	while (i < n && cap - m >= 2) {
		/* OUT_DOTS */
		if (!s->in_line && in[i] == '.')
			out[m++] = '.';
		s->in_line = in[i] != '\n';
		out[m++] = in[i++];
	}
	*made = m;
	return i;
}

size_t
smtp_stuff_end(const struct smtp_stuff *s, uint8_t *out)
{
	size_t m = 0;

	if (s->in_line) {
		out[m++] = '\r';
		out[m++] = '\n';
	}
	out[m] = '.';
	out[m + 1] = '\r';
	out[m + 2] = '\n';
	return m + 3;
}

struct smtp_nature
smtp_nature_of(struct span message)
{
	struct smtp_nature is = { 0 };
	bool header = true, empty = true; /* the line so far */

	/*@
	  loop invariant 0 <= i <= message.n;
	  loop invariant is.strays <==> \exists integer j; 0 <= j < i && BareAt(message.p, j);
	  loop invariant is.eight_bit <==> \exists integer j; 0 <= j < i && message.p[j] > 127;
	  loop assigns i, is, header, empty;
	  loop variant message.n - i;
	*/
	for (size_t i = 0; i < message.n; i++) {
		uint8_t c = message.p[i];
		bool behind_cr = i > 0 && message.p[i - 1] == '\r';
		if (c == 0 || (c == '\n') != behind_cr)
			is.strays = true;
		if (c > 127) {
			is.eight_bit = true;
			is.utf8_header = is.utf8_header || header;
		}
		if (c == '\n') {
			header = header && !empty;
			empty = true;
		} else if (c != '\r') {
			empty = false;
		}
	}
	if (message.n > 0 && message.p[message.n - 1] == '\r')
		is.strays = true;
	return is;
}
