/* The one message that may pass in clear: a legacy Secure-Join request
 * (spec/securejoin.rec), the first step of a contact when no key is known. */
#ifndef CORE_SECUREJOIN_H
#define CORE_SECUREJOIN_H

#include "base/span.h"

/* step: the value of the single Secure-Join field, folds and spaces inside.
 * type: the value of the single top-level Content-Type field.
 * body: everything behind the header block. */
bool securejoin_is_request(struct span step, struct span type, struct span body);

#endif
