/* TLS as the services offer it: no early data, version 1.3 only; for the web 1.2 too. */
#ifndef SHELL_TLS_H
#define SHELL_TLS_H

#include "reference/shell/config.h"

#include <openssl/ssl.h>

/* From tls_certificate and tls_key, or with a certificate made now when the
 * configuration is a demo.  NULL: the reason is on stderr. */
SSL_CTX *tls_open(const struct config *c) MUST_USE;

/* The server side of one connection, over memory BIOs.  NULL: no memory. */
SSL *tls_session(SSL_CTX *ctx, enum service s) MUST_USE;

#endif
