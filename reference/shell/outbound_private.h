/* The inside of the outbound process. */
#ifndef SHELL_OUTBOUND_PRIVATE_H
#define SHELL_OUTBOUND_PRIVATE_H

#include "reference/shell/config.h"
#include "reference/shell/ipc.h"

#include <netdb.h>
#include <openssl/x509_vfy.h>

/* ---- outbound_push.c: token out, result back ---- */

struct push_sender;

/* The roots of the notification proxy's certificate and the file they are from;
 * NULL with the reason on stderr. */
X509_STORE *push_roots(const struct config *c, char *file, size_t n) MUST_USE;

/* fd: our end of the pair with the store, given away; roots stay the caller's.
 * NULL: no memory. */
struct push_sender *push_sender_open(uv_loop_t *loop, const struct config *c, X509_STORE *roots,
    int fd, ipc_end_cb *on_end, void *ctx) MUST_USE;

/* ---- outbound_connect.c: connected sockets for the front ---- */

struct connector;

/* host:port, looked up; NULL with the reason on stderr. */
struct addrinfo *connector_addresses(const char *upstream) MUST_USE;

struct connector *connector_open(
    uv_loop_t *loop, const struct addrinfo *to, int fd, ipc_end_cb *on_end, void *ctx) MUST_USE;

#endif
