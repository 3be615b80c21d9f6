/* Public keys of key records: is a hash signed by one? */
#ifndef SHELL_DKIM_PUBLIC_H
#define SHELL_DKIM_PUBLIC_H

#include "base/cdefs.h"
#include "reference/core/dkim_signature.h"

/* One TXT record at the name of s.  False also for a record that is none, that is
 * not for this algorithm or purpose, and for a key that is too weak or too large. */
bool dkim_public_verify(
    struct span record, const struct dkim_signature *s, const uint8_t digest[DKIM_SHA256]) MUST_USE;

#endif
