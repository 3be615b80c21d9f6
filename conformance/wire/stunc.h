/* STUN messages as octets (RFC 8489) with the attributes that TURN adds (RFC 8656); pure. */
#ifndef WIRE_STUNC_H
#define WIRE_STUNC_H

#include "base/buf.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

enum { STUN_HEAD = 20, STUN_ID = 12, STUN_KEY = 16, STUN_MOST = 1500 };

enum stun_type {
	STUN_BINDING = 0x0001,
	STUN_ALLOCATE = 0x0003,
	STUN_REFRESH = 0x0004,
	STUN_SUCCESS = 0x0100, /* or-ed to a method */
	STUN_ERROR = 0x0110
};

enum stun_attribute {
	STUN_USERNAME = 0x0006,
	STUN_INTEGRITY = 0x0008,
	STUN_ERROR_CODE = 0x0009,
	STUN_LIFETIME = 0x000d,
	STUN_REALM = 0x0014,
	STUN_NONCE = 0x0015,
	STUN_RELAYED_ADDRESS = 0x0016,
	STUN_TRANSPORT = 0x0019,
	STUN_MAPPED_ADDRESS = 0x0020
};

/* Writing; b has STUN_MOST octets of room. */
void stun_begin(struct buf *b, unsigned type, const uint8_t id[STUN_ID]);
void stun_put(struct buf *b, enum stun_attribute type, struct span value);
/* The key of a long-term credential, RFC 8489, 9.2.2. */
bool stun_key(uint8_t key[STUN_KEY], const char *user, struct span realm, const char *password);
/* The last attribute; false: OpenSSL cannot. */
bool stun_sign(struct buf *b, const uint8_t key[STUN_KEY]);

/* Reading.  Is it one whole message that answers this transaction?  -1 or its type. */
int stun_answer(struct span m, const uint8_t id[STUN_ID]);
/* The first attribute of this type; n = 0 when absent. */
struct span stun_get(struct span m, enum stun_attribute type);
int stun_error(struct span m); /* 401; 0: none */
/* Signed with this key, by an attribute in its right place? */
bool stun_is_signed(struct span m, const uint8_t key[STUN_KEY]);
/* The port in an address attribute, unmasked; 0: it is no address. */
unsigned stun_port(struct span value);

#endif
