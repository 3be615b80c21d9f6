/* Errors of people: one line on stderr that says what to do, and exit code 2. */
#ifndef ENGINE_COMPLAIN_H
#define ENGINE_COMPLAIN_H

#include "base/cdefs.h"

/* What a run ends with; the order in which they win is in verdict.h. */
enum exit_code {
	EXIT_CONFORMS = 0,
	EXIT_FAILS = 1,
	EXIT_USAGE = 2,
	EXIT_UNDECIDED = 3,
	EXIT_STALE = 4,
	EXIT_PENDING = 5,
	EXIT_INTERNAL = 70,
	EXIT_INTERRUPTED = 130
};

/* "relayspec: ..." on stderr; returns EXIT_USAGE, so `return complain(...)` reads well. */
int complain(const char *fmt, ...) PRINTF_LIKE(1, 2);

#endif
