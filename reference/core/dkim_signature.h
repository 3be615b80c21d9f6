/* One DKIM-Signature field, as far as it can be judged without a key
 * (RFC 6376, 3.5 and 6.1.1; RFC 8301; RFC 8463). */
#ifndef CORE_DKIM_SIGNATURE_H
#define CORE_DKIM_SIGNATURE_H

#include "reference/core/dkim_canon.h"
#include "reference/core/dkim_key.h"

enum {
	DKIM_NAME_MOST = 253,     /* octets of a domain name */
	DKIM_FIELDS_NAMED = 1000, /* names in h= */
	DKIM_SKEW = 300,          /* seconds that clocks may differ */
	DKIM_SHA256 = 32
};

struct dkim_signature {
	enum dkim_algorithm algorithm;
	enum dkim_canon header, body;
	struct span domain, selector;
	struct span fields; /* h=: names between colons */
	struct span octets; /* b=, base64 with white space in it */
	struct span hole;   /* what b= has, to be left out of what is hashed */
	uint8_t body_hash[DKIM_SHA256];
	bool below; /* i= is in a subdomain of d= */
	bool dated, expires;
	uint64_t date, expiry; /* seconds since 1970 */
};

/* What keeps a signature from being looked at. */
enum dkim_flaw {
	DKIM_FLAW_NONE,
	DKIM_FLAW_TAGS,      /* no tag list, or a tag is missing or malformed */
	DKIM_FLAW_VERSION,   /* v= is not 1 */
	DKIM_FLAW_ALGORITHM, /* neither rsa-sha256 nor ed25519-sha256 */
	DKIM_FLAW_CANON,     /* c= names an unknown canonical form */
	DKIM_FLAW_QUERY,     /* q= does not list dns/txt */
	DKIM_FLAW_NAME,      /* d= or s= cannot be asked for */
	DKIM_FLAW_IDENTITY,  /* i= is not in d= */
	DKIM_FLAW_FIELDS,    /* h= is malformed, or lists too many names, or From not */
	DKIM_FLAW_LENGTH,    /* l= */
	DKIM_FLAW_TIMES      /* x= is before t= */
};

/* d= of a field, also of one that has flaws: whose is it?  False: unreadable. */
bool dkim_signature_domain(struct span value, struct span *domain);

/* The value of a field, as header_next() cuts it out.  *s borrows from it and is
 * complete when there is no flaw. */
enum dkim_flaw dkim_signature_parse(struct span value, struct dkim_signature *s);

/* Neither from the future nor expired? */
bool dkim_signature_is_timely(const struct dkim_signature *s, int64_t now);

#endif
