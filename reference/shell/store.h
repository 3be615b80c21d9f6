/* The store process: owner of the database, blind to the network. */
#ifndef SHELL_STORE_H
#define SHELL_STORE_H

#include "reference/shell/config.h"

/* Opens state/refrelay.db (making it when new), says ready on ready_fd, answers
 * requests on ipc_fd until its other end is gone.  push_fd leads to the outbound
 * process; -1: there is none.  The exit code of the process.  All fds are given
 * away. */
int store_run(const struct config *c, int ipc_fd, int push_fd, int ready_fd);

#endif
