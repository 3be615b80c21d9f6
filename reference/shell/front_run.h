/* The front process: sockets, TLS, sessions; no files once it has started. */
#ifndef SHELL_FRONT_RUN_H
#define SHELL_FRONT_RUN_H

#include "reference/shell/config.h"
#include "reference/shell/sandbox.h"

/* listeners: bound sockets in the order of enum service, -1 for what is off; store_fd: our end of
 * the pair; outbound_fd likewise, -1: there is none.  Reads the key, drops privileges, says ready on ready_fd, runs until SIGTERM, then finishes what was
 * accepted.  The exit code of the process.  All fds are given away. */
int front_run(const struct config *c, const struct sandbox_user *u, const int listeners[SERVICES],
    int store_fd, int outbound_fd, int ready_fd);

#endif
