/* What DNS has to say about this relay: the records that others look for. */
#ifndef SHELL_DNS_ZONE_H
#define SHELL_DNS_ZONE_H

#include "base/cdefs.h"
#include "reference/shell/config.h"

#include <stdio.h>

/* Values of RFC 1035, 3596 and 2782. */
enum zone_type {
	ZONE_A = 1,
	ZONE_CNAME = 5,
	ZONE_MX = 15,
	ZONE_TXT = 16,
	ZONE_AAAA = 28,
	ZONE_SRV = 33
};

enum { DNS_RECORDS_MOST = 24, DNS_NAME_TEXT = 320 };

struct dns_record {
	char name[DNS_NAME_TEXT]; /* with its final dot */
	enum zone_type type;
	char *
	    data; /* as in a zone file, a text without quotes; NULL: an address that is not known */
};

struct dns_zone {
	struct dns_record record[DNS_RECORDS_MOST];
	size_t n;
};

/* -1: there is none; the reason is on stderr. */
int dns_zone_make(const struct config *c, struct dns_zone *z) MUST_USE;
void dns_zone_free(struct dns_zone *z);

const char *dns_zone_type(enum zone_type t);

/* Writes it in the format of zone files. */
int dns_zone_print(const struct dns_zone *z, const struct config *c, FILE *to) MUST_USE;

/* Asks DNS for each record and says what is right, missing or different.  The
 * exit code: 0 all right, 1 not, 2 DNS did not answer. */
int dns_check(const struct dns_zone *z, const struct config *c) MUST_USE;

#endif
