/* The keys that we sign with. */
#ifndef SHELL_DKIM_PRIVATE_H
#define SHELL_DKIM_PRIVATE_H

#include "reference/core/dkim_key.h"

#include <openssl/evp.h>

enum { DKIM_RSA_LEAST = 2048, DKIM_RSA_MOST = 4096, DKIM_PAIRS = 2 };

struct dkim_pair {
	enum dkim_algorithm algorithm;
	EVP_PKEY *key;
	char *selector;
};

struct dkim_signer {
	char *domain_text;
	struct span domain;
	size_t n;
	struct dkim_pair pair[DKIM_PAIRS];
};

#endif
