/* Which messages the last command returned.  A server may mix other untagged
 * data in (RFC 3501, 7.), so lines are counted by what they say. */
#include "conformance/wire/imapc.h"

size_t
imapc_fetch_uids(const struct imapc *c, uint32_t *uids, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < imapc_lines(c); i++) {
		uint32_t uid = 0;
		struct span body;
		if (!imapc_fetched(imapc_line(c, i), &uid, &body))
			continue;
		if (n < most)
			uids[n] = uid;
		n++;
	}
	return n;
}

bool
imapc_has(const struct imapc *c, uint32_t uid)
{
	uint32_t uids[64];
	size_t n = imapc_fetch_uids(c, uids, COUNT_OF(uids));

	for (size_t i = 0; i < n && i < COUNT_OF(uids); i++)
		if (uids[i] == uid)
			return true;
	return false;
}
