/* The password of a TURN user: what the TURN server computes as well. */
#ifndef SHELL_TURN_MAC_H
#define SHELL_TURN_MAC_H

#include "base/cdefs.h"
#include "reference/core/turn.h"

/* HMAC-SHA1 of the decimal digits of expiry; -1: OpenSSL has failed. */
int turn_mac(struct span secret, uint64_t expiry, uint8_t mac[TURN_MAC_OCTETS]) MUST_USE;

#endif
