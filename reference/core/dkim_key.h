/* Key records: what the TXT record at selector._domainkey.domain says about a
 * key (RFC 6376, 3.6.1; RFC 8463, 4). */
#ifndef CORE_DKIM_KEY_H
#define CORE_DKIM_KEY_H

#include "reference/core/dkim_tags.h"

enum dkim_algorithm { DKIM_RSA_SHA256, DKIM_ED25519_SHA256 };

struct dkim_key {
	enum dkim_algorithm algorithm;
	struct span octets; /* p=, base64 with white space in it */
	bool strict;        /* t=s: i= has no subdomain */
};

/* Why a record is of no use. */
enum dkim_key_read {
	DKIM_KEY_OK,
	DKIM_KEY_NO_TAGS, /* no tag list, or without p= */
	DKIM_KEY_VERSION, /* v= is not DKIM1, or not the first tag */
	DKIM_KEY_TYPE,    /* k= is neither rsa nor ed25519 */
	DKIM_KEY_HASH,    /* h= does not list sha256 */
	DKIM_KEY_SERVICE, /* s= lists neither * nor email */
	DKIM_KEY_REVOKED, /* p= is empty */
	DKIM_KEY_TESTING  /* t=y: its domain wants to be taken for one that does not sign */
};

/* On DKIM_KEY_OK *k is filled in; it borrows from record. */
enum dkim_key_read dkim_key_parse(struct span record, struct dkim_key *k);

#endif
