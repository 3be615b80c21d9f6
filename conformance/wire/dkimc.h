/* The inside of DKIM in the judge; its calls are in case_dkim.h. */
#ifndef WIRE_DKIMC_H
#define WIRE_DKIMC_H

#include "conformance/engine/run.h"

#include <openssl/types.h>

enum { DKIMC_DIGEST_MOST = 64, DKIMC_BITS = 2048 };

/* Makes the keys that all attempts share; before workers are forked. */
bool dkimc_warm(void);
/* The key for this algorithm, of this process; made when it is new.  NULL: OpenSSL cannot. */
EVP_PKEY *dkimc_key_of(enum dkim_algorithm algorithm, unsigned bits);

/* ---- a key that somebody lends, with his domain (--dkim-key) ------------------------------ */

struct dkim_lent {
	const char *domain, *selector; /* <selector>._domainkey.<domain> has the public half */
	EVP_PKEY *key;                 /* never shown */
	enum dkim_algorithm algorithm; /* RSA_SHA256 or ED25519_SHA256 */
};
/* domain and selector are set; reads the key.  False: *error says what to do. */
bool dkimc_lend(struct dkim_lent *l, const char *path, char *error, size_t octets);
void dkimc_take_back(struct dkim_lent *l);
/* NULL: the attempt's names are ours. */
const struct dkim_lent *dkimc_lent(const struct run *r);
/* NA(vantage): it takes `what`. */
void dkimc_not_lent(struct run *r, const char *what);
/* Where a key is lent: algorithm and selector become its own; false: it cannot sign this,
 * NA(vantage). */
bool dkimc_sign_as_lent(struct run *r, struct dkim_how *how);
/* The record in DNS is that of the lent key, or the run is inconclusive. */
void dkimc_need_lent(struct run *r, struct span rightly_signed);

/* ---- canonical forms (RFC 6376, 3.4), pure but for memory ------------------------------- */

struct dkimc_canon {
	bool header_relaxed, body_relaxed;
};
/* "relaxed/simple"; what is left out is simple. */
struct dkimc_canon dkimc_canon_of(struct span c);
/* The whole canonical body. */
struct span dkimc_body(struct run *r, struct span message, bool relaxed);
/* One field, name to CRLF, in canonical form. */
struct span dkimc_field(struct run *r, struct span field, bool relaxed);
/* Fields that h= chooses, bottom-up for a name that is repeated, in canonical form, joined; the
 * field at `skip` does not count (SIZE_MAX: all do). */
struct span dkimc_fields(
    struct run *r, struct span message, struct span h, bool relaxed, size_t skip);
/* The field that begins at *at, folds included; moves on.  n = 0 at the end of the header. */
struct span dkimc_next_field(struct span message, size_t *at);
struct span dkimc_field_name(struct span field);

bool dkimc_digest(bool sha1, struct span a, uint8_t out[DKIMC_DIGEST_MOST], size_t *n);

#endif
