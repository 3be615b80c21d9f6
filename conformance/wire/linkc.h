/* One client connection: TCP, on request TLS 1.x over it, and the octets that
 * came and were not taken yet.  Blocking, every wait has a deadline.
 *
 * TLS runs over memory, so that a failed write does not lose what the relay
 * said before it closed, and so that octets in clear behind a TLS start are
 * seen for what they are.  A write that the relay no longer takes is not an
 * error here: the next read tells how the connection ended.
 *
 * Connections belong to their run; attempt_play() closes those still open. */
#ifndef WIRE_LINKC_H
#define WIRE_LINKC_H

#include "conformance/engine/run.h"

#include <openssl/types.h>

enum link_end {
	LINK_OPEN,
	LINK_FIN, /* TCP FIN, with or without close_notify */
	LINK_RST,
	LINK_ALERT,   /* fatal TLS alert; its number is in `alert` */
	LINK_GARBLED, /* octets that are no TLS, or no DEFLATE after COMPRESS */
	LINK_SHUT     /* by us, or never opened */
};

struct linkc {
	struct run *run;
	struct linkc *next;
	enum port port;
	unsigned number; /* 1.. in this attempt */
	int fd;
	bool unwritable; /* the relay takes no more octets */
	enum link_end end;
	int alert;                /* description of the last alert received, -1 none */
	SSL *ssl;                 /* NULL: in clear */
	BIO *in, *out;            /* owned by ssl */
	struct deflatec *deflate; /* NULL: octets are not packed (RFC 4978) */
	uint8_t *p;               /* octets received: p[at..n) are not taken yet */
	size_t at, n, cap;
};

enum link_line { LINE_GOT, LINE_CLOSED, LINE_SILENT, LINE_LONG };

/* Never NULL.  A refused connection is recorded as INCONCLUSIVE(unreachable). */
struct linkc *linkc_open(struct run *r, enum port p);
/* polite: with close_notify; else the socket is dropped. */
void linkc_close(struct linkc *l, bool polite);
void linkc_close_all(struct run *r);

/* All octets as one write, or until the relay stops taking them. */
void linkc_write(struct linkc *l, struct span octets, int64_t deadline);
/* The same without a transcript entry (for octet-wise writes logged as a whole). */
void linkc_write_silent(struct linkc *l, struct span octets, int64_t deadline);
void linkc_log(struct linkc *l, char who, struct span octets);

/* Waits for more input.  False at the deadline (end is LINK_OPEN) or at the end. */
bool linkc_fill(struct linkc *l, int64_t deadline);
/* Takes octets up to and with the next LF.  The line lives until the next call. */
enum link_line linkc_line(struct linkc *l, struct span *line, int64_t deadline);
struct span linkc_pending(const struct linkc *l);
void linkc_take(struct linkc *l, size_t n);

/* Drives a handshake that tlsc_start() prepared.  True when it completed. */
bool linkc_handshake(struct linkc *l, int64_t deadline);

/* "the connection was closed (FIN)", for verdicts. */
struct span linkc_end_text(const struct linkc *l);

#endif
