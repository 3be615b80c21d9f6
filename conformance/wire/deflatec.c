/* The two halves of DEFLATE on a connection.  Does not know what is inside.
 * Sources: RFC 4978, 3; RFC 1951. */
#include "conformance/wire/deflatec.h"

#include <string.h>
#include <zlib.h>

enum { RAW = -15, MEMORY_LEVEL = 8, PIECE = 16384 };

struct deflatec {
	struct run *run;
	z_stream in, out;
};

static void *
take(void *ctx, unsigned n, unsigned size)
{
	return run_take(ctx, (size_t)n * size);
}

/* The memory of a run is given back as a whole. */
static void
give(void *ctx, void *memory)
{
	(void)ctx;
	(void)memory;
}

struct deflatec *
deflatec_new(struct run *r)
{
	struct deflatec *d = run_take(r, sizeof(*d));

	d->run = r;
	d->in = d->out = (z_stream){ .zalloc = take, .zfree = give, .opaque = r };
	if (inflateInit2(&d->in, RAW) != Z_OK ||
	    deflateInit2(&d->out, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW, MEMORY_LEVEL,
		Z_DEFAULT_STRATEGY) != Z_OK)
		run_internal(r, "zlib does not start");
	return d;
}

struct span
deflatec_pack(struct deflatec *d, struct span octets)
{
	size_t cap = deflateBound(&d->out, octets.n) + 64; /* and the mark of a flush */
	uint8_t *p = run_take(d->run, cap), *copy = run_take(d->run, octets.n + 1);

	memcpy(copy, octets.p, octets.n);
	d->out.next_in = copy;
	d->out.avail_in = (unsigned)octets.n;
	d->out.next_out = p;
	d->out.avail_out = (unsigned)cap;
	if (deflate(&d->out, Z_SYNC_FLUSH) != Z_OK || d->out.avail_in > 0)
		run_internal(d->run, "zlib does not pack");
	return SPAN_OF(p, cap - d->out.avail_out);
}

bool
deflatec_unpack(
    struct deflatec *d, struct span octets, void (*put)(void *ctx, struct span), void *ctx)
{
	uint8_t piece[PIECE], *copy = run_take(d->run, octets.n + 1);

	memcpy(copy, octets.p, octets.n);
	d->in.next_in = copy;
	d->in.avail_in = (unsigned)octets.n;
	do {
		d->in.next_out = piece;
		d->in.avail_out = sizeof(piece);
		int rc = inflate(&d->in, Z_SYNC_FLUSH);
		put(ctx, SPAN_OF(piece, sizeof(piece) - d->in.avail_out));
		if (rc == Z_STREAM_END)
			return true;
		if (rc != Z_OK && rc != Z_BUF_ERROR)
			return false;
	} while (d->in.avail_in > 0 || d->in.avail_out == 0);
	return true;
}
