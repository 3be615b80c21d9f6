/* Which header fields a body part may carry, and with which values.
 *
 * A part header is delivered as it is, so it must not be able to carry text:
 * every field is one that mailers write, at most once, with a value out of a
 * short list.  Content-ID is an identifier of at most 80 characters, and so is
 * the Message-ID that Delta Chat core 2.57 repeats in the text of a request. */
#ifndef CORE_PART_H
#define CORE_PART_H

#include "base/span.h"

enum part_kind {
	PART_VERSION, /* application/pgp-encrypted */
	PART_ARMOR,   /* application/octet-stream */
	PART_TEXT     /* text/plain: Secure-Join only */
};

/* Does the part's header block keep the law for this kind?  Its body is then
 * in *body. */
bool part_check(struct span part, enum part_kind kind, struct span *body);

/* 7bit or 8bit (RFC 2045, 6.1), in any case. */
bool part_encoding_ok(struct span value);

#endif
