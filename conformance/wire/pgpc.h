/* OpenPGP framing as the judge reads it: packet headers, lengths, armor.  RFC
 * 9580, 4.2 (packets), 6 (armor).  Nothing is decrypted. */
#ifndef WIRE_PGPC_H
#define WIRE_PGPC_H

#include "base/arena.h"

enum { PGPC_PKESK = 1, PGPC_SKESK = 3, PGPC_SEIPD = 18 };

struct pgpc_packet {
	unsigned tag;
	bool old_format;
	bool indeterminate; /* old format, length type 3 */
	bool partial;       /* the body came in chunks */
	size_t first_chunk; /* octets of the first chunk when partial */
	struct span whole;  /* header and body */
	struct span body;   /* the body in one piece; when partial: the chunks with the length
	                            octets between them, see pgpc_body_octet() */
	size_t body_n;      /* octets of the body proper, length octets not counted */
};

/* The packet at *at; moves *at behind it.  False: no complete packet there. */
bool pgpc_next(struct span s, size_t *at, struct pgpc_packet *p);

/* Copies at most n octets of the body proper; how many. */
size_t pgpc_body(const struct pgpc_packet *p, uint8_t *out, size_t n);

/* The strict grammar of an encrypted message: one or more session-key packets (PKESK v3, v6; SKESK
 * v4, v5, v6; whole lengths), then one SEIPD v1 or v2 that ends the octets. */
bool pgpc_is_encrypted(const uint8_t *p, size_t n);

/* Armor of 64 columns and CRLF line ends, no headers. */
struct span pgpc_armor(struct arena *a, struct span packets, bool crc);

/* Text that is exactly one armored message: BEGIN, no header lines, perhaps an empty line, base64 lines of
 * at most 76 columns, perhaps a CRC line, END, line ends only behind it.  Decodes to memory of
 * the arena. */
bool pgpc_unarmor(struct arena *a, struct span text, struct span *packets);

#endif
