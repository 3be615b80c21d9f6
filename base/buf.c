/* Bounded appending.  No allocation, no libc but mem*. */
#include "base/buf.h"

#include <string.h>

void
buf_init(struct buf *b, void *memory, size_t cap)
{
	*b = (struct buf){ .p = memory, .cap = cap };
}

void
buf_reset(struct buf *b)
{
	b->n = 0;
	b->full = false;
}

void
buf_put(struct buf *b, struct span s)
{
	if (b->full || s.n > b->cap - b->n) {
		b->full = true;
		return;
	}
	if (s.n > 0)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

void
buf_put_str(struct buf *b, const char *s)
{
	buf_put(b, span_str(s));
}

void
buf_put_octet(struct buf *b, uint8_t c)
{
	buf_put(b, (struct span){ &c, 1 });
}

void
buf_put_u64(struct buf *b, uint64_t v)
{
	uint8_t digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (uint8_t)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	buf_put(b, (struct span){ digits + at, sizeof(digits) - at });
}

struct span
buf_span(const struct buf *b)
{
	return (struct span){ b->p, b->n };
}

void
buf_eat(struct buf *b, size_t n)
{
	if (n > b->n)
		n = b->n;
	if (n > 0)
		memmove(b->p, b->p + n, b->n - n);
	b->n -= n;
}
