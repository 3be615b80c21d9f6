/* Generic cell rate algorithm: `burst` at once, then one per `interval`. */
#ifndef CORE_RATE_H
#define CORE_RATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rate_limit {
	uint64_t interval; /* milliseconds per message, 1000 for 60 a minute; 1 to 3600000 */
	uint64_t burst;    /* messages that may come back to back: 10; 1 to 1000000 */
};

/*@
  predicate IsLimit(struct rate_limit r) =
    1 <= r.interval <= 3600000 && 1 <= r.burst <= 1000000;
  // Far beyond any clock: 73 million years in milliseconds.
  predicate IsTime(integer t) = 0 <= t <= 0x1fffffffffffffff;
  logic integer Later(integer a, integer b) = a > b ? a : b;
*/

/* tat: theoretical arrival time of this account, in milliseconds, 0 at first.
 * True and tat moved when a message may pass now; false and tat unchanged when not. */
/*@
  requires \valid_read(r) && \valid(tat) && \separated(r, tat);
  requires IsLimit(*r) && IsTime(now) && *tat <= 0x4000000000000000;
  assigns  *tat;
  ensures  SUB_RATE_LIMIT: \result <==>
             Later(\old(*tat), now) + r->interval <= now + r->interval * r->burst;
  ensures  moved: \result ==> *tat == Later(\old(*tat), now) + r->interval;
  ensures  kept: !\result ==> *tat == \old(*tat);
  ensures  SUB_RATE_RECOVERS: \old(*tat) <= now ==> \result;
*/
bool rate_take(const struct rate_limit *r, uint64_t *tat, uint64_t now);

/* One account from the start, asked at times that never go back: what passes in
 * any history is at most the burst plus one per interval. */
/*@
  requires \valid_read(r) && IsLimit(*r) && n <= 0x7fffffff;
  requires \valid_read(now + (0 .. n-1));
  requires n >= 1 && IsTime(now[n-1]);
  requires \forall integer i, j; 0 <= i <= j < n ==> now[i] <= now[j];
  assigns  \nothing;
  ensures  SUB_RATE_LIMIT:
             \result * r->interval <= now[n-1] - now[0] + r->interval * r->burst;
  ensures  \result <= n;
*/
size_t rate_run(const struct rate_limit *r, const uint64_t *now, size_t n);

#endif
