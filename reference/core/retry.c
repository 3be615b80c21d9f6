/* The schedule of mail for other servers.  Knows no mail and no clock. */
#include "reference/core/retry.h"

/* OUT_RETRY: twice as long each time, up to an hour. */
int64_t
retry_delay(int64_t delay, uint32_t failed)
{
	const int64_t most = delay > RETRY_DELAY_MOST ? delay : RETRY_DELAY_MOST;
	const uint32_t n = failed <= RETRY_DOUBLINGS ? failed : RETRY_DOUBLINGS + 1;
	int64_t grown = delay;

	if (failed == 0)
		return 0;
	/*@
	  loop invariant 1 <= i <= n && n <= 13;
	  loop invariant grown == delay * RetryPower(i);
	  loop invariant 1 <= RetryPower(i) <= 4096;
	  loop invariant 1 <= grown <= 86400 * 4096;
	  loop assigns i, grown;
	  loop variant n - i;
	*/
	for (uint32_t i = 1; i < n; i++)
		grown *= 2;
	return grown < most ? grown : most;
}

int64_t
retry_next(const struct retry_rules *r, int64_t first, uint32_t failed, int64_t now)
{
	const int64_t last = first + r->lifetime;

	if (now >= last)
		return 0; /* OUT_LIFETIME */
	const int64_t next = now + retry_delay(r->delay, failed);
	return next < last ? next : last;
}
