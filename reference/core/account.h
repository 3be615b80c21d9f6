/* Which logins may create an account (spec/account.rec). */
#ifndef CORE_ACCOUNT_H
#define CORE_ACCOUNT_H

#include "base/span.h"

struct account_rules {
	struct span domain;                    /* lower case */
	size_t name_min, name_max;             /* octets of the local part: 9, 9 */
	size_t password_min;                   /* octets: 9 */
};

/* May an account with this address be created with this password?  The address
 * has been lower-cased.  local part: [a-z0-9._-]+, not starting with a dot. */
bool account_may_create(const struct account_rules *r, struct span address, struct span password);

/* Is the address local, i.e. `something@domain` with exactly one @? */
bool account_is_local(const struct account_rules *r, struct span address);

#endif
