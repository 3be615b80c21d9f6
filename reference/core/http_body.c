/* Finding the end of a body: RFC 9112, 6.3 and 7.1.
 *
 * Does: Content-Length and chunked, strictly: a size is hexadecimal digits and
 * nothing else, every line ends with CRLF, data are followed by CRLF.
 * Does not: keep an octet that nobody asked for. */
#include "reference/core/http_body.h"

enum http_read
http_body_begin(struct http_body *b, const struct http_head *h, uint64_t most)
{
	*b = (struct http_body){ .at = HTTP_AT_END, .most = most };
	if (h->chunked) {
		b->at = HTTP_AT_CHUNK;
		return HTTP_MORE;
	}
	if (h->length > most)
		return HTTP_TOO_LARGE; /* WEB_BODY_HUGE, MXD_HUGE */
	b->left = h->length;
	if (h->length > 0)
		b->at = HTTP_AT_DATA;
	return h->length > 0 ? HTTP_MORE : HTTP_DONE;
}

static int
hex_digit(uint8_t c)
{
	return c >= '0' && c <= '9' ? c - '0'
	    : c >= 'a' && c <= 'f'  ? c - 'a' + 10
	    : c >= 'A' && c <= 'F'  ? c - 'A' + 10
				    : -1;
}

/* `SIZE` or `SIZE;extension`; the extension is read over. */
static enum http_read
read_size(struct http_body *b, struct span line)
{
	uint64_t v = 0;
	size_t i = 0;

	for (; i < line.n && i < 8 && hex_digit(line.p[i]) >= 0; i++)
		v = v * 16 + (uint64_t)hex_digit(line.p[i]);
	if (i == 0 || (i < line.n && line.p[i] != ';'))
		return HTTP_BAD; /* WEB_BAD_CHUNK */
	for (; i < line.n; i++)
		if ((line.p[i] < ' ' && line.p[i] != '\t') || line.p[i] >= 0x7f)
			return HTTP_BAD; /* WEB_BAD_CHUNK */
	if (v > b->most - b->data)
		return HTTP_TOO_LARGE; /* WEB_BODY_HUGE, MXD_HUGE */
	b->data += v;
	b->left = v;
	b->at = v > 0 ? HTTP_AT_CHUNK_DATA : HTTP_AT_TRAILERS;
	return HTTP_MORE;
}

static enum http_read
read_trailer(struct http_body *b, struct span line)
{
	struct span name, value;

	if (line.n == 0) {
		b->at = HTTP_AT_END;
		return HTTP_DONE;
	}
	b->trailers += line.n + 2;
	if (b->trailers > HTTP_TRAILERS_MAX)
		return HTTP_TOO_LARGE;
	return http_field_split(line, &name, &value) ? HTTP_MORE : HTTP_BAD;
}

/* A line of the framing at at; *at moves behind it. */
static enum http_read
read_line(struct http_body *b, struct span in, size_t *at)
{
	size_t most = b->at == HTTP_AT_CHUNK ? HTTP_CHUNK_LINE_MAX : HTTP_TRAILERS_MAX;
	bool good;
	size_t lf = http_line_end(in, *at, &good);

	if (!good || lf - *at >= most)
		return HTTP_BAD; /* WEB_BAD_CHUNK */
	if (lf == in.n)
		return HTTP_MORE;
	struct span line = span_sub(in, *at, lf - 1 - *at);
	*at = lf + 1;
	switch (b->at) {
	case HTTP_AT_CHUNK: return read_size(b, line);
	case HTTP_AT_TRAILERS: return read_trailer(b, line);
	case HTTP_AT_CHUNK_END:
		b->at = HTTP_AT_CHUNK;
		return line.n == 0 ? HTTP_MORE : HTTP_BAD; /* WEB_BAD_CHUNK */
	case HTTP_AT_END:
	case HTTP_AT_DATA:
	case HTTP_AT_CHUNK_DATA: break;
	}
	return HTTP_BAD;
}

/* Octets of data at at; *at moves behind what is there. */
static enum http_read
take_data(struct http_body *b, struct span in, struct buf *keep, size_t *at)
{
	uint64_t here = in.n - *at < b->left ? in.n - *at : b->left;

	if (keep != NULL)
		buf_put(keep, span_sub(in, *at, (size_t)here));
	b->left -= here;
	*at += (size_t)here;
	if (b->left > 0)
		return HTTP_MORE;
	b->at = b->at == HTTP_AT_DATA ? HTTP_AT_END : HTTP_AT_CHUNK_END;
	return b->at == HTTP_AT_END ? HTTP_DONE : HTTP_MORE;
}

enum http_read
http_body_read(struct http_body *b, struct span in, struct buf *keep, size_t *eaten)
{
	enum http_read got = b->at == HTTP_AT_END ? HTTP_DONE : HTTP_MORE;
	size_t at = 0, before;

	do {
		before = at;
		if (b->at == HTTP_AT_DATA || b->at == HTTP_AT_CHUNK_DATA)
			got = take_data(b, in, keep, &at);
		else if (b->at != HTTP_AT_END)
			got = read_line(b, in, &at);
	} while (got == HTTP_MORE && at > before && at < in.n);
	*eaten = at;
	return got;
}
