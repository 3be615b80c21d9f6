/* The parent process: binds, forks, watches; holds nothing else. */
#ifndef SHELL_PARENT_H
#define SHELL_PARENT_H

#include "reference/shell/config.h"

/* Runs the relay until SIGTERM or SIGINT; the exit code. */
int parent_run(const struct config *c);

/* Can the state directory be made and used?  -1: the reason is on stderr. */
int parent_check_state(const struct config *c) MUST_USE;

#endif
