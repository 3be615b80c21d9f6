/* Heads and chunked bodies of HTTP requests, against oracles that are written as
 * one reads RFC 9112: naive, and looking for each danger by itself.
 *
 * The first octet of the input says where the rest is cut in two: cutting must
 * change nothing.  The second chooses between a head and a body. */
#include "fuzz/oracle.h"
#include "reference/core/http_body.h"
#include "reference/core/http_head.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { MOST = 32768 };

static size_t
lines_that_start(const uint8_t *b, size_t n, const char *word)
{
	size_t found = 0, len = strlen(word);

	for (size_t i = 0; i + len <= n; i++)
		if ((i == 0 || b[i - 1] == '\n') &&
		    strncasecmp((const char *)b + i, word, len) == 0)
			found++;
	return found;
}

static bool
is_clean(const uint8_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (b[i] == 0 || (b[i] == '\n' && (i == 0 || b[i - 1] != '\r')) ||
		    (b[i] == '\r' && (i + 1 == n || b[i + 1] != '\n')))
			return false;
	return true;
}

static void
check_head(const uint8_t *b, size_t n, size_t cut)
{
	struct http_head h, part;
	enum http_read got = http_head_read(SPAN_OF(b, n), &h);
	enum http_read early = http_head_read(SPAN_OF(b, cut), &part);

	/* What was said of the beginning stays true of the whole. */
	if (early == HTTP_DONE)
		ORACLE(WEB_PIPELINE, got == HTTP_DONE && part.n == h.n);
	else if (early != HTTP_MORE)
		ORACLE(WEB_PIPELINE, got == early);
	if (got == HTTP_MORE)
		ORACLE(WEB_HEAD_HUGE, n < HTTP_HEAD_MAX);
	if (got != HTTP_DONE)
		return;
	ORACLE(WEB_HEAD_HUGE, h.n <= n && h.n <= HTTP_HEAD_MAX);
	ORACLE(WEB_REQUEST_LINE, is_clean(b, h.n) && memcmp(b + h.n - 4, "\r\n\r\n", 4) == 0);
	ORACLE(WEB_REQUEST_LINE, h.path.n > 0 && (h.path.p[0] == '/' || h.path.p[0] == '*'));
	ORACLE(WEB_FOLD, lines_that_start(b, h.n, " ") + lines_that_start(b, h.n, "\t") == 0);
	size_t lengths = lines_that_start(b, h.n, "content-length:");
	size_t codings = lines_that_start(b, h.n, "transfer-encoding:");
	ORACLE(WEB_TWO_LENGTHS, lengths == (h.has_length ? 1 : 0));
	ORACLE(WEB_LENGTH_AND_CHUNKED, codings == (h.chunked ? 1 : 0) && lengths + codings < 2);
	ORACLE(WEB_HOST, h.http_1_0 || lines_that_start(b, h.n, "host:") == 1);
}

/* Octets of a whole chunked body; 0: not whole, or not one. */
static size_t
body_end(const uint8_t *b, size_t n)
{
	size_t at = 0, data = 0, line;

	for (;;) {
		const uint8_t *lf = memchr(b + at, '\n', n - at);
		if (lf == NULL || lf == b + at || lf[-1] != '\r' || !isxdigit(b[at]))
			return 0;
		data = strtoul((const char *)b + at, NULL, 16);
		at = (size_t)(lf - b) + 1;
		if (data == 0)
			break;
		if (n - at < data + 2 || memcmp(b + at + data, "\r\n", 2) != 0)
			return 0;
		at += data + 2;
	}
	do {
		const uint8_t *lf = memchr(b + at, '\n', n - at);
		if (lf == NULL)
			return 0;
		line = (size_t)(lf - b) - at;
		at = (size_t)(lf - b) + 1;
	} while (line > 1);
	return line == 1 && b[at - 2] == '\r' ? at : 0;
}

static void
check_body(const uint8_t *b, size_t n, size_t cut)
{
	const struct http_head h = { .chunked = true };
	struct http_body whole, halves;
	size_t eaten = 0, first = 0, second = 0;

	ORACLE(WEB_BAD_CHUNK, http_body_begin(&whole, &h, HTTP_BODY_MAX) == HTTP_MORE);
	halves = whole;
	enum http_read got = http_body_read(&whole, SPAN_OF(b, n), NULL, &eaten);
	enum http_read again = http_body_read(&halves, SPAN_OF(b, cut), NULL, &first);
	if (again == HTTP_MORE)
		again = http_body_read(&halves, SPAN_OF(b + first, n - first), NULL, &second);
	ORACLE(WEB_PIPELINE, again == got);
	ORACLE(WEB_BAD_CHUNK, eaten <= n && whole.data <= HTTP_BODY_MAX);
	if (got == HTTP_DONE) {
		ORACLE(WEB_PIPELINE, first + second == eaten);
		ORACLE(WEB_BAD_CHUNK, body_end(b, n) == eaten);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *in, size_t n)
{
	static uint8_t text[MOST + 1]; /* ended by NUL, for the C library */

	if (n < 2 || n > MOST)
		return 0;
	memcpy(text, in + 2, n - 2);
	text[n - 2] = '\0';
	size_t cut = n > 2 ? in[0] * (n - 2) / 255 : 0;
	if (in[1] % 2 == 0)
		check_head(text, n - 2, cut);
	else
		check_body(text, n - 2, cut);
	return 0;
}
