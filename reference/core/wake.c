/* The schedule of push notifications: how long a proxy that fails is left
 * alone.  Knows no tokens and no clock. */
#include "reference/core/wake.h"

bool
wake_late(int64_t first, int64_t now)
{
	return now - first > WAKE_LIFE;
}

/* PUSH_RETRY_503: 8, 64, 512, 4096 seconds, then never; nothing after five hours. */
int64_t
wake_next(int64_t first, uint32_t failed, int64_t now)
{
	int64_t delay = WAKE_DELAY;

	if (failed >= WAKE_TRIES)
		return 0;
	/*@
	  loop invariant 1 <= i <= failed && failed <= 4;
	  loop invariant delay == WakeDelay(i);
	  loop assigns i, delay;
	  loop variant failed - i;
	*/
	for (uint32_t i = 1; i < failed; i++)
		delay *= WAKE_DELAY;
	return wake_late(first, now + delay) ? 0 : now + delay;
}
