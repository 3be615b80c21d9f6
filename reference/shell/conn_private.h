/* The inside of a connection, shared by conn.c (what is said to it) and
 * conn_turn.c (what it does about it). */
#ifndef SHELL_CONN_PRIVATE_H
#define SHELL_CONN_PRIVATE_H

#include "reference/shell/conn_host.h"

enum {
	READ_OCTETS = 64 * 1024,  /* one read from the kernel, one write to TLS */
	INPUT_MOST = 256 * 1024,  /* plaintext that a protocol may leave uneaten */
	UNSENT_MOST = 256 * 1024, /* in the socket's queue; the rest waits here */
	HANDSHAKE_MS = 30 * 1000,
	LINGER_MS = 3 * 1000,      /* after our FIN: time for the peer's */
	FIRST_IDLE_MS = 300 * 1000 /* until the protocol sets its own */
};

enum tls_state { TLS_OFF, TLS_WANTED, TLS_SHAKING, TLS_ON, TLS_BROKEN };

/* A queue of octets: p[at] to p[n - 1] are in it. */
struct octets {
	uint8_t *p;
	size_t at, n, cap;
};

struct conn {
	uv_tcp_t tcp;
	uv_timer_t clock;
	uv_shutdown_t shutdown;
	int handles; /* that libuv still holds */
	struct conn_host *host;
	const struct conn_kind *kind;
	const struct protocol *protocol;
	struct conn *next_ready, *next, **back;
	void *state; /* the protocol's */
	SSL *ssl;
	BIO *from_peer, *to_peer; /* owned by ssl */
	enum tls_state tls;
	struct octets in, out; /* plaintext */
	struct conn_zip *zip;  /* NULL: not compressed */
	uint64_t idle_ms, last_octet;
	size_t unsent; /* as of the last tick of the clock */
	bool opened, held, reading, is_ready;
	bool eof;     /* the peer will send no more */
	bool closing; /* the protocol or a deadline wants the end */
	bool lingers; /* our FIN is queued, the protocol is gone */
	bool fin_sent;
	bool dead; /* nothing more can be sent */
	bool destroyed;
};

bool conn_octets_put(struct octets *o, const uint8_t *p, size_t n) MUST_USE;
void conn_octets_eat(struct octets *o, size_t n);
void conn_octets_drop(struct octets *o);

/* Octets have moved: the idle time starts anew.  Not during a handshake, whose
 * deadline cannot be put off by sending it slowly. */
void conn_moved(struct conn *c);

/* Puts the connection on the list that is worked off before the loop sleeps. */
void conn_make_ready(struct conn *c);

/* The same in the next round of the loop: after what has come for the others. */
void conn_make_ready_later(struct conn *c);

/* Octets that the kernel has not taken yet. */
size_t conn_unsent(const struct conn *c);

void conn_turn_open(struct conn *c); /* a connection begins */
void conn_turn(struct conn *c);      /* everything that can be done now */
void conn_destroy(struct conn *c);

void conn_on_alloc(uv_handle_t *h, size_t hint, uv_buf_t *buf);
void conn_on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf);

#endif
