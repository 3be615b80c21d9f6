/* When mail that another server did not take is tried again, and when its sender
 * is told instead (RFC 5321, 4.5.4.1).
 *
 * Times are seconds since 1970, because they outlive the process; the clock may
 * be set back, and then no mail waits longer than its delay. */
#ifndef CORE_RETRY_H
#define CORE_RETRY_H

#include <stdint.h>

enum {
	RETRY_DELAY_MOST = 3600, /* where the delays stop growing, unless the first is longer */
	RETRY_DOUBLINGS = 12     /* 2^12 s is more than that */
};

struct retry_rules {
	int64_t delay;    /* seconds after the first failure; each time twice as long */
	int64_t lifetime; /* seconds from the first try to the last one */
};

// clang-format off
/*@
  predicate IsRetryTime(integer t) = 1 <= t <= 0x3fffffffffffffff;
  predicate RetryRules(struct retry_rules r) =
    1 <= r.delay <= 86400 && 1 <= r.lifetime <= 864000;

  logic integer RetryMin(integer a, integer b) = a < b ? a : b;
  logic integer RetryMax(integer a, integer b) = a > b ? a : b;
  // 2 to the power of failed - 1, as far as it matters.
  logic integer RetryPower(integer failed) =
    failed <= 1 ? 1 : failed == 2 ? 2 : failed == 3 ? 4 : failed == 4 ? 8 : failed == 5 ? 16 :
    failed == 6 ? 32 : failed == 7 ? 64 : failed == 8 ? 128 : failed == 9 ? 256 :
    failed == 10 ? 512 : failed == 11 ? 1024 : failed == 12 ? 2048 : 4096;
  logic integer RetryDelay(integer delay, integer failed) =
    failed == 0 ? 0 : RetryMin(delay * RetryPower(failed), RetryMax(delay, 3600));
*/
// clang-format on

/* The pause after `failed` tries. 0 of them: none. */
/*@
  requires 1 <= delay <= 86400;
  assigns  \nothing;
  ensures  OUT_RETRY: \result == RetryDelay(delay, failed);
  ensures  bound: 0 <= \result <= 86400;
*/
int64_t retry_delay(int64_t delay, uint32_t failed);

/* The time of the next try; 0: never, its time is over.  The last one is when
 * the lifetime ends, so nobody is told earlier than that. */
/*@
  requires \valid_read(r) && RetryRules(*r);
  requires IsRetryTime(first) && IsRetryTime(now);
  assigns  \nothing;
  ensures  OUT_LIFETIME: \result == 0 <==> now >= first + r->lifetime;
  ensures  OUT_RETRY: \result != 0 ==> \result ==
             RetryMin(now + RetryDelay(r->delay, failed), first + r->lifetime);
  ensures  ahead: \result != 0 ==> \result >= now;
*/
int64_t retry_next(const struct retry_rules *r, int64_t first, uint32_t failed, int64_t now);

#endif
