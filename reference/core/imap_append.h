/* APPEND up to its message: the part of the command that comes before the
 * literal, and what the literal may hold (RFC 3501, 6.3.11 and 9). */
#ifndef CORE_IMAP_APPEND_H
#define CORE_IMAP_APPEND_H

#include "reference/core/imap_lex.h"

struct imap_append {
	struct span mailbox; /* as written */
	uint32_t flags;      /* enum imap_flag */
	bool dated;
	int64_t date; /* seconds since 1970, UTC */
};

enum imap_append_parse {
	APPEND_MESSAGE, /* the literal that was announced is the message */
	APPEND_NAME,    /* it is the name of the mailbox; more follows */
	APPEND_MALFORMED
};

/* text: the command from its tag to the CRLF behind an announced literal;
 * unescaped in place. */
enum imap_append_parse imap_append_parse(uint8_t *text, size_t n, struct imap_append *a);

/* No NUL, and CR and LF only as CRLF: what submission takes. */
bool imap_append_lines_good(struct span message);

#endif
