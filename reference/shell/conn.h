/* One client connection of the front process.
 *
 * conn.c owns the socket, the TLS state and the buffers; a protocol (SMTP,
 * IMAP) owns the dialogue.  A protocol is a table of functions plus its own
 * state; conn.c calls `open` once, `input` whenever octets have come and the
 * connection is not held, `gone` once at the end.  Everything runs in one
 * thread.  A protocol never touches the socket: it says conn_write(),
 * conn_start_tls(), conn_hold(), conn_close(). */
#ifndef SHELL_CONN_H
#define SHELL_CONN_H

#include "base/span.h"

#include <uv.h>

struct conn;
struct front; /* the process: configuration, store client, loop; see front.h */

struct protocol {
	const char *name; /* as in ALPN */
	/* Makes the state; writes the greeting.  `tls` says whether TLS is on. */
	void *(*open)(struct conn *c, struct front *f, bool tls);
	/* Octets came.  Returns how many were eaten; the rest is offered again,
	 * with what follows, after the next arrival or after conn_resume(). */
	size_t (*input)(void *state, struct span in);
	/* The handshake asked for by conn_start_tls() is done.  All plaintext
	 * that was already received has been thrown away by conn.c. */
	void (*tls_on)(void *state);
	/* May be NULL.  Called after every turn that leaves little to be sent: a
	 * protocol that stopped because of conn_queued() goes on. */
	void (*drained)(void *state);
	/* The process ends: last words, once, when the connection is not held.
	 * conn.c sends them and closes. */
	void (*stopping)(void *state);
	/* The connection is over, for whatever reason: free the state. */
	void (*gone)(void *state);
};

extern const struct protocol protocol_smtp; /* submission: smtp_conn.c */
extern const struct protocol protocol_imap; /* imap_conn.c */
extern const struct protocol protocol_http; /* http_conn.c */
extern const struct protocol protocol_mx;   /* smtp_conn.c: port 25 */

/* Queues octets; one write (and one TLS record where it fits) per loop turn.
 * The octets are copied. */
void conn_write(struct conn *c, struct span s);

/* Octets queued that the kernel has not taken: a protocol with much to say
 * stops above a limit of its own and waits for drained(). */
size_t conn_queued(const struct conn *c);

/* A turn follows, and with it drained() if little waits to be sent: for one who
 * has something to say that is not an answer and can wait for a slow peer. */
void conn_wake(struct conn *c);

/* After what is queued has been sent in clear: drop pending input, handshake,
 * then protocol->tls_on(). */
void conn_start_tls(struct conn *c);

/* From here on both directions are DEFLATE streams (RFC 4978): what is written
 * from now on, and what follows the octets that input() eats.  Not before TLS.
 * False: no memory, nothing has changed. */
bool conn_compress(struct conn *c);

/* While held, input() is not called and the socket is not read (backpressure):
 * a protocol holds its connection while it waits for the store. */
void conn_hold(struct conn *c);
void conn_resume(struct conn *c); /* input() is called again from the loop, never from here */

/* Another dialogue goes on with this connection: from the next input() call on
 * everything goes to it, first what its predecessor did not eat.  Neither open()
 * of the new one nor gone() of the old one is called: the caller has made the
 * one state and frees the other.  What was written before is sent before.  For
 * use inside input(). */
void conn_become(struct conn *c, const struct protocol *protocol, void *state);

/* Sends what is queued, close_notify and FIN; then gone(). */
void conn_close(struct conn *c);

/* The idle limit in milliseconds, counted from the last octet in either
 * direction; when it passes, conn.c calls conn_close(). */
void conn_idle_limit(struct conn *c, uint64_t ms);

/* The loop that this connection lives in, for timers. */
uv_loop_t *conn_loop(const struct conn *c);

/* Milliseconds of the monotonic clock, as of this loop turn. */
uint64_t conn_now(const struct conn *c);

#endif
