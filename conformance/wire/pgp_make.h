/* Real ciphertext for a run, made with a key pair that nobody keeps. */
#ifndef WIRE_PGP_MAKE_H
#define WIRE_PGP_MAKE_H

#include "base/arena.h"
#include "conformance/engine/attempt.h"

/* GPGME encrypts one text to a fresh key whose home directory is removed afterwards, its agent
 * with it; the user's keyring is not touched.  The material lives in the arena.  False: *error is
 * one sentence that says what to do. */
bool pgp_make(struct arena *a, const char *domain, struct pgp_material *out, const char **error);

#endif
