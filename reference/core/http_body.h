/* The body of a request (RFC 9112, 6 and 7), which is read to find its end and, but
 * for one that brings a message, thrown away. */
#ifndef CORE_HTTP_BODY_H
#define CORE_HTTP_BODY_H

#include "base/buf.h"
#include "reference/core/http_head.h"

enum {
	HTTP_BODY_MAX = 16384,     /* octets of data that nobody wants */
	HTTP_CHUNK_LINE_MAX = 256, /* octets of a chunk's first line, CRLF included */
	HTTP_TRAILERS_MAX = 4096   /* octets of all fields behind the last chunk */
};

enum http_body_at {
	HTTP_AT_END,
	HTTP_AT_DATA,       /* of Content-Length */
	HTTP_AT_CHUNK,      /* the line with a size */
	HTTP_AT_CHUNK_DATA, /* left octets of it, then CRLF */
	HTTP_AT_CHUNK_END,
	HTTP_AT_TRAILERS
};

struct http_body {
	enum http_body_at at;
	uint64_t left;   /* octets of data until the next thing */
	uint64_t data;   /* octets of all chunks so far */
	size_t trailers; /* octets of trailers so far */
	uint64_t most;   /* octets of data that there may be */
};

/* The body that follows this head, of `most` octets: MORE when there is one, DONE
 * when there is none, TOO_LARGE when it says itself that it is. */
enum http_read http_body_begin(struct http_body *b, const struct http_head *h, uint64_t most);

/* Eats octets of the body: *eaten of in.  DONE: it ended there; what follows is
 * the next request.  MORE: offer the rest again with what comes next.  The data are
 * appended to keep, which has room for in.n octets, unless it is NULL. */
enum http_read http_body_read(struct http_body *b, struct span in, struct buf *keep, size_t *eaten);

#endif
