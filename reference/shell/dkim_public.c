/* Turns p= into a key and checks a signature with it.
 * Source: RFC 6376, 3.3 and 6.1.3; RFC 8301, 3.2; RFC 8463, 3 and 4; RFC 8017, A.1.1. */
#include "reference/shell/dkim_public.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

enum {
	RSA_LEAST = 1024,
	RSA_MOST = 8192,
	EXPONENT_MOST = 33, /* bits: 65537 and 2^32+1 are in use; checking costs its length */
	ED25519_KEY = 32,
	ED25519_SIGNATURE = 64,
	KEY_TEXT = 2048,      /* p= in base64: 8192 bits are less than 1500 characters */
	SIGNATURE_TEXT = 1368 /* b= of 8192 bits */
};

static bool
rsa_ok(EVP_PKEY *key)
{
	BIGNUM *e = NULL;

	if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
		return false;
	int bits = EVP_PKEY_get_bits(key);
	/* DKIM_RSA_1024 DKIM_RSA_SMALL DKIM_RSA_4096 */
	if (bits < RSA_LEAST || bits > RSA_MOST)
		return false;
	bool ok = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e) == 1 && BN_is_odd(e) &&
	    !BN_is_one(e) && BN_num_bits(e) <= EXPONENT_MOST;
	BN_free(e);
	return ok;
}

/* SubjectPublicKeyInfo, as everybody has it, or RSAPublicKey, as RFC 6376 says. */
static EVP_PKEY *
rsa_key(const uint8_t *der, size_t n)
{
	const uint8_t *end = der;
	EVP_PKEY *key = d2i_PUBKEY(NULL, &end, (long)n);

	if (key == NULL) {
		end = der;
		key = d2i_PublicKey(EVP_PKEY_RSA, NULL, &end, (long)n);
	}
	if (key != NULL && end == der + n && rsa_ok(key))
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

static bool
rsa_verify(struct span der, const uint8_t *b, size_t n, const uint8_t *digest)
{
	EVP_PKEY *key = rsa_key(der.p, der.n);
	EVP_PKEY_CTX *ctx = key != NULL ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	bool ok = ctx != NULL && EVP_PKEY_verify_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1 &&
	    EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) == 1 &&
	    EVP_PKEY_verify(ctx, b, n, digest, DKIM_SHA256) == 1;

	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	return ok;
}

/* DKIM_ED25519: PureEdDSA over the SHA-256 of the fields. */
static bool
ed25519_verify(struct span octets, const uint8_t *b, size_t n, const uint8_t *digest)
{
	if (octets.n != ED25519_KEY || n != ED25519_SIGNATURE)
		return false;
	EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, octets.p, octets.n);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = key != NULL && ctx != NULL &&
	    EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) == 1 &&
	    EVP_DigestVerify(ctx, b, n, digest, DKIM_SHA256) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return ok;
}

bool
dkim_public_verify(
    struct span record, const struct dkim_signature *s, const uint8_t digest[DKIM_SHA256])
{
	uint8_t octets[KEY_TEXT], b[SIGNATURE_TEXT];
	struct dkim_key key;

	if (dkim_key_parse(record, &key) != DKIM_KEY_OK || key.algorithm != s->algorithm)
		return false;
	/* DKIM_IDENTITY: t=s forbids what is otherwise allowed. */
	if (key.strict && s->below)
		return false;
	size_t n = dkim_tags_base64(key.octets, octets, sizeof(octets));
	size_t b_n = dkim_tags_base64(s->octets, b, sizeof(b));
	if (n == 0 || b_n == 0)
		return false;
	bool ok = s->algorithm == DKIM_RSA_SHA256
	    ? rsa_verify(SPAN_OF(octets, n), b, b_n, digest)
	    : ed25519_verify(SPAN_OF(octets, n), b, b_n, digest);
	ERR_clear_error();
	return ok;
}
