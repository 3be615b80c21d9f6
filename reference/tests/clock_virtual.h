/* What unit tests do with the clock that can be moved; programs say it with clock.py. */
#ifndef TESTS_CLOCK_VIRTUAL_H
#define TESTS_CLOCK_VIRTUAL_H

#include <stdint.h>

/* Moves the time of this process and of those it forked after clock_open(); tells nobody. */
void clock_move(int64_t seconds);

/* Sends the command to the store process that serves REFRELAY_CLOCK, and waits for its reply: the
 * time it says, or -1. */
int64_t clock_tell(const char *command);

#endif
