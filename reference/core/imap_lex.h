/* The words of an IMAP command (RFC 3501, 9).
 *
 * A cursor over one complete command without its CRLF.  Every function that
 * returns bool either eats what it names and says true, or says false; after a
 * false the command is malformed and the cursor means nothing.  Spans point
 * into the command; quoted strings are unescaped where they stand. */
#ifndef CORE_IMAP_LEX_H
#define CORE_IMAP_LEX_H

#include "base/span.h"

struct imap_lex {
	uint8_t *p;
	size_t n, at;
};

bool imap_lex_end(const struct imap_lex *l);

/* The next octet, 0 at the end; nothing is eaten. */
uint8_t imap_lex_peek(const struct imap_lex *l);

/* Exactly this octet. */
bool imap_lex_is(struct imap_lex *l, uint8_t c);

bool imap_lex_tag(struct imap_lex *l, struct span *tag);
bool imap_lex_atom(struct imap_lex *l, struct span *atom);

/* 1*DIGIT below 2^32. */
bool imap_lex_number(struct imap_lex *l, uint32_t *v);

/* quoted / literal */
bool imap_lex_string(struct imap_lex *l, struct span *s);

/* 1*ASTRING-CHAR / string */
bool imap_lex_astring(struct imap_lex *l, struct span *s);

/* 1*list-char / string */
bool imap_lex_pattern(struct imap_lex *l, struct span *s);

/* string / "NIL" */
bool imap_lex_nstring(struct imap_lex *l, struct span *s, bool *nil);

/* "\" atom / atom */
bool imap_lex_flag(struct imap_lex *l, struct span *s);

#endif
