/* MTA-STS policies (RFC 8461): what a domain says about its mail servers. */
#ifndef CORE_STS_POLICY_H
#define CORE_STS_POLICY_H

#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	STS_POLICY_OCTETS_MAX = 64 * 1024, /* of the file; RFC 8461 3.3 */
	STS_MX_MOST = 32,                  /* patterns */
	STS_ID_MAX = 32,
	STS_MAX_AGE = 31557600 /* seconds: a year, RFC 8461 3.2 */
};

enum sts_mode { STS_NONE, STS_TESTING, STS_ENFORCE };

struct sts_policy {
	enum sts_mode mode;
	uint32_t max_age; /* seconds */
	struct span mx[STS_MX_MOST];
	size_t n;
};

/* "v=STSv1; id=20260101T000000;": a record of _mta-sts.DOMAIN.  False: it is
 * none.  id: 1 to STS_ID_MAX letters and digits. */
bool sts_record(struct span txt, struct span *id);

/* The file; the patterns borrow from it.  False: it is no policy. */
bool sts_policy_parse(struct span file, struct sts_policy *p);

/* May mail go to this host?  Only enforce says no. */
bool sts_policy_allows(const struct sts_policy *p, struct span host);

#endif
