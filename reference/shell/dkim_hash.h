/* SHA-256 over canonical forms: what DKIM signs. */
#ifndef SHELL_DKIM_HASH_H
#define SHELL_DKIM_HASH_H

#include "base/cdefs.h"
#include "reference/core/dkim_fields.h"
#include "reference/core/dkim_signature.h"

/* False: no memory. */
bool dkim_hash_body(struct span body, enum dkim_canon form, uint8_t digest[DKIM_SHA256]) MUST_USE;

/* The fields that `names` lists, then own, which is the signature's own field
 * without its CRLF, with the octets of hole (a part of own) left out.
 * dkim_fields_begin() has been called.  False: no memory. */
bool dkim_hash_fields(struct dkim_fields *fields, struct span names, enum dkim_canon form,
    struct span own, struct span hole, uint8_t digest[DKIM_SHA256]) MUST_USE;

#endif
