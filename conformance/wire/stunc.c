/* STUN messages: header and attributes in and out, integrity by HMAC-SHA1.
 * RFC 8489 (5, 9.2.2, 14), RFC 8656 (18).  No sockets. */
#include "conformance/wire/stunc.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

enum { COOKIE = 0x2112a442, DIGEST = 20, ATTRIBUTE_HEAD = 4 };

static void
put_u16(struct buf *b, unsigned v)
{
	uint8_t octets[2] = { (uint8_t)(v >> 8), (uint8_t)v };

	buf_put(b, SPAN_OF(octets, sizeof(octets)));
}

static unsigned
u16_at(struct span s, size_t at)
{
	return at + 2 <= s.n ? (unsigned)s.p[at] << 8 | s.p[at + 1] : 0;
}

/* What the length field says: octets behind the header. */
static void
set_length(struct buf *b, size_t n)
{
	b->p[2] = (uint8_t)(n >> 8);
	b->p[3] = (uint8_t)n;
}

void
stun_begin(struct buf *b, unsigned type, const uint8_t id[STUN_ID])
{
	put_u16(b, type);
	put_u16(b, 0);
	put_u16(b, COOKIE >> 16);
	put_u16(b, COOKIE & 0xffff);
	buf_put(b, SPAN_OF(id, STUN_ID));
}

void
stun_put(struct buf *b, enum stun_attribute type, struct span value)
{
	static const uint8_t zeros[3];

	put_u16(b, type);
	put_u16(b, (unsigned)value.n);
	buf_put(b, value);
	buf_put(b, SPAN_OF(zeros, (4 - value.n % 4) % 4));
	set_length(b, b->n - STUN_HEAD);
}

bool
stun_key(uint8_t key[STUN_KEY], const char *user, struct span realm, const char *password)
{
	uint8_t text[1200];
	struct buf b;
	unsigned n = 0;

	buf_init(&b, text, sizeof(text));
	buf_put_str(&b, user);
	buf_put_str(&b, ":");
	buf_put(&b, realm);
	buf_put_str(&b, ":");
	buf_put_str(&b, password);
	return !b.full && EVP_Digest(b.p, b.n, key, &n, EVP_md5(), NULL) == 1 && n == STUN_KEY;
}

/* Of the octets in front of the attribute, with a length that covers it. */
static bool
digest(struct span m, const uint8_t key[STUN_KEY], uint8_t out[DIGEST])
{
	uint8_t copy[STUN_MOST];
	size_t covered = m.n - STUN_HEAD + ATTRIBUTE_HEAD + DIGEST;
	unsigned n = 0;

	if (m.n > sizeof(copy))
		return false;
	memcpy(copy, m.p, m.n);
	copy[2] = (uint8_t)(covered >> 8);
	copy[3] = (uint8_t)covered;
	return HMAC(EVP_sha1(), key, STUN_KEY, copy, m.n, out, &n) != NULL && n == DIGEST;
}

bool
stun_sign(struct buf *b, const uint8_t key[STUN_KEY])
{
	uint8_t mac[DIGEST];

	if (b->full || !digest(SPAN_OF(b->p, b->n), key, mac))
		return false;
	stun_put(b, STUN_INTEGRITY, SPAN_OF(mac, sizeof(mac)));
	return !b->full;
}

/* ---- reading ------------------------------------------------------------------- */

/* The attribute at an offset; the offset of the next, 0 when there is none here. */
static size_t
attribute(struct span m, size_t at, unsigned *type, struct span *value)
{
	size_t n;

	if (m.n < ATTRIBUTE_HEAD || at > m.n - ATTRIBUTE_HEAD)
		return 0;
	*type = u16_at(m, at);
	n = u16_at(m, at + 2);
	if (n > m.n - at - ATTRIBUTE_HEAD)
		return 0;
	*value = span_sub(m, at + ATTRIBUTE_HEAD, n);
	return at + ATTRIBUTE_HEAD + (n + 3) / 4 * 4;
}

int
stun_answer(struct span m, const uint8_t id[STUN_ID])
{
	unsigned type;
	struct span value;
	size_t at = STUN_HEAD;

	if (m.n < STUN_HEAD || m.n % 4 != 0 || u16_at(m, 2) != m.n - STUN_HEAD ||
	    (m.p[0] & 0xc0) != 0)
		return -1;
	if (u16_at(m, 4) != COOKIE >> 16 || u16_at(m, 6) != (COOKIE & 0xffff) ||
	    memcmp(m.p + 8, id, STUN_ID) != 0)
		return -1;
	while (at < m.n) {
		at = attribute(m, at, &type, &value);
		if (at == 0)
			return -1;
	}
	return (int)u16_at(m, 0);
}

/* Where the first attribute of this type begins; 0: nowhere. */
static size_t
place(struct span m, enum stun_attribute wanted, struct span *value)
{
	unsigned type;

	for (size_t at = STUN_HEAD, next; at < m.n; at = next) {
		next = attribute(m, at, &type, value);
		if (next == 0)
			break;
		if (type == (unsigned)wanted)
			return at;
	}
	*value = (struct span){ NULL, 0 };
	return 0;
}

struct span
stun_get(struct span m, enum stun_attribute type)
{
	struct span value;

	place(m, type, &value);
	return value;
}

int
stun_error(struct span m)
{
	struct span v = stun_get(m, STUN_ERROR_CODE);

	return v.n >= 4 ? (v.p[2] & 7) * 100 + v.p[3] : 0;
}

bool
stun_is_signed(struct span m, const uint8_t key[STUN_KEY])
{
	struct span value;
	uint8_t mac[DIGEST];
	size_t at = place(m, STUN_INTEGRITY, &value);

	return at > 0 && value.n == DIGEST && digest(span_sub(m, 0, at), key, mac) &&
	    CRYPTO_memcmp(mac, value.p, DIGEST) == 0;
}

unsigned
stun_port(struct span v)
{
	bool v4 = v.n == 8 && v.p[1] == 1, v6 = v.n == 20 && v.p[1] == 2;

	return v4 || v6 ? (u16_at(v, 2) ^ (COOKIE >> 16)) & 0xffff : 0;
}
