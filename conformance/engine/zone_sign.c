/* DNSSEC as the judge's DNS speaks it: one Ed25519 key, signatures made when they
 * are asked for, and denial by NSEC records that are made up for the question.
 * RFC 4034 (2, 3, 4, 6), RFC 8080, RFC 4470. */
#include "conformance/engine/zone_data.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
	ALGORITHM_ED25519 = 15,
	KEY_FLAGS = 257,
	KEY_OCTETS = 32,
	SIGNATURE_OCTETS = 64,
	DAY = 86400,
	SIGNED_MOST = 32768,
	RECORDS_MOST = 64,
	WINDOW_OCTETS = 32
};

struct zone_key {
	EVP_PKEY *key;
	uint8_t data[4 + KEY_OCTETS];
	uint16_t tag;
};

/* RFC 4034, appendix B */
static uint16_t
tag_of(const uint8_t *p, size_t n)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (i & 1) != 0 ? p[i] : (uint32_t)p[i] << 8;
	return (uint16_t)(sum + (sum >> 16));
}

struct zone_key *
zone_key_load(struct arena *a, const char *pem)
{
	struct zone_key *k = arena_take(a, sizeof(*k));
	FILE *f = fopen(pem, "re");
	size_t n = KEY_OCTETS;

	if (k == NULL || f == NULL) {
		if (f != NULL)
			fclose(f);
		return NULL;
	}
	k->key = PEM_read_PrivateKey(f, NULL, NULL, NULL);
	fclose(f);
	memcpy(k->data, (const uint8_t[4]){ KEY_FLAGS >> 8, KEY_FLAGS & 255, 3, ALGORITHM_ED25519 },
	    4);
	bool good = k->key != NULL && EVP_PKEY_get_base_id(k->key) == EVP_PKEY_ED25519 &&
	    EVP_PKEY_get_raw_public_key(k->key, k->data + 4, &n) == 1 && n == KEY_OCTETS;
	ERR_clear_error();
	if (!good) {
		EVP_PKEY_free(k->key);
		return NULL;
	}
	k->tag = tag_of(k->data, sizeof(k->data));
	return k;
}

struct span
zone_key_data(const struct zone_key *k)
{
	return SPAN_OF(k->data, sizeof(k->data));
}

static void
put16(struct buf *b, unsigned v)
{
	buf_put_octet(b, (uint8_t)(v >> 8));
	buf_put_octet(b, (uint8_t)v);
}

static void
put32(struct buf *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v & 0xffff);
}

/* Records in canonical order: by data, octet by octet, the shorter first. */
static size_t
in_order(const struct zone_record *list, uint16_t type, const struct zone_record *out[RECORDS_MOST])
{
	size_t n = 0;

	for (const struct zone_record *r = list; r != NULL && n < RECORDS_MOST; r = r->next) {
		if (r->type != type)
			continue;
		size_t at = n++;
		for (; at > 0; at--) {
			struct span a = out[at - 1]->data, b = r->data;
			int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
			if (c < 0 || (c == 0 && a.n <= b.n))
				break;
			out[at] = out[at - 1];
		}
		out[at] = r;
	}
	return n;
}

static bool
sign_octets(const struct zone_key *k, struct span s, bool bogus, struct buf *out)
{
	uint8_t signature[SIGNATURE_OCTETS] = { 0 };
	size_t n = sizeof(signature);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	bool ok = c != NULL && EVP_DigestSignInit(c, NULL, NULL, NULL, k->key) == 1 &&
	    EVP_DigestSign(c, signature, &n, s.p, s.n) == 1;

	EVP_MD_CTX_free(c);
	ERR_clear_error();
	if (bogus)
		signature[7] ^= 1;
	buf_put(out, SPAN_OF(signature, n));
	return ok;
}

