/* The encrypted mail of a run: GnuPG makes it, or a file has it. */
#ifndef ENGINE_CIPHERTEXT_H
#define ENGINE_CIPHERTEXT_H

#include "base/arena.h"
#include "conformance/engine/attempt.h"

/* file: NULL, or where the message is kept: read when it is there, written when it is not.  False:
 * *error is one sentence that says what to do. */
bool ciphertext_get(struct arena *a, const char *file, const char *domain, struct pgp_material *out,
    const char **error);

#endif
