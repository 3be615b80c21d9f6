/* Reading the head of a request: RFC 9112, sections 2 to 6, and RFC 9110 5.6, 7.2.
 *
 * Does not: read bodies (http_body.c), know any path. */
#include "reference/core/http_head.h"

static bool
is_tchar(uint8_t c)
{
	struct span signs = SPAN("!#$%&'*+-.^_`|~");

	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    span_find(signs, 0, c) < signs.n;
}

bool
http_is_token(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_tchar(s.p[i]))
			return false;
	return s.n > 0;
}

size_t
http_line_end(struct span in, size_t at, bool *good)
{
	size_t lf = span_find(in, at, '\n');
	size_t cr = span_find(in, at, '\r');

	/* A CR at the very end may be followed by its LF. */
	*good = lf < in.n ? lf > at && cr == lf - 1 : cr + 1 >= in.n;
	return lf;
}

bool
http_field_split(struct span line, struct span *name, struct span *value)
{
	size_t colon = span_find(line, 0, ':');

	*name = span_sub(line, 0, colon);
	*value = SPAN("");
	/* A blank before the name (WEB_FOLD) or before the colon makes it no token. */
	if (colon == line.n || !http_is_token(*name))
		return false;
	struct span text = span_sub(line, colon + 1, line.n);
	for (size_t i = 0; i < text.n; i++)
		if ((text.p[i] < ' ' && text.p[i] != '\t') || text.p[i] == 0x7f)
			return false;
	*value = span_trim(text);
	return true;
}

/* ---- the request line ------------------------------------------------------- */

/* The part of an absolute target behind its authority; p == NULL: not absolute. */
static struct span
behind_authority(struct http_head *h, struct span target)
{
	size_t at = 0;

	if (span_starts_nocase(target, SPAN("https://")))
		at = 8;
	else if (span_starts_nocase(target, SPAN("http://")))
		at = 7;
	else
		return (struct span){ NULL, 0 };
	size_t slash = span_find(target, at, '/');
	h->authority = span_sub(target, at, slash - at);
	return slash == at ? (struct span){ NULL, 0 } : span_sub(target, slash, target.n);
}

static bool
split_target(struct http_head *h, struct span target)
{
	for (size_t i = 0; i < target.n; i++)
		if (target.p[i] <= ' ' || target.p[i] >= 0x7f || target.p[i] == '#')
			return false;
	if (target.n == 0)
		return false;
	if (target.p[0] != '/' && !span_eq(target, SPAN("*"))) {
		target = behind_authority(h, target);
		if (target.p == NULL)
			return false;
		if (target.n == 0)
			target = SPAN("/");
	}
	size_t mark = span_find(target, 0, '?');
	h->target = target;
	h->path = span_sub(target, 0, mark);
	h->query = span_sub(target, mark + 1, target.n);
	return true;
}

static enum http_read
read_version(struct http_head *h, struct span s)
{
	bool form = s.n == 8 && span_starts(s, SPAN("HTTP/")) && s.p[6] == '.' && s.p[5] >= '0' &&
	    s.p[5] <= '9' && s.p[7] >= '0' && s.p[7] <= '9';

	if (!form)
		return HTTP_BAD;
	if (s.p[5] != '1')
		return HTTP_UNKNOWN_VERSION;
	h->http_1_0 = s.p[7] == '0';
	h->close = h->http_1_0;
	return HTTP_DONE;
}

/* Exactly one space between its three words. */
static enum http_read
read_request_line(struct http_head *h, struct span line)
{
	size_t one = span_find(line, 0, ' ');
	size_t two = span_find(line, one + 1, ' ');

	if (one >= line.n || two >= line.n)
		return HTTP_BAD;
	h->method = span_sub(line, 0, one);
	if (h->method.n > HTTP_METHOD_MAX || !http_is_token(h->method) ||
	    !split_target(h, span_sub(line, one + 1, two - one - 1)))
		return HTTP_BAD;
	return read_version(h, span_sub(line, two + 1, line.n));
}

/* ---- fields ------------------------------------------------------------------ */

/* What has been seen of the fields that may stand once only. */
struct seen {
	bool host, length, coding;
	enum http_read coding_says;
};

/* A name, an address or an address in brackets, and a port.  An empty host is
 * none for http (RFC 9110, 4.2.1). */
static bool
read_host(struct http_head *h, struct span value)
{
	size_t bracket = span_find(value, 0, ']');
	size_t colon = span_find(value, bracket < value.n ? bracket : 0, ':');
	struct span name = span_sub(value, 0, colon), port = span_sub(value, colon + 1, value.n);

	if (name.n == 0 || value.n > HTTP_HOST_MAX || port.n > 5)
		return false;
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = name.p[i];
		bool bare = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
		if (!bare && !(bracket < value.n && (c == '[' || c == ']' || c == ':')))
			return false;
	}
	for (size_t i = 0; i < port.n; i++)
		if (port.p[i] < '0' || port.p[i] > '9')
			return false;
	h->host = name;
	return true;
}

