/* Which header fields a signature is over (RFC 6376, 5.4.2): of fields with the
 * same name the last is taken first, and one that is not there is nothing, which
 * a signature can promise as well. */
#ifndef CORE_DKIM_FIELDS_H
#define CORE_DKIM_FIELDS_H

#include "base/span.h"

enum { DKIM_FIELDS_COUNTED = 2048 }; /* fields of a header block, at most */

struct dkim_field {
	struct span name, raw; /* raw: with the last CRLF */
	bool taken;
};

struct dkim_fields {
	struct dkim_field *f;
	size_t n;
};

/* Fills memory with the fields of the header block and says where the body begins.
 * False: no header block, or more fields than cap. */
bool dkim_fields_read(struct span message, struct dkim_field *memory, size_t cap,
    struct dkim_fields *fields, size_t *body);

/* Before a signature: all may be taken but the field at self, the signature's own
 * (fields->n: there is none). */
void dkim_fields_begin(struct dkim_fields *fields, size_t self);

/* The last field of that name that is not taken yet, which is taken then; NULL: none. */
const struct dkim_field *dkim_fields_take(struct dkim_fields *fields, struct span name);

#endif