bool
zone_sign(const struct zone_key *k, const struct zone_name *signer, const struct zone_name *owner,
    uint16_t type, const struct zone_record *list, bool bogus, struct buf *out)
{
	static uint8_t memory[SIGNED_MOST];
	const struct zone_record *sorted[RECORDS_MOST];
	size_t n = in_order(list, type, sorted), begin = out->n;
	uint32_t now = (uint32_t)time(NULL);
	struct buf b;

	if (n == 0)
		return false;
	put16(out, type);
	buf_put_octet(out, ALGORITHM_ED25519);
	buf_put_octet(out, (uint8_t)zone_name_labels(owner));
	put32(out, sorted[0]->ttl);
	put32(out, now + 7 * DAY);
	put32(out, now - DAY);
	put16(out, k->tag);
	buf_put(out, zone_name_span(signer));
	buf_init(&b, memory, sizeof(memory));
	buf_put(&b, SPAN_OF(out->p + begin, out->n - begin));
	for (size_t i = 0; i < n; i++) {
		buf_put(&b, zone_name_span(owner));
		put16(&b, type);
		put16(&b, 1);
		put32(&b, sorted[0]->ttl);
		put16(&b, (unsigned)sorted[i]->data.n);
		buf_put(&b, sorted[i]->data);
	}
	return sign_octets(k, buf_span(&b), bogus, out) && !b.full && !out->full;
}

/* ---- denial ---------------------------------------------------------------------- */

/* RFC 4034, 4.1.2: windows of 256 types. */
static void
put_types(const struct zone_node *n, struct buf *out)
{
	uint8_t map[2][WINDOW_OCTETS] = { { 0 } };

	for (const struct zone_record *r = n != NULL ? n->records : NULL; r != NULL; r = r->next)
		if (r->type < 512)
			map[r->type >> 8][(r->type & 255) >> 3] |= (uint8_t)(128 >> (r->type & 7));
	map[0][ZONE_RRSIG >> 3] |= 128 >> (ZONE_RRSIG & 7);
	map[0][ZONE_NSEC >> 3] |= 128 >> (ZONE_NSEC & 7);
	if (n != NULL && n->cut) {
		/* The parent's side of a delegation: NS is all that it has. */
		memset(map, 0, sizeof(map));
		map[0][0] = 128 >> ZONE_NS;
		map[0][ZONE_RRSIG >> 3] |= 128 >> (ZONE_RRSIG & 7);
		map[0][ZONE_NSEC >> 3] |= 128 >> (ZONE_NSEC & 7);
	}
	for (uint8_t w = 0; w < 2; w++) {
		uint8_t octets = WINDOW_OCTETS;
		while (octets > 0 && map[w][octets - 1] == 0)
			octets--;
		if (octets == 0)
			continue;
		buf_put_octet(out, w);
		buf_put_octet(out, octets);
		buf_put(out, SPAN_OF(map[w], octets));
	}
}

bool
zone_nsec_here(const struct zone_name *name, const struct zone_node *n, struct buf *data)
{
	struct zone_name next;

	if (!zone_name_join(SPAN("\0"), name, &next))
		return false;
	buf_put(data, zone_name_span(&next));
	put_types(n, data);
	return !data->full;
}

bool
zone_nsec_around(
    struct span label, const struct zone_name *above, struct zone_name *owner, struct buf *data)
{
	uint8_t before[64], after[64];
	struct zone_name next;
	size_t n = label.n;

	if (n == 0 || n > 62)
		return false;
	memcpy(before, label.p, n);
	memcpy(after, label.p, n);
	after[n] = 0;
	if (!zone_name_join(SPAN_OF(after, n + 1), above, &next))
		return false;
	if (before[n - 1] == 0)
		n--;
	else {
		/* Upper case sorts as lower case would. */
		before[n - 1] = before[n - 1] == '[' ? '@' : (uint8_t)(before[n - 1] - 1);
		before[n++] = 255;
	}
	if (!zone_name_join(SPAN_OF(before, n), above, owner))
		return false;
	buf_put(data, zone_name_span(&next));
	put_types(NULL, data);
	return !data->full;
}
