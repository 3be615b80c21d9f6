/* Reads the keys that we sign with and says what DNS has to say about them.
 * Source: RFC 6376, 3.6.1; RFC 8463, 4; RFC 5958 and 7468 (the files). */
#include "reference/shell/dkim.h"
#include "reference/shell/dkim_private.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
no_passphrase(char *to, int n, int writing, void *ctx)
{
	(void)to, (void)n, (void)writing, (void)ctx;
	return 0; /* nobody is there to be asked */
}

static EVP_PKEY *
read_key(const char *what, const char *file)
{
	FILE *f = fopen(file, "re");

	if (f == NULL) {
		fprintf(stderr, "%s: %s cannot be read: %s, check the path and its permissions\n",
		    what, file, strerror(errno));
		return NULL;
	}
	EVP_PKEY *key = PEM_read_PrivateKey(f, NULL, no_passphrase, NULL);
	fclose(f);
	ERR_clear_error();
	if (key == NULL)
		fprintf(stderr,
		    "%s: %s has no private key in PEM without passphrase, make one with "
		    "`openssl genpkey -algorithm %s -out %s`\n",
		    what, file,
		    strcmp(what, "dkim_key") == 0 ? "rsa -pkeyopt rsa_keygen_bits:2048" : "ed25519",
		    file);
	return key;
}

static bool
key_ok(const char *what, const char *file, EVP_PKEY *key, enum dkim_algorithm algorithm)
{
	if (algorithm == DKIM_ED25519_SHA256) {
		if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519)
			return true;
		fprintf(stderr, "%s: %s is not an Ed25519 key, name one that is\n", what, file);
		return false;
	}
	int bits = EVP_PKEY_get_bits(key);
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && bits >= DKIM_RSA_LEAST &&
	    bits <= DKIM_RSA_MOST)
		return true;
	fprintf(stderr, "%s: %s is not an RSA key of %d to %d bits, name one that is\n", what, file,
	    DKIM_RSA_LEAST, DKIM_RSA_MOST);
	return false;
}

static int
add(struct dkim_signer *s, const char *what, const char *file, const char *selector,
    enum dkim_algorithm algorithm)
{
	struct dkim_pair *p = &s->pair[s->n];

	EVP_PKEY *key = read_key(what, file);
	if (key == NULL)
		return -1;
	if (!key_ok(what, file, key, algorithm)) {
		EVP_PKEY_free(key);
		return -1;
	}
	*p = (struct dkim_pair){ algorithm, key, strdup(selector) };
	s->n++;
	return p->selector != NULL ? 0 : -1;
}

struct dkim_signer *
dkim_signer_open(const struct config *c)
{
	struct dkim_signer *s = calloc(1, sizeof(*s));

	if (s == NULL || (s->domain_text = strdup(c->name)) == NULL) {
		fprintf(stderr, "refrelay: out of memory\n");
		dkim_signer_free(s);
		return NULL;
	}
	s->domain = span_str(s->domain_text);
	if (add(s, "dkim_key", c->dkim_key, c->dkim_selector, DKIM_RSA_SHA256) == -1)
		goto bad;
	if (c->dkim_ed25519_key != NULL &&
	    add(s, "dkim_ed25519_key", c->dkim_ed25519_key, c->dkim_ed25519_selector,
		DKIM_ED25519_SHA256) == -1)
		goto bad;
	return s;
bad:
	dkim_signer_free(s);
	return NULL;
}

/* p=: SubjectPublicKeyInfo of RSA, the bare key of Ed25519. */
static bool
put_public(const struct dkim_pair *p, struct buf *out)
{
	uint8_t raw[32], *der = raw;
	size_t n = sizeof(raw);
	bool ok;

	if (p->algorithm == DKIM_ED25519_SHA256) {
		ok = EVP_PKEY_get_raw_public_key(p->key, raw, &n) == 1;
	} else {
		der = NULL;
		int len = i2d_PUBKEY(p->key, &der);
		ok = len > 0;
		n = ok ? (size_t)len : 0;
	}
	uint8_t *text = ok ? malloc(4 * (n / 3 + 1) + 1) : NULL;
	if (text != NULL) {
		int len = EVP_EncodeBlock(text, der, (int)n);
		buf_put(out, SPAN_OF(text, (size_t)len));
	}
	ok = text != NULL;
	free(text);
	if (der != raw)
		OPENSSL_free(der);
	return ok;
}

bool
dkim_signer_record(const struct dkim_signer *s, size_t i, struct buf *record, struct span *selector)
{
	if (i >= s->n)
		return false;
	const struct dkim_pair *p = &s->pair[i];
	*selector = span_str(p->selector);
	buf_put_str(
	    record, p->algorithm == DKIM_RSA_SHA256 ? "v=DKIM1;k=rsa;p=" : "v=DKIM1;k=ed25519;p=");
	if (!put_public(p, record))
		return false;
	buf_put_str(record, ";s=email;t=s"); /* DNS_DKIM DNS_DKIM_BITS */
	return !record->full;
}

void
dkim_signer_free(struct dkim_signer *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++) {
		EVP_PKEY_free(s->pair[i].key);
		free(s->pair[i].selector);
	}
	free(s->domain_text);
	free(s);
}
