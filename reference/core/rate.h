/* Generic cell rate algorithm: `burst` at once, then one per `interval`. */
#ifndef CORE_RATE_H
#define CORE_RATE_H

#include <stdbool.h>
#include <stdint.h>

struct rate_limit {
	uint64_t interval;    /* milliseconds per message, 1000 for 60 a minute */
	uint64_t burst;       /* messages that may come back to back: 10 */
};

/* tat: theoretical arrival time of this account, in milliseconds, 0 at first.
 * True and tat moved when a message may pass now; false and tat unchanged when not. */
bool rate_take(const struct rate_limit *r, uint64_t *tat, uint64_t now);

#endif
