/* The store process: owner of the database and of the keys that mail is signed
 * with, blind to the network. */
#ifndef SHELL_STORE_H
#define SHELL_STORE_H

#include "base/cdefs.h"
#include "reference/shell/config.h"

/* The keys, when the configuration has any: to be read before the process gives up
 * its files.  -1: the reason is on stderr. */
int store_open_keys(const struct config *c) MUST_USE;

/* Opens state/refrelay.db (making it when new), says ready on ready_fd, answers
 * requests on ipc_fd until its other end is gone.  outbound_fd leads to the outbound
 * process; -1: there is none.  The exit code of the process.  All fds are given
 * away. */
int store_run(const struct config *c, int ipc_fd, int outbound_fd, int ready_fd);

#endif
