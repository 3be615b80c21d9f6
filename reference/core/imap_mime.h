/* Header fields and MIME parameters as IMAP needs them (RFC 5322, 2045).
 *
 * Lenient: a mailbox shows what was delivered, it judges nothing.  The gate
 * has its own, strict reading. */
#ifndef CORE_IMAP_MIME_H
#define CORE_IMAP_MIME_H

#include "base/span.h"

/* Octets of the header block with its empty line; all of s when there is none. */
size_t imap_header_end(struct span s);

/* The field that starts at *at: raw is the whole of it, folding and CRLF
 * included, name and value are trimmed parts.  Moves *at behind it; false at
 * the end of the block or at the empty line.  A line without a colon is a
 * field with an empty name. */
struct imap_field {
	struct span raw, name, value;
};
bool imap_next_field(struct span header, size_t *at, struct imap_field *f);

/* The value of the first field of this name; .p is NULL when there is none. */
struct span imap_find_field(struct span header, struct span name);

/* The tokens of a structured field, over blanks and comments. */
enum imap_token_kind { TOKEN_END, TOKEN_WORD, TOKEN_QUOTED, TOKEN_SPECIAL };
struct imap_token {
	enum imap_token_kind kind;
	struct span text; /* without the quotes; escapes are left as they are */
};
struct imap_token imap_next_token(struct span value, size_t *at, struct span specials);

/* type "/" subtype of a Content-Type; *at stands at the parameters.  text/plain
 * when it does not parse. */
void imap_media_type(struct span value, size_t *at, struct span *type, struct span *subtype);

/* The next ";" name "=" value; false at the end. */
bool imap_next_parameter(struct span value, size_t *at, struct span *name, struct span *text);

#endif
