/* What each process may do: one table, applied once at its start. */
#ifndef SHELL_SANDBOX_H
#define SHELL_SANDBOX_H

#include "base/cdefs.h"

#include <stdbool.h>
#include <sys/types.h>

enum process { PROCESS_PARENT, PROCESS_FRONT, PROCESS_STORE, PROCESS_OUTBOUND, PROCESSES };

struct sandbox_user {
	bool change; /* we are root and become somebody else */
	uid_t uid;
	gid_t gid;
};

/* Whom the processes run as: _refrelay, else nobody, when we are root;
 * ourselves otherwise.  -1: the reason is on stderr. */
int sandbox_user(struct sandbox_user *u) MUST_USE;

/* Gives up what the process does not need.  dir: where it works (the store) or
 * NULL.  -1: the reason is on stderr, the process must end. */
int sandbox_enter(enum process p, const struct sandbox_user *u, const char *dir) MUST_USE;

#endif
