/* Walking packets and judging their order.  RFC 9580, 4.2, 5.1, 5.3, 5.13;
 * legacy headers 4.2.2.  Algorithms are looked at only where the specification
 * of the gate names them. */
#include "conformance/wire/pgpc.h"

enum {
	PARTIAL_FIRST_LEAST = 512,
	SEIPD1_LEAST = 1 + 18 + 22, /* version, prefix, MDC packet */
	SEIPD2_LEAST = 36 + 16,     /* version, ids, chunk size, salt; one tag */
	CHUNK_MOST = 16
};

static uint32_t
big_endian(const uint8_t *p, size_t n)
{
	uint32_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

enum length { LENGTH_WHOLE, LENGTH_PARTIAL, LENGTH_BAD };

/* new-format length at *at, RFC 9580, 4.2.1 */
static enum length
new_length(struct span s, size_t *at, size_t *n)
{
	if (*at >= s.n)
		return LENGTH_BAD;
	uint8_t first = s.p[*at];
	size_t more = first < 192 ? 0 : first < 224 ? 1 : first == 255 ? 4 : 0;
	if (s.n - *at - 1 < more)
		return LENGTH_BAD;
	const uint8_t *p = s.p + *at + 1;
	*at += 1 + more;
	if (first < 192)
		*n = first;
	else if (first < 224)
		*n = ((size_t)(first - 192) << 8) + p[0] + 192;
	else if (first == 255)
		*n = big_endian(p, 4);
	else
		*n = (size_t)1 << (first & 31);
	if (*n > s.n - *at)
		return LENGTH_BAD;
	return first >= 224 && first < 255 ? LENGTH_PARTIAL : LENGTH_WHOLE;
}

static bool
old_packet(struct span s, size_t at, struct pgpc_packet *p, size_t *end)
{
	static const size_t width[] = { 1, 2, 4 };
	unsigned type = s.p[at] & 3;
	size_t begin = at + 1, n;

	p->old_format = true;
	p->tag = s.p[at] >> 2 & 15;
	if (type == 3) {
		p->indeterminate = true;
		n = s.n - begin;
	} else {
		if (s.n - begin < width[type])
			return false;
		n = big_endian(s.p + begin, width[type]);
		begin += width[type];
	}
	if (n > s.n - begin)
		return false;
	p->body = span_sub(s, begin, n);
	p->body_n = n;
	*end = begin + n;
	return true;
}

static bool
new_packet(struct span s, size_t at, struct pgpc_packet *p, size_t *end)
{
	size_t begin = at + 1, n = 0, chunk = 0;
	enum length kind = new_length(s, &begin, &n);

	p->tag = s.p[at] & 63;
	chunk = begin;
	p->first_chunk = n;
	while (kind == LENGTH_PARTIAL) {
		p->partial = true;
		p->body_n += n;
		chunk += n;
		kind = new_length(s, &chunk, &n);
	}
	if (kind == LENGTH_BAD)
		return false;
	p->body_n += n;
	*end = chunk + n;
	p->body = span_sub(s, begin, *end - begin);
	return true;
}

bool
pgpc_next(struct span s, size_t *at, struct pgpc_packet *p)
{
	size_t begin = *at, end = 0;
	bool good;

	*p = (struct pgpc_packet){ .tag = 0 };
	if (begin >= s.n || (s.p[begin] & 0x80) == 0)
		return false;
	good = (s.p[begin] & 0x40) != 0 ? new_packet(s, begin, p, &end)
					: old_packet(s, begin, p, &end);
	if (!good)
		return false;
	p->whole = span_sub(s, begin, end - begin);
	*at = end;
	return true;
}

size_t
pgpc_body(const struct pgpc_packet *p, uint8_t *out, size_t n)
{
	size_t at = 0, done = 0, chunk = p->partial ? p->first_chunk : p->body.n;
	enum length kind = p->partial ? LENGTH_PARTIAL : LENGTH_WHOLE;

	for (;;) {
		for (size_t i = 0; i < chunk && done < n; i++)
			out[done++] = p->body.p[at + i];
		at += chunk;
		if (kind != LENGTH_PARTIAL || done == n)
			return done;
		kind = new_length(p->body, &at, &chunk);
		if (kind == LENGTH_BAD)
			return done;
	}
}

/* RFC 9580, 9.3 and 9.6: the AEAD modes need blocks of 128 bits, so AES, Twofish and Camellia. */
static bool
is_cipher(uint8_t id)
{
	return id >= 7 && id <= 13;
}

static bool
is_seipd(const struct pgpc_packet *p)
{
	uint8_t head[4];

	if (p->tag != PGPC_SEIPD || p->indeterminate ||
	    (p->partial && p->first_chunk < PARTIAL_FIRST_LEAST) ||
	    pgpc_body(p, head, sizeof(head)) < sizeof(head))
		return false;
	if (head[0] == 1)
		return p->body_n >= SEIPD1_LEAST;
	return head[0] == 2 && p->body_n >= SEIPD2_LEAST && is_cipher(head[1]) && head[2] >= 1 &&
	    head[2] <= 3 && head[3] <= CHUNK_MOST;
}

/* Public-key algorithms that encrypt: RFC 9580, 9.1; 35 and 36 of draft-ietf-openpgp-pqc. */
static bool
encrypts(uint8_t algorithm)
{
	static const uint8_t known[] = { 1, 2, 16, 18, 25, 26, 35, 36 };

	for (size_t i = 0; i < sizeof(known); i++)
		if (known[i] == algorithm)
			return true;
	return false;
}

/* RFC 9580, 5.1: where the algorithm stands depends on how the key is named.  Something must
 * follow it. */
static bool
is_pkesk(struct span body)
{
	size_t at;

	if (body.p[0] == 3)
		at = 1 + 8;
	else if (body.p[0] == 6 && body.n > 1 && body.p[1] == 0)
		at = 2;
	else if (body.p[0] == 6 && body.n > 2 &&
	    ((body.p[1] == 21 && body.p[2] == 4) || (body.p[1] == 33 && body.p[2] == 6)))
		at = 2 + (size_t)body.p[1];
	else
		return false;
	return at + 1 < body.n && encrypts(body.p[at]);
}

static bool
is_session_key(const struct pgpc_packet *p)
{
	if (p->partial || p->indeterminate || p->body.n < 2)
		return false;
	if (p->tag == PGPC_PKESK)
		return is_pkesk(p->body);
	return p->tag == PGPC_SKESK && p->body.p[0] >= 4 && p->body.p[0] <= 6;
}

enum { KEYS_MAX = 1024 }; /* limits.tsv: esk_packets_max */

bool
pgpc_is_encrypted(const uint8_t *octets, size_t n)
{
	struct span s = SPAN_OF(octets, n);
	struct pgpc_packet p;
	size_t keys = 0, at = 0;

	while (pgpc_next(s, &at, &p)) {
		if (is_session_key(&p))
			keys++;
		else
			return keys > 0 && keys <= KEYS_MAX && at == s.n && is_seipd(&p);
	}
	return false;
}
