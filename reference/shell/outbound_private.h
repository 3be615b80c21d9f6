/* The inside of the outbound process: who does what with which message. */
#ifndef SHELL_OUTBOUND_PRIVATE_H
#define SHELL_OUTBOUND_PRIVATE_H

#include "reference/shell/config.h"
#include "reference/shell/ipc.h"
#include "reference/shell/outbound_dns.h"

#include <netdb.h>
#include <openssl/ssl.h>

/* ---- outbound_push.c: token out, result back (IPC_PUSH) ---- */

struct push_sender;

/* Is the proxy asked without TLS, as one on loopback may be? */
bool push_is_clear(const struct config *c);

/* roots and store stay the caller's.  NULL: no memory. */
struct push_sender *push_sender_open(
    uv_loop_t *loop, const struct config *c, X509_STORE *roots, struct ipc *store) MUST_USE;
void push_sender_take(struct push_sender *s, const struct ipc_head *h, struct span token);

/* ---- outbound_connect.c: connected sockets for the front (IPC_CONNECT) ---- */

struct connector;

/* host:port, looked up; NULL with the reason on stderr. */
struct addrinfo *connector_addresses(const char *upstream) MUST_USE;

/* to: NULL, then there is never a connection. */
struct connector *connector_open(
    uv_loop_t *loop, const struct addrinfo *to, struct ipc *front) MUST_USE;
void connector_take(struct connector *c, const struct ipc_head *h);

/* ---- outbound_txt.c: records for the front (IPC_TXT) ---- */

void txt_take(struct dns *dns, struct ipc *front, const struct ipc_head *h, struct span name);

/* ---- outbound_mail.c: mail for other domains (IPC_SEND) ---- */

struct mailer;

/* All of these stay the caller's.  NULL: no memory. */
struct mailer *mailer_open(uv_loop_t *loop, const struct config *c, struct dns *dns,
    X509_STORE *roots, SSL_CTX *tls, struct ipc *store) MUST_USE;
/* Takes the fd. */
void mailer_take(struct mailer *r, const struct ipc_head *h, struct span octets, int fd);

#endif
