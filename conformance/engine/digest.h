/* SHA-256 as lower-case hexadecimal digits. */
#ifndef ENGINE_DIGEST_H
#define ENGINE_DIGEST_H

#include "base/span.h"

struct digest;

struct digest *digest_begin(void);
void digest_add(struct digest *d, struct span octets);
void digest_end(struct digest *d, char hex[65]); /* d is gone afterwards */

/* Of a whole file; "" when it cannot be read. */
void digest_file(const char *path, char hex[65]);

#endif
