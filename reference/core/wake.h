/* When a push notification that failed is tried again.
 *
 * Times are seconds since 1970, because they outlive the process; the clock may
 * be set back, and then no wake-up waits longer than its delay. */
#ifndef CORE_WAKE_H
#define CORE_WAKE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	WAKE_TRIES = 5, /* the first one and those after 8, 64, 512 and 4096 s */
	WAKE_DELAY = 8, /* the base of that */
	WAKE_DELAY_MOST = 4096,
	WAKE_LIFE = 5 * 3600 /* from the first try; later nobody wants to be woken */
};

/*@
  logic integer WakeDelay(integer failed) =
    failed == 1 ? 8 : failed == 2 ? 64 : failed == 3 ? 512 : 4096;
  predicate IsWakeTime(integer t) = 0 <= t <= 0x3fffffffffffffff;
*/

/* Is it too late for a wake-up that was due at first? */
/*@
  requires IsWakeTime(first) && IsWakeTime(now);
  assigns  \nothing;
  ensures  PUSH_RETRY_503: \result <==> now - first > 18000;
*/
bool wake_late(int64_t first, int64_t now);

/* The time of the next try after `failed` of them, at least one; 0: never. */
/*@
  requires IsWakeTime(first) && IsWakeTime(now) && IsWakeTime(now + 4096) && failed >= 1;
  assigns  \nothing;
  ensures  PUSH_RETRY_503: \result != 0 <==>
             failed < 5 && now + WakeDelay(failed) - first <= 18000;
  ensures  delay: \result != 0 ==> \result == now + WakeDelay(failed);
*/
int64_t wake_next(int64_t first, uint32_t failed, int64_t now);

#endif
