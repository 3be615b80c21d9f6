/* The layer between TLS and a protocol that asked for it: octets of both
 * directions as one raw DEFLATE stream each (RFC 1951), used by conn*.c.
 *
 * A few octets may mean very many.  So what has come stays packed until there is
 * room for more plaintext, one connection unpacks no more than UNPACK_MOST before
 * the others have had their turn, and who sends nothing but such octets is cut off. */
#ifndef SHELL_CONN_ZIP_H
#define SHELL_CONN_ZIP_H

#include "reference/shell/conn_private.h"

/* The sink of what has been packed; false: it can take no more, ever. */
typedef bool conn_zip_sink(struct conn *c, uint8_t *p, size_t n);

/* NULL: no memory.  What waits in c->out goes out as it is. */
struct conn_zip *conn_zip_open(struct conn *c) MUST_USE;
void conn_zip_close(struct conn_zip *z);

/* Octets from TLS, to be unpacked: where they go, and whether there is room. */
struct octets *conn_zip_input(struct conn_zip *z);

/* Unpacks into c->in as far as there is room.  False: that is no DEFLATE, its
 * end, or a bomb. */
bool conn_zip_unpack(struct conn *c) MUST_USE;

/* A new turn of the connection begins. */
void conn_zip_turn(struct conn_zip *z);

/* Something can be unpacked that was put off to the next turn. */
bool conn_zip_waits(const struct conn *c);

/* Packs the first n octets of c->out, or fewer, for the sink; `last`: nothing else
 * waits, so all of it must reach the peer now.  Returns how many, 0 on failure. */
size_t conn_zip_pack(struct conn *c, size_t n, bool last, conn_zip_sink *sink) MUST_USE;

#endif
