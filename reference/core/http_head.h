/* The head of an HTTP/1.1 request (RFC 9112), read strictly.
 *
 * What two readers could understand differently is refused instead of repaired:
 * line ends that are not CRLF, folded fields, blanks before a colon, two lengths,
 * a length beside a transfer coding.  So nothing can hide behind a request. */
#ifndef CORE_HTTP_HEAD_H
#define CORE_HTTP_HEAD_H

#include "base/span.h"

enum {
	HTTP_LINE_MAX = 4096,   /* octets of the request line, CRLF included */
	HTTP_HEAD_MAX = 16384,  /* octets of the head */
	HTTP_FIELDS_MAX = 100,  /* lines of fields */
	HTTP_METHOD_MAX = 32,   /* octets of a method */
	HTTP_HOST_MAX = 255 + 6 /* a name, a colon, a port */
};

enum http_read {
	HTTP_MORE,           /* nothing wrong so far */
	HTTP_DONE,           /* whole */
	HTTP_BAD,            /* 400 */
	HTTP_TOO_LARGE,      /* 413: the body */
	HTTP_URI_TOO_LONG,   /* 414 */
	HTTP_EXPECTATION,    /* 417: of something that is not 100-continue */
	HTTP_HEAD_TOO_LARGE, /* 431 */
	HTTP_UNKNOWN_CODING, /* 501: a transfer coding besides chunked */
	HTTP_UNKNOWN_VERSION /* 505 */
};

/* All spans are octets of the input. */
struct http_head {
	struct span method, path, query; /* of the target; the query without `?` */
	struct span target;              /* path and query as they came */
	struct span host;                /* without the port; in any case */
	struct span authority;           /* of an absolute target; it wins over Host */
	uint64_t length;                 /* Content-Length; 0 without one */
	bool has_length, chunked;
	bool close;   /* the connection ends after the answer */
	bool expects; /* 100 Continue before the body */
	bool http_1_0;
	size_t n; /* octets of the head, its empty line included */
};

/* Reads the head at the start of in.  DONE fills h; else h means nothing.  With
 * MORE, call again with the same octets and those that follow: an error is told
 * as soon as it can be seen. */
enum http_read http_head_read(struct span in, struct http_head *h);

/* The fields of a head that has been read, in their order: first_field() is where to
 * start.  line: all of it but the CRLF.  False behind the last. */
size_t http_first_field(struct span head);
bool http_next_field(
    struct span head, size_t *at, struct span *line, struct span *name, struct span *value);

/* Is that the name of a field, or a method: a token of RFC 9110, 5.6.2? */
bool http_is_token(struct span s);

/* A line of a field, without its CRLF: a token, a colon, text without controls.
 * name and value are octets of line, the value without blanks at its ends. */
bool http_field_split(struct span line, struct span *name, struct span *value);

/* Where the line at at ends: the offset of its LF.  in.n: no LF yet.  *good tells
 * whether it is a line: CRLF at the end, no other CR. */
size_t http_line_end(struct span in, size_t at, bool *good);

#endif
