/* What front.c uses of conn.c: the set of all connections and its loop. */
#ifndef SHELL_CONN_HOST_H
#define SHELL_CONN_HOST_H

#include "reference/shell/conn.h"
#include "reference/shell/tls.h"

struct conn_host {
	uv_loop_t *loop;
	SSL_CTX *tls;
	struct front *front;
	uv_prepare_t turn; /* works the ready list off before the loop sleeps */
	struct conn *ready, **ready_last;
	struct conn
	    *later; /* ready in the next round of the loop, which `idle` keeps from waiting */
	uv_idle_t idle;
	struct conn *all;
	size_t n, most;        /* connections now, and at most */
	uint64_t handshake_ms; /* all of it; conn_host_open() sets it */
	bool stopping;
	uint8_t *scratch; /* what a read fills: one read at a time */
	/* The last connection is gone and stopping was asked for. */
	void (*on_empty)(struct conn_host *h);
	void *ctx;
};

/* How a service talks: which dialogue, whether TLS comes first, and which
 * dialogues a client may choose instead by ALPN (ended by NULL; or none). */
struct conn_kind {
	enum service service;
	const struct protocol *protocol;
	bool implicit_tls;
	const struct protocol *const *by_alpn;
};

int conn_host_open(
    struct conn_host *h, uv_loop_t *loop, SSL_CTX *tls, struct front *front, size_t most) MUST_USE;

/* Takes the connection that waits on a listener. */
void conn_accept(struct conn_host *h, uv_stream_t *listener, const struct conn_kind *kind);

/* Ends every connection that is not held, the others as soon as they have their
 * answer, each with the last words of its protocol; then on_empty. */
void conn_host_stop(struct conn_host *h);

void conn_host_close(struct conn_host *h);

#endif
