/* The METADATA value that lets a client use the TURN server. */
#ifndef CORE_TURN_H
#define CORE_TURN_H

#include "base/buf.h"

enum { TURN_MAC_OCTETS = 20, TURN_VALUE_MAX = 320 };

/* Writes host:port:expiry:password.  expiry, seconds since 1970, is the user
 * name at the server (META_TURN_NO_IDENTITY: it says nothing about whose it
 * is); password is mac, HMAC-SHA1 of its decimal digits, in base64. */
void turn_put(struct buf *b, struct span host, uint16_t port, uint64_t expiry,
    const uint8_t mac[TURN_MAC_OCTETS]);

#endif
