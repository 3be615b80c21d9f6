/* The rate limiter's arithmetic: GCRA.  Knows no accounts and no clock. */
#include "reference/core/rate.h"

bool
rate_take(const struct rate_limit *r, uint64_t *tat, uint64_t now)
{
	uint64_t start = *tat > now ? *tat : now;

	//@ assert small: r->interval * r->burst <= 3600000 * 1000000;
	if (start - now > r->interval * r->burst - r->interval) /* SUB_RATE_LIMIT */
		return false;
	*tat = start + r->interval; /* SUB_RATE_RECOVERS: one more each interval */
	return true;
}

size_t
rate_run(const struct rate_limit *r, const uint64_t *now, size_t n)
{
	uint64_t tat = 0;
	size_t passed = 0;

	/*@
	  loop invariant 0 <= i <= n && 0 <= passed <= i;
	  loop invariant passed > 0 ==> tat >= now[0] + passed * r->interval;
	  loop invariant passed > 0 ==> i > 0 && tat <= now[i-1] + r->interval * r->burst;
	  loop invariant passed == 0 ==> tat == 0;
	  loop assigns i, tat, passed;
	  loop variant n - i;
	*/
	for (size_t i = 0; i < n; i++) {
		//@ assert small: r->interval * r->burst <= 3600000 * 1000000;
		//@ assert ordered: now[0] <= now[i] <= now[n-1];
		if (rate_take(r, &tat, now[i]))
			passed++;
	}
	return passed;
}