/* Digits and nothing else: no sign, no list, not so many that they overflow. */
static bool
read_length(struct http_head *h, struct span value)
{
	uint64_t v = 0;

	if (value.n == 0 || value.n > 18)
		return false;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9')
			return false;
		v = v * 10 + (uint64_t)(value.p[i] - '0');
	}
	h->length = v;
	h->has_length = true;
	return true;
}

/* RFC 9112, 6.1 and 6.3: chunked must be the last coding, and is the only one
 * that we know. */
static enum http_read
read_coding(struct http_head *h, struct span value)
{
	size_t at = 0;

	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == ',')
			at = i + 1;
	if (!span_eq_nocase(span_trim(span_sub(value, at, value.n)), SPAN("chunked")))
		return HTTP_BAD;
	h->chunked = true;
	return at == 0 ? HTTP_DONE : HTTP_UNKNOWN_CODING;
}

static void
read_connection(struct http_head *h, struct span value)
{
	for (size_t at = 0; at < value.n;) {
		size_t comma = span_find(value, at, ',');
		if (span_eq_nocase(span_trim(span_sub(value, at, comma - at)), SPAN("close")))
			h->close = true;
		at = comma + 1;
	}
}

static enum http_read
read_field(struct http_head *h, struct seen *seen, struct span name, struct span value)
{
	if (span_eq_nocase(name, SPAN("host"))) {
		if (seen->host || !read_host(h, value))
			return HTTP_BAD; /* WEB_HOST */
		seen->host = true;
	} else if (span_eq_nocase(name, SPAN("content-length"))) {
		if (seen->length || !read_length(h, value))
			return HTTP_BAD; /* WEB_TWO_LENGTHS */
		seen->length = true;
	} else if (span_eq_nocase(name, SPAN("transfer-encoding"))) {
		if (seen->coding)
			return HTTP_BAD;
		seen->coding = true;
		seen->coding_says = read_coding(h, value);
	} else if (span_eq_nocase(name, SPAN("connection"))) {
		read_connection(h, value);
	} else if (span_eq_nocase(name, SPAN("expect"))) {
		if (!span_eq_nocase(value, SPAN("100-continue")))
			return HTTP_EXPECTATION;
		h->expects = !h->http_1_0;
	}
	return HTTP_DONE;
}

/* What the fields say together. */
static enum http_read
judge(struct http_head *h, const struct seen *seen)
{
	if (!seen->host && !h->http_1_0)
		return HTTP_BAD; /* WEB_HOST */
	if (h->authority.n > 0 && !read_host(h, h->authority))
		return HTTP_BAD;
	if (seen->coding && (seen->length || h->http_1_0))
		return HTTP_BAD; /* WEB_LENGTH_AND_CHUNKED */
	return seen->coding ? seen->coding_says : HTTP_DONE;
}

/* ---- the whole ---------------------------------------------------------------- */

/* Lines of fields from at on, until the empty one. */
static enum http_read
read_fields(struct span in, size_t at, struct http_head *h)
{
	struct seen seen = { 0 };

	for (int lines = 0; lines <= HTTP_FIELDS_MAX; lines++) {
		struct span name, value;
		bool good;
		size_t lf = http_line_end(in, at, &good);
		if (!good)
			return HTTP_BAD;
		if (lf >= HTTP_HEAD_MAX || (lf == in.n && in.n >= HTTP_HEAD_MAX))
			return HTTP_HEAD_TOO_LARGE; /* WEB_HEAD_HUGE */
		if (lf == in.n)
			return HTTP_MORE;
		struct span line = span_sub(in, at, lf - 1 - at);
		at = lf + 1;
		if (line.n == 0) {
			h->n = at;
			return judge(h, &seen);
		}
		if (!http_field_split(line, &name, &value))
			return HTTP_BAD; /* WEB_FOLD */
		enum http_read got = read_field(h, &seen, name, value);
		if (got != HTTP_DONE)
			return got;
	}
	return HTTP_HEAD_TOO_LARGE;
}

enum http_read
http_head_read(struct span in, struct http_head *h)
{
	/* RFC 9112, 2.2: an empty line before the request line is forgiven, once. */
	size_t at = span_starts(in, SPAN("\r\n")) ? 2 : 0;
	bool good;

	*h = (struct http_head){ 0 };
	size_t lf = http_line_end(in, at, &good);
	if (lf - at >= HTTP_LINE_MAX)
		return HTTP_URI_TOO_LONG; /* WEB_URI_HUGE */
	if (!good)
		return HTTP_BAD; /* WEB_REQUEST_LINE */
	if (lf == in.n)
		return HTTP_MORE;
	enum http_read got = read_request_line(h, span_sub(in, at, lf - 1 - at));
	return got == HTTP_DONE ? read_fields(in, lf + 1, h) : got;
}

size_t
http_first_field(struct span head)
{
	bool good;

	/* an empty line before the request line is forgiven */
	return http_line_end(head, span_starts(head, SPAN("\r\n")) ? 2 : 0, &good) + 1;
}

bool
http_next_field(
    struct span head, size_t *at, struct span *line, struct span *name, struct span *value)
{
	bool good;
	size_t end = http_line_end(head, *at, &good);

	if (end >= head.n || !good || end < *at + 2)
		return false;
	*line = span_sub(head, *at, end - 1 - *at);
	*at = end + 1;
	return http_field_split(*line, name, value);
}
