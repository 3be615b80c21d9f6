/* DEFLATE over one connection (RFC 4978, RFC 1951: raw, without the zlib header).
 * Its memory belongs to the run. */
#ifndef WIRE_DEFLATEC_H
#define WIRE_DEFLATEC_H

#include "conformance/engine/run.h"

struct deflatec;

struct deflatec *deflatec_new(struct run *r);
/* The octets to send for these, ready to be unpacked by the peer at once. */
struct span deflatec_pack(struct deflatec *d, struct span octets);
/* Hands on what comes out; false when it is no DEFLATE. */
bool deflatec_unpack(
    struct deflatec *d, struct span octets, void (*put)(void *ctx, struct span), void *ctx);

#endif
