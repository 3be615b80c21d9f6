/* What the front process asks of the outbound process: a connection. */
#ifndef SHELL_OUTBOUND_CLIENT_H
#define SHELL_OUTBOUND_CLIENT_H

#include "base/cdefs.h"
#include "base/span.h"

#include <uv.h>

struct outbound_client;

/* fd: connected to iroh_upstream, given away; -1: there is no connection. */
typedef void outbound_connected_cb(void *ctx, int fd);

/* fd: our end of the pair, given away.  NULL: no memory. */
struct outbound_client *outbound_client_open(uv_loop_t *loop, int fd) MUST_USE;

/* The TXT records of a name.  FOUND: each as one string (ipc_get_string), the
 * strings of the record joined; NONE: the name or the type is not there, for
 * sure; LATER: DNS did not say.  The span is valid during the call. */
enum txt_result { TXT_FOUND, TXT_NONE, TXT_LATER };
typedef void outbound_txt_cb(void *ctx, enum txt_result r, struct span strings);
void outbound_txt(struct outbound_client *o, struct span name, outbound_txt_cb *cb, void *ctx);

/* The outbound process may die with a request: whoever asks has a deadline, and
 * then says forget. */
void outbound_connect(struct outbound_client *o, outbound_connected_cb *cb, void *ctx);
void outbound_forget(struct outbound_client *o, void *ctx);

#endif
