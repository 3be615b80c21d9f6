/* The head of an HTTP/1.1 answer, written. */
#ifndef CORE_HTTP_REPLY_H
#define CORE_HTTP_REPLY_H

#include "base/buf.h"

struct http_reply {
	unsigned status;      /* 100 to 505, one that http_reason() knows */
	struct span type;     /* Content-Type; empty: no such field */
	uint64_t length;      /* octets of the body that GET would get */
	struct span location; /* of a redirection; empty: none */
	struct span allow;    /* methods, with 405; empty: none */
	struct span cache;    /* Cache-Control; empty: none */
	struct span more;     /* whole lines of fields, each with CRLF */
	bool close;           /* nothing follows on this connection */
	int64_t now;          /* Unix seconds, for Date */
};

/* The words behind the status: "Not Found".  Empty: it is not one of ours. */
struct span http_reason(unsigned status);

/* Status line, fields and the empty line.  b->full: it did not fit. */
void http_reply_head(struct buf *b, const struct http_reply *r);

/* A time of RFC 9110, 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`. */
void http_date(struct buf *b, int64_t now);

#endif
