/* The key of a plan: what seals its lines and hides its passwords.
 *
 * The key file holds 32 random octets as hexadecimal digits and one line end, and may be read by its
 * owner only.  Two keys are derived from it, one for each use. */
#ifndef ENGINE_SEAL_H
#define ENGINE_SEAL_H

#include "base/arena.h"

enum { SEAL_KEY = 32, SEAL_MAC = 65, SEAL_ID = 17 };

struct seal {
	uint8_t chain[SEAL_KEY], box[SEAL_KEY];
	char id[SEAL_ID]; /* tells keys apart, gives nothing away */
};

/* Makes the file, 0600 and on the disk when this returns; one that is there already is read. */
bool seal_make(struct seal *s, const char *path, char *error, size_t error_size);
bool seal_read(struct seal *s, const char *path, char *error, size_t error_size);

/* HMAC-SHA-256 over the code of the line before and this line, hexadecimal. */
void seal_mac(const struct seal *s, const char *before, struct span line, char out[SEAL_MAC]);
bool seal_mac_eq(const char *a, const char *b);

/* AES-256-GCM with a random nonce; `to` is authenticated too, so that a box cannot be put elsewhere.
 * Hexadecimal text of the arena; NULL: out of memory, or (open) not what was closed. */
char *seal_close(const struct seal *s, struct arena *a, const char *to, const char *secret);
char *seal_open(const struct seal *s, struct arena *a, const char *to, const char *text);

#endif
