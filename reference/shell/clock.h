/* The time of day.  Everything that dates, expires or signs asks here; only what
 * measures durations (timers, rates) has the monotonic clock.
 *
 * clock.c is the system's.  refrelay-clock, a program for tests, is linked with
 * reference/tests/clock_virtual.c instead, where the time can be moved. */
#ifndef SHELL_CLOCK_H
#define SHELL_CLOCK_H

#include "base/cdefs.h"

#include <stdint.h>
#include <uv.h>

/* Before the processes part.  -1 with the reason on stderr. */
int clock_open(void) MUST_USE;

int64_t clock_now(void); /* seconds since 1970 */

/* In the store process: `moved` is called when the time has been moved; what is due then is to
 * be done, and clock_settled() said when it is done and committed. */
int clock_watch(uv_loop_t *loop, void (*moved)(void *), void *ctx) MUST_USE;
void clock_settled(void);

#endif
