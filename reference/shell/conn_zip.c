/* DEFLATE for one connection, by zlib.
 * Sources: RFC 4978; RFC 1951. */
#include "reference/shell/conn_zip.h"

#include <stdlib.h>
#include <zlib.h>

enum {
	UNPACK_MOST = 1024 * 1024, /* octets of plaintext in one turn */
	PIECE = 16 * 1024,
	/* No dialogue unpacks to so many times what came, after the first so many octets. */
	RATIO = 100,
	BEFORE_RATIO = 64 * 1024 * 1024,
	/* Ours: 64 KiB a connection.  The peer's window is as large as it likes. */
	OUT_WINDOW = -13,
	OUT_MEMORY = 6,
	IN_WINDOW = -15
};

struct conn_zip {
	z_stream in, out;
	struct octets packed; /* has come and is not unpacked yet */
	size_t plain;         /* octets at the head of c->out that are not to be packed */
	size_t unpacked;      /* in this turn */
	bool more;            /* is in z->in besides */
	bool fresh;           /* what is in c->in is packed already */
};

struct conn_zip *
conn_zip_open(struct conn *c)
{
	struct conn_zip *z = calloc(1, sizeof(*z));

	if (z == NULL)
		return NULL;
	if (inflateInit2(&z->in, IN_WINDOW) != Z_OK) {
		free(z);
		return NULL;
	}
	if (deflateInit2(&z->out, Z_DEFAULT_COMPRESSION, Z_DEFLATED, OUT_WINDOW, OUT_MEMORY,
		Z_DEFAULT_STRATEGY) != Z_OK) {
		inflateEnd(&z->in);
		free(z);
		return NULL;
	}
	z->plain = c->out.n - c->out.at;
	z->fresh = true;
	return z;
}

void
conn_zip_close(struct conn_zip *z)
{
	if (z == NULL)
		return;
	inflateEnd(&z->in);
	deflateEnd(&z->out);
	conn_octets_drop(&z->packed);
	free(z);
}

struct octets *
conn_zip_input(struct conn_zip *z)
{
	return &z->packed;
}

void
conn_zip_turn(struct conn_zip *z)
{
	z->unpacked = 0;
}

static size_t
waiting(const struct octets *o)
{
	return o->n - o->at;
}

static bool
has_more(const struct conn_zip *z)
{
	return waiting(&z->packed) > 0 || z->more;
}

bool
conn_zip_waits(const struct conn *c)
{
	return c->zip != NULL && has_more(c->zip) && waiting(&c->in) < INPUT_MOST;
}

/* Behind the command that switched it on everything is packed, also what had come already. */
static bool
take_back(struct conn *c)
{
	struct conn_zip *z = c->zip;
	struct octets came = c->in;
	bool kept = waiting(&z->packed) == 0 ||
	    conn_octets_put(&came, z->packed.p + z->packed.at, waiting(&z->packed));

	c->in = (struct octets){ 0 };
	conn_octets_drop(&z->packed);
	z->packed = came;
	z->fresh = false;
	return kept;
}

static bool
is_bomb(const struct conn_zip *z)
{
	return z->in.total_out > BEFORE_RATIO && z->in.total_out / RATIO > z->in.total_in;
}

/* IMAP_COMPRESS: a piece at a time, as long as the protocol keeps up. */
bool
conn_zip_unpack(struct conn *c)
{
	struct conn_zip *z = c->zip;
	uint8_t piece[PIECE];

	if (z->fresh && !take_back(c))
		return false;
	while (has_more(z) && waiting(&c->in) < INPUT_MOST && z->unpacked < UNPACK_MOST) {
		size_t had = waiting(&z->packed);
		z->in.next_in = had > 0 ? z->packed.p + z->packed.at : piece;
		z->in.avail_in = (uInt)had;
		z->in.next_out = piece;
		z->in.avail_out = PIECE;
		int code = inflate(&z->in, Z_SYNC_FLUSH);
		size_t n = PIECE - z->in.avail_out;
		if ((code != Z_OK && code != Z_BUF_ERROR) || is_bomb(z) ||
		    !conn_octets_put(&c->in, piece, n))
			return false;
		z->more = z->in.avail_out == 0; /* perhaps there is more without more input */
		z->unpacked += n;
		if (had > 0)
			conn_octets_eat(&z->packed, had - z->in.avail_in);
	}
	return true;
}

size_t
conn_zip_pack(struct conn *c, size_t n, bool last, conn_zip_sink *sink)
{
	struct conn_zip *z = c->zip;
	uint8_t *p = c->out.p + c->out.at, piece[PIECE];

	if (z->plain > 0) {
		n = n < z->plain ? n : z->plain;
		z->plain -= n;
		return sink(c, p, n) ? n : 0;
	}
	z->out.next_in = p;
	z->out.avail_in = (uInt)n;
	do {
		z->out.next_out = piece;
		z->out.avail_out = PIECE;
		if (deflate(&z->out, last ? Z_SYNC_FLUSH : Z_NO_FLUSH) == Z_STREAM_ERROR)
			return 0;
		size_t packed = PIECE - z->out.avail_out;
		if (packed > 0 && !sink(c, piece, packed))
			return 0;
	} while (z->out.avail_out == 0);
	return n;
}
