/* What the front process asks of the outbound process: a connection. */
#ifndef SHELL_OUTBOUND_CLIENT_H
#define SHELL_OUTBOUND_CLIENT_H

#include "base/cdefs.h"

#include <uv.h>

struct outbound_client;

/* fd: connected to iroh_upstream, given away; -1: there is no connection. */
typedef void outbound_connected_cb(void *ctx, int fd);

/* fd: our end of the pair, given away.  NULL: no memory. */
struct outbound_client *outbound_client_open(uv_loop_t *loop, int fd) MUST_USE;

/* The outbound process may die with a request: whoever asks has a deadline, and
 * then says forget. */
void outbound_connect(struct outbound_client *o, outbound_connected_cb *cb, void *ctx);
void outbound_forget(struct outbound_client *o, void *ctx);

#endif
