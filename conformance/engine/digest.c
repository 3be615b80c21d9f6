/* SHA-256 by OpenSSL.  A digest that cannot be made is a broken installation:
 * the program ends, because no report may carry a wrong one. */
#include "conformance/engine/digest.h"

#include "conformance/engine/complain.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

/* An EVP_MD_CTX under a name of ours. */
static EVP_MD_CTX *
context(struct digest *d)
{
	return (EVP_MD_CTX *)(void *)d;
}

static void
must(bool ok)
{
	if (!ok) {
		complain("OpenSSL cannot compute SHA-256; is its installation complete?");
		exit(EXIT_INTERNAL);
	}
}

struct digest *
digest_begin(void)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	must(c != NULL && EVP_DigestInit_ex(c, EVP_sha256(), NULL) == 1);
	return (struct digest *)(void *)c;
}

void
digest_add(struct digest *d, struct span octets)
{
	must(EVP_DigestUpdate(context(d), octets.p, octets.n) == 1);
}

void
digest_end(struct digest *d, char hex[65])
{
	uint8_t sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	must(EVP_DigestFinal_ex(context(d), sum, &n) == 1 && n == 32);
	EVP_MD_CTX_free(context(d));
	for (unsigned i = 0; i < n; i++)
		snprintf(hex + 2 * i, 3, "%02x", sum[i]);
}

void
digest_file(const char *path, char hex[65])
{
	uint8_t block[16384];
	size_t n;
	FILE *f = fopen(path, "rb");

	hex[0] = '\0';
	if (f == NULL)
		return;
	struct digest *d = digest_begin();
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		digest_add(d, SPAN_OF(block, n));
	digest_end(d, hex);
	fclose(f);
}
