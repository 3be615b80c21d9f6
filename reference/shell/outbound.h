/* The outbound process: the only one that connects to others, and blind to
 * mailboxes, sessions and files. */
#ifndef SHELL_OUTBOUND_H
#define SHELL_OUTBOUND_H

#include "reference/shell/config.h"
#include "reference/shell/sandbox.h"

/* Is there anything for it to do? */
bool outbound_wanted(const struct config *c);
bool outbound_for_store(const struct config *c); /* push, mail to other domains */
bool outbound_for_front(const struct config *c); /* realtime, DNS for port 25 */

/* Can the files and names that its settings speak of be used?  -1: the reason
 * is on stderr. */
int outbound_check(const struct config *c) MUST_USE;

/* store_fd, front_fd: its ends of two pairs, -1 for one it does not need.
 * Reads what it must, drops privileges, says ready on ready_fd unless that is
 * -1, runs until SIGTERM, which may come at any time.  The exit code of the
 * process; 0 without SIGTERM: something it had read has changed, start it anew. */
int outbound_run(
    const struct config *c, const struct sandbox_user *u, int store_fd, int front_fd, int ready_fd);

#endif
