/* Command lines and the end of DATA, against oracles that are written as one
 * reads RFC 5321, 2.3.8 and 4.5.2: naive, quadratic, obvious.
 *
 * The first octet of the input says where the rest is cut in two: cutting must
 * change nothing (SMTP_SPLIT). */
#include "fuzz/oracle.h"
#include "reference/core/smtp_dot.h"
#include "reference/core/smtp_line.h"

#include <stdbool.h>
#include <string.h>

enum { MOST = 8192 };

/* Octets up to and including the first CRLF; 0 when there is none. */
static size_t
first_crlf(const uint8_t *b, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (b[i] == '\r' && b[i + 1] == '\n')
			return i + 2;
	return 0;
}

static void
check_line(const uint8_t *b, size_t n)
{
	size_t len = 0, end = first_crlf(b, n);
	enum smtp_line kind = smtp_line_scan(b, n, &len);

	if (kind == SMTP_LINE_GOOD || kind == SMTP_LINE_BAD)
		ORACLE(SMTP_BARE_LF, len == end && end <= SMTP_LINE_MAX);
	if (kind == SMTP_LINE_GOOD) {
		ORACLE(SMTP_BARE_LF, memchr(b, '\n', len - 2) == NULL);
		ORACLE(SMTP_BARE_CR, memchr(b, '\r', len - 2) == NULL);
		ORACLE(SMTP_NUL, memchr(b, 0, len) == NULL);
	}
	if (kind == SMTP_LINE_LONG)
		ORACLE(SMTP_LONG_COMMAND, n >= SMTP_LINE_MAX && (end == 0 || end > SMTP_LINE_MAX));
	if (kind == SMTP_LINE_MORE)
		ORACLE(SMTP_LONG_COMMAND, end == 0 && n < SMTP_LINE_MAX);
}

/* Octets up to and including the line that is a dot alone; 0 when there is none. */
static size_t
end_of_data(const uint8_t *b, size_t n)
{
	for (size_t i = 0; i + 2 < n; i++)
		if ((i == 0 || (i >= 2 && b[i - 2] == '\r' && b[i - 1] == '\n')) && b[i] == '.' &&
		    b[i + 1] == '\r' && b[i + 2] == '\n')
			return i + 3;
	return 0;
}

static bool
is_dirty(const uint8_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (b[i] == 0 || (b[i] == '\n' && (i == 0 || b[i - 1] != '\r')) ||
		    (b[i] == '\r' && i + 1 < n && b[i + 1] != '\n'))
			return true;
	return false;
}

/* Feeds b, cut at `cut`; returns octets eaten, *made octets of text in out. */
static size_t
feed(const uint8_t *b, size_t n, size_t cut, struct smtp_dot *d, uint8_t *out, size_t *made)
{
	size_t part = 0, eaten;

	smtp_dot_init(d);
	eaten = smtp_dot_feed(d, b, cut, out, MOST + 8, made);
	if (eaten == cut && d->at != SMTP_DOT_END) {
		eaten += smtp_dot_feed(d, b + cut, n - cut, out + *made, MOST + 8 - *made, &part);
		*made += part;
	}
	return eaten;
}

static void
check_data(const uint8_t *b, size_t n, size_t cut)
{
	static uint8_t one[MOST + 8], two[MOST + 8];
	struct smtp_dot whole, halves;
	size_t made = 0, made_again = 0, end = end_of_data(b, n);
	size_t eaten = feed(b, n, n, &whole, one, &made);

	ORACLE(SMTP_DATA_END, (whole.at == SMTP_DOT_END) == (end != 0));
	ORACLE(SMTP_DATA_END, eaten == (end != 0 ? end : n));
	ORACLE(SMTP_SMUGGLING, whole.dirty == is_dirty(b, eaten));
	ORACLE(SMTP_SPLIT, feed(b, n, cut, &halves, two, &made_again) == eaten);
	ORACLE(SMTP_SPLIT, halves.at == whole.at && halves.dirty == whole.dirty);
	ORACLE(SMTP_SPLIT, whole.dirty || (made == made_again && memcmp(one, two, made) == 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *in, size_t n)
{
	if (n < 1 || n > MOST)
		return 0;
	check_line(in + 1, n - 1);
	check_data(in + 1, n - 1, n > 1 ? in[0] % n : 0);
	return 0;
}
