/* What the stand-in for the notification proxy reads and how it answers; pure.
 * RFC 9112 (3, 6, 7.1).  Requests are taken as they are: what is wrong with one
 * is for the cases to say. */
#include "conformance/engine/proxy.h"
#include "conformance/wire/httpc.h"

#include <string.h>

/* Lines end with CRLF, the first one has three words. */
static bool
is_head(struct span head)
{
	size_t end = span_find(head, 0, '\n');
	struct span line = span_sub(head, 0, end);
	size_t first = span_find(line, 0, ' ');
	size_t second = first < line.n ? span_find(line, first + 1, ' ') : line.n;

	return first > 0 && second < line.n &&
	    span_starts(span_sub(line, second + 1, line.n), SPAN("HTTP/1."));
}

static enum proxy_got
read_chunks(struct span rest, struct proxy_request *q)
{
	for (;;) {
		struct span data;
		size_t n = httpc_chunk(rest, &data);
		if (n == 0)
			return PROXY_MORE;
		if (n == SIZE_MAX || data.n > sizeof(q->body) - q->body_octets)
			return PROXY_WRONG;
		if (data.n > 0)
			memcpy(q->body + q->body_octets, data.p, data.n);
		q->body_octets += data.n;
		q->octets += n;
		rest = span_sub(rest, n, rest.n);
		if (data.n == 0)
			return PROXY_WHOLE;
	}
}

enum proxy_got
proxy_read(struct span octets, struct proxy_request *q)
{
	size_t n = httpc_head_extent(octets);
	struct span value;
	uint64_t length;

	q->body_octets = 0;
	q->octets = n;
	if (n == 0)
		return octets.n > PROXY_HEAD ? PROXY_WRONG : PROXY_MORE;
	q->head = span_sub(octets, 0, n);
	if (n > PROXY_HEAD || !is_head(q->head))
		return PROXY_WRONG;
	httpc_head_fields(q->head, "Connection", &value);
	q->last = span_eq_nocase(value, SPAN("close"));
	struct span rest = span_sub(octets, n, octets.n);
	/* As for a response, but that a request without a length has no body. */
	switch (httpc_framing(q->head, 200, false, &length)) {
	case HTTPC_BODY_NONE:
	case HTTPC_BODY_CLOSE: return PROXY_WHOLE;
	case HTTPC_BODY_CHUNKED: return read_chunks(rest, q);
	case HTTPC_BODY_WRONG: return PROXY_WRONG;
	case HTTPC_BODY_LENGTH: break;
	}
	if (length > sizeof(q->body))
		return PROXY_WRONG;
	if (rest.n < length)
		return PROXY_MORE;
	q->body_octets = (size_t)length;
	if (length > 0)
		memcpy(q->body, rest.p, q->body_octets);
	q->octets += q->body_octets;
	return PROXY_WHOLE;
}

int
proxy_status(struct span body, bool first)
{
	if (span_search(body, SPAN("-hang-")) < body.n)
		return 0;
	if (span_search(body, SPAN("-gone-")) < body.n)
		return 410;
	return first && span_search(body, SPAN("-busy-")) < body.n ? 503 : 200;
}
