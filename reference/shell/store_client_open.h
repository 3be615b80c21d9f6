/* Making the store client; protocols need only store_client.h. */
#ifndef SHELL_STORE_CLIENT_OPEN_H
#define SHELL_STORE_CLIENT_OPEN_H

#include "base/cdefs.h"
#include "reference/shell/store_client.h"

#include <uv.h>

/* The store process is gone; every pending callback has been called. */
typedef void store_client_end_cb(void *ctx);

/* fd: our end of the pair, given away.  NULL: no memory. */
struct store_client *store_client_open(
    uv_loop_t *loop, int fd, store_client_end_cb *on_end, void *ctx) MUST_USE;

/* After on_end, when the loop has closed the handle. */
void store_client_free(struct store_client *s);

/* Nothing is being asked or waiting to be sent. */
bool store_client_idle(const struct store_client *s);

#endif
