/* The operator's hook: a command that does to the relay what only he can do, in words
 * that relayspec(1) fixes.  `--hook COMMAND`; /bin/sh runs it with a verb appended.
 * Nothing is told of it to the relay, and it is run for nothing but these verbs. */
#ifndef ENGINE_HOOK_H
#define ENGINE_HOOK_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

enum { HOOK_SECONDS = 60, HOOK_WHY = 300 };

struct hook {
	const char *command;
	unsigned lends; /* what it says it can do, enum need */
};

/* Asks it what it can do; false with one line in `error` when it does not say. */
bool hook_open(struct hook *h, const char *command, char *error, size_t error_size);

/* One verb, with its argument behind a blank.  `input` is what it reads; what it prints goes to
 * `out`, up to its capacity.  False when it fails, or takes longer than wait_us: `why` says so in
 * its own last words, which may be there after a success, too; it ends with a NUL. */
bool hook_run(const char *command, const char *verb, struct span input, int64_t wait_us,
    struct buf *out, char why[HOOK_WHY]);

#endif
