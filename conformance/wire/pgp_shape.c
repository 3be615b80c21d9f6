/* OpenPGP packets that GnuPG does not write, as shapes: the framing and the
 * fields of RFC 9580, 4.2, 5.1, 5.3 and 5.13 are right unless a case asks for a
 * wrong number; what would be ciphertext is filler. */
#include "conformance/engine/run.h"
#include "conformance/wire/pgpc.h"

#include <string.h>

enum { FILLER = 0x5a };

struct span
pgp_filler(struct run *r, const char *head, size_t head_n, size_t n)
{
	uint8_t *p = run_take(r, n + 1);

	memset(p, FILLER, n);
	memcpy(p, head, head_n < n ? head_n : n);
	return SPAN_OF(p, n);
}

struct span
pgp_pkesk(struct run *r, unsigned version)
{
	/* v3: wildcard key id, ECDH, MPI of 263 bits, wrapped key of 48 octets. */
	static const char v3[] = "\3\0\0\0\0\0\0\0\0\x12\x01\x07\x40";
	/* v6: no key version and fingerprint (anonymous), X25519, 32 octets, wrapped key of 40. */
	static const char v6[] = "\6\0\x19";
	uint8_t *p;

	if (version == 6) {
		struct span s = pgp_filler(r, v6, 3, 3 + 32 + 1 + 40);
		p = (uint8_t *)(uintptr_t)s.p;
		p[35] = 40;
		return s;
	}
	struct span s = pgp_filler(r, v3, 13, 13 + 32 + 1 + 48);
	p = (uint8_t *)(uintptr_t)s.p;
	p[0] = (uint8_t)version;
	p[45] = 48;
	return s;
}

struct span
pgp_skesk(struct run *r, unsigned version)
{
	/* v4: AES-128, iterated and salted S2K, SHA-256, salt of 8, count. */
	static const char v4[] = "\4\7\3\x08saltsalt\x60";
	/* v5: AES-128, OCB, the same S2K, nonce of 15, key of 16, tag of 16. */
	static const char v5[] = "\5\7\2\3\x08saltsalt\x60";
	/* v6: 14 octets follow up to the nonce: AES-128, OCB, S2K of 11 octets. */
	static const char v6[] = "\6\x1d\7\2\x0b\3\x08saltsalt\x60";

	if (version == 5)
		return pgp_filler(r, v5, 14, 14 + 15 + 16 + 16);
	if (version == 6)
		return pgp_filler(r, v6, 16, 16 + 15 + 16 + 16);
	struct span s = pgp_filler(r, v4, 13, 13);
	((uint8_t *)(uintptr_t)s.p)[0] = (uint8_t)version;
	return s;
}

struct span
pgp_seipd1(struct run *r, size_t n)
{
	return pgp_filler(r, "\1", 1, n);
}

struct span
pgp_seipd2(struct run *r, unsigned cipher, unsigned aead, unsigned chunk, size_t n)
{
	char head[4] = { 2, (char)cipher, (char)aead, (char)chunk };

	return pgp_filler(r, head, 4, n);
}

struct span
pgp_packet_long(struct run *r, unsigned tag, struct span body)
{
	uint8_t *p = run_take(r, body.n + 6);

	p[0] = (uint8_t)(0xc0 | tag);
	p[1] = 0xff;
	for (unsigned i = 0; i < 4; i++)
		p[2 + i] = (uint8_t)(body.n >> (24 - 8 * i));
	memcpy(p + 6, body.p, body.n);
	return SPAN_OF(p, body.n + 6);
}

struct span
pgp_packet_partial(struct run *r, unsigned tag, struct span body, unsigned power)
{
	size_t chunk = (size_t)1 << power, at = 0;
	struct buf out;
	size_t room = body.n + body.n / chunk + 16;

	buf_init(&out, run_take(r, room), room);
	buf_put_octet(&out, (uint8_t)(0xc0 | tag));
	for (; body.n - at >= chunk; at += chunk) {
		buf_put_octet(&out, (uint8_t)(0xe0 + power));
		buf_put(&out, span_sub(body, at, chunk));
	}
	/* The last length of a chain is not partial; the shortest packet header less its tag. */
	struct span last = pgp_packet(r, tag, span_sub(body, at, body.n));
	buf_put(&out, span_sub(last, 1, last.n));
	if (out.full)
		run_internal(r, "a partial packet exceeds %zu octets", room);
	return buf_span(&out);
}

struct span
pgp_of_rest(struct run *r, size_t rest)
{
	size_t n = 100; /* the packet header has two octets */

	while ((pgp_esk(r).n + 2 + n) % 3 != rest)
		n++;
	return edit_join(r, pgp_esk(r), pgp_packet(r, PGPC_SEIPD, pgp_seipd1(r, n)));
}
