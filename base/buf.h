/* An append-only writer over memory that the caller gives.  When something
 * does not fit, `full` is set, what is there stays, and later appends do
 * nothing: callers check once, at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/span.h"

struct buf {
	uint8_t *p;
	size_t n, cap;
	bool full;
};

void buf_init(struct buf *b, void *memory, size_t cap);
void buf_reset(struct buf *b);
void buf_put(struct buf *b, struct span s);
void buf_put_str(struct buf *b, const char *s);
void buf_put_octet(struct buf *b, uint8_t c);
void buf_put_u64(struct buf *b, uint64_t v); /* decimal */

/* What has been written; valid until the next append. */
struct span buf_span(const struct buf *b);

/* Drop the first n octets; the rest moves to the front. */
void buf_eat(struct buf *b, size_t n);

#endif
