/* Keys of the attempts' domains, and their records.  RFC 6376, 3.6.1; RFC 8463.
 * They are the judge's own for the time of an audit and nobody else's. */
#include "conformance/wire/dkimc.h"

#include "conformance/wire/b64c.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SIZES = 8, MANY_PRIMES = 3072, RECORD_MOST = 4000 };

static struct {
	unsigned bits; /* 0: Ed25519 */
	EVP_PKEY *key;
} keys[SIZES];

static EVP_PKEY *
make_rsa(unsigned bits)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, NULL);
	EVP_PKEY *key = NULL;

	/* Verifiers see n and e only; a large n of four primes is found far sooner. */
	if (c == NULL || EVP_PKEY_keygen_init(c) != 1 ||
	    EVP_PKEY_CTX_set_rsa_keygen_bits(c, (int)bits) != 1 ||
	    (bits >= MANY_PRIMES && EVP_PKEY_CTX_set_rsa_keygen_primes(c, 4) != 1) ||
	    EVP_PKEY_keygen(c, &key) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(c);
	ERR_clear_error();
	return key;
}

EVP_PKEY *
dkimc_key_of(enum dkim_algorithm algorithm, unsigned bits)
{
	size_t i = 0;

	if (bits == 0)
		bits = DKIMC_BITS;
	if (algorithm == DKIMC_ED25519_SHA256)
		bits = 0;
	while (i < SIZES && keys[i].key != NULL && keys[i].bits != bits)
		i++;
	if (i == SIZES)
		return NULL;
	if (keys[i].key == NULL) {
		keys[i].bits = bits;
		keys[i].key = bits == 0 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519") : make_rsa(bits);
	}
	return keys[i].key;
}

bool
dkimc_warm(void)
{
	return dkimc_key_of(DKIMC_RSA_SHA256, 0) != NULL &&
	    dkimc_key_of(DKIMC_ED25519_SHA256, 0) != NULL;
}

/* ---- records ------------------------------------------------------------------------------ */

static const struct dkim_how honest;

const char *
dkimc_key(struct run *r, const struct dkim_how *how)
{
	enum dkim_algorithm algorithm = how != NULL ? how->algorithm : DKIMC_RSA_SHA256;

	if (dkimc_lent(r) != NULL) {
		dkimc_not_lent(r, "a key record of its own");
		return "";
	}
	EVP_PKEY *key = dkimc_key_of(algorithm, how != NULL ? how->bits : 0);
	uint8_t *der = NULL, raw[32];
	size_t n = sizeof(raw);
	struct span text = { NULL, 0 };

	if (algorithm == DKIMC_ED25519_SHA256) {
		if (key != NULL && EVP_PKEY_get_raw_public_key(key, raw, &n) == 1)
			text = b64c_encode(&r->arena, SPAN_OF(raw, n));
	} else {
		int octets = key != NULL ? i2d_PUBKEY(key, &der) : 0;
		if (octets > 0)
			text = b64c_encode(&r->arena, SPAN_OF(der, (size_t)octets));
		OPENSSL_free(der);
	}
	if (text.p == NULL) {
		run_internal(r, "OpenSSL gives no key");
		return "";
	}
	return run_text(r, "%.*s", (int)text.n, (const char *)text.p);
}

const char *
dkimc_record(struct run *r, const struct dkim_how *how)
{
	bool small = how != NULL && how->algorithm == DKIMC_ED25519_SHA256;

	return run_text(r, "v=DKIM1; k=%s; p=%s", small ? "ed25519" : "rsa", dkimc_key(r, how));
}

const char *
dkimc_place(struct run *r, const struct dkim_how *how)
{
	if (how == NULL)
		how = &honest;
	const char *domain = how->domain != NULL ? how->domain : peer_domain(r);
	const char *selector = how->selector != NULL ? how->selector
	    : how->algorithm == DKIMC_ED25519_SHA256 ? "e1"
						     : "s1";

	return run_text(r, "%s._domainkey.%s.", selector, domain);
}

void
dkimc_publish(struct run *r, const struct dkim_how *how, const char *fmt, ...)
{
	char *text = run_take(r, RECORD_MOST);
	va_list args;

	va_start(args, fmt);
	int n = vsnprintf(text, RECORD_MOST, fmt, args);
	va_end(args);
	if (n < 0 || n >= RECORD_MOST)
		run_internal(r, "a key record of %d octets", n);
	else
		dnsc_txt(r, dkimc_place(r, how), SPAN_OF(text, (size_t)n));
}

const char *
dkimc_time(struct run *r, int64_t seconds)
{
	return run_text(r, "%lld", (long long)time(NULL) + (long long)seconds);
}
