/* Reading HTTP responses, the pure part.  RFC 9112 (2.2, 4, 5, 6.3, 7.1).
 * Strict: a response that two clients could read in two ways is none. */
#include "conformance/wire/httpc.h"

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* tchar, RFC 9110, 5.6.2 */
static bool
is_token_octet(uint8_t c)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	if (is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return true;
	for (const char *p = others; *p != '\0'; p++)
		if (c == (uint8_t)*p)
			return true;
	return false;
}

size_t
httpc_head_extent(struct span s)
{
	size_t at = span_search(s, SPAN("\r\n\r\n"));

	return at < s.n ? at + 4 : 0;
}

/* A line that ends with CRLF and holds no other control than HT; its length, 0 when it is none. */
static size_t
line_length(struct span s)
{
	size_t lf = span_find(s, 0, '\n');

	if (lf == s.n || lf == 0 || s.p[lf - 1] != '\r')
		return 0;
	for (size_t i = 0; i + 1 < lf; i++)
		if ((s.p[i] < ' ' && s.p[i] != '\t') || s.p[i] == 0x7f)
			return 0;
	return lf + 1;
}

static bool
status_line(struct span line, int *status)
{
	if (line.n < 12 || !span_starts(line, SPAN("HTTP/1.")) ||
	    (line.p[7] != '0' && line.p[7] != '1') || line.p[8] != ' ')
		return false;
	if (line.p[9] < '1' || line.p[9] > '5' || !is_digit(line.p[10]) || !is_digit(line.p[11]))
		return false;
	/* The SP after the code belongs to it even without a reason; many servers leave it out. */
	if (line.n > 12 && line.p[12] != ' ')
		return false;
	*status = (line.p[9] - '0') * 100 + (line.p[10] - '0') * 10 + (line.p[11] - '0');
	return true;
}

static bool
field_line(struct span line)
{
	size_t colon = span_find(line, 0, ':');

	if (colon == 0 || colon == line.n)
		return false;
	for (size_t i = 0; i < colon; i++)
		if (!is_token_octet(line.p[i]))
			return false;
	return true;
}

bool
httpc_head_parse(struct span head, int *status)
{
	bool first = true;

	while (head.n > 0) {
		size_t n = line_length(head);
		if (n == 0)
			return false;
		struct span line = span_sub(head, 0, n - 2);
		head = span_sub(head, n, head.n);
		if (line.n == 0)
			return !first && head.n == 0;
		if (first ? !status_line(line, status) : !field_line(line))
			return false;
		first = false;
	}
	return false;
}

size_t
httpc_head_fields(struct span head, const char *name, struct span *first)
{
	struct span want = span_str(name);
	size_t count = 0;

	*first = (struct span){ NULL, 0 };
	for (size_t at = span_find(head, 0, '\n') + 1; at < head.n;) {
		size_t end = span_find(head, at, '\n');
		struct span line = span_sub(head, at, end - at);
		size_t colon = span_find(line, 0, ':');
		at = end + 1;
		if (colon == line.n || !span_eq_nocase(span_sub(line, 0, colon), want))
			continue;
		if (count++ == 0)
			*first = span_trim(span_sub(line, colon + 1, line.n));
	}
	return count;
}

static bool
decimal(struct span s, uint64_t *value)
{
	*value = 0;
	if (s.n == 0 || s.n > 15)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return false;
		*value = *value * 10 + (uint64_t)(s.p[i] - '0');
	}
	return true;
}

enum httpc_framing
httpc_framing(struct span head, int status, bool headless, uint64_t *length)
{
	struct span coding, count;
	size_t codings = httpc_head_fields(head, "Transfer-Encoding", &coding);
	size_t counts = httpc_head_fields(head, "Content-Length", &count);

	*length = 0;
	if (codings > 1 || counts > 1 || (codings > 0 && counts > 0))
		return HTTPC_BODY_WRONG;
	if (codings == 1 && !span_eq_nocase(coding, SPAN("chunked")))
		return HTTPC_BODY_WRONG;
	if (counts == 1 && !decimal(count, length))
		return HTTPC_BODY_WRONG;
	if (headless || status < 200 || status == 204 || status == 304)
		return HTTPC_BODY_NONE;
	return codings == 1 ? HTTPC_BODY_CHUNKED
	    : counts == 1   ? HTTPC_BODY_LENGTH
			    : HTTPC_BODY_CLOSE;
}

static int
hex(uint8_t c)
{
	if (is_digit(c))
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t
httpc_chunk(struct span s, struct span *data)
{
	size_t size = 0, digits = 0, lf = span_find(s, 0, '\n');

	*data = (struct span){ NULL, 0 };
	if (lf == s.n)
		return s.n > 100 ? SIZE_MAX : 0;
	for (; digits < 8 && hex(s.p[digits]) >= 0; digits++)
		size = size * 16 + (size_t)hex(s.p[digits]);
	/* Extensions have no use here and are not taken. */
	if (digits == 0 || lf != digits + 1 || s.p[digits] != '\r')
		return SIZE_MAX;
	if (size == 0) {
		struct span rest = span_sub(s, lf - 1, s.n);
		size_t end = httpc_head_extent(rest);
		return end > 0 ? lf - 1 + end : 0;
	}
	if (s.n - lf - 1 < size + 2)
		return 0;
	*data = span_sub(s, lf + 1, size);
	return span_starts(span_sub(s, lf + 1 + size, 2), SPAN("\r\n")) ? lf + 1 + size + 2
									: SIZE_MAX;
}
