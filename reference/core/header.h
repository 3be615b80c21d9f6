/* Walking a header block field by field (RFC 5322, 2.2 and 3.6.8).
 *
 * Strict: a name is printable ASCII with the colon directly behind it, lines end
 * with CRLF, a folded line starts with SP or HT and belongs to a field, and no
 * field holds NUL, a bare CR or a bare LF.  Values may hold UTF-8. */
#ifndef CORE_HEADER_H
#define CORE_HEADER_H

#include "base/span.h"

struct header_field {
	struct span name;  /* without the colon */
	struct span value; /* behind the colon, folds inside, without the last CRLF */
	struct span raw;   /* all of it, with the last CRLF */
};

enum header {
	HEADER_FIELD, /* *f is filled in, *at is behind it */
	HEADER_END,   /* the empty line; *at is behind it */
	HEADER_BAD    /* neither: not a header block; *at has not moved */
};

/* What is at *at.  Start with *at = 0. */
enum header header_next(struct span s, size_t *at, struct header_field *f);

/* Compared without case. */
bool header_is(const struct header_field *f, const char *name);

#endif
