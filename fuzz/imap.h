/* The parts of the IMAP target.  Spans handed over are copies of their exact
 * size, so that the sanitizer sees one octet too many. */
#ifndef FUZZ_IMAP_H
#define FUZZ_IMAP_H

#include "reference/core/imap_command.h"

/* imap.c: a copy on the heap; the caller frees it. */
uint8_t *imap_fuzz_copy(const uint8_t *b, size_t n);

/* imap_command.c: one complete command, its CRLF included. */
void imap_fuzz_command(const uint8_t *b, size_t n);

/* imap_append.c: the head of an APPEND, and a message that follows it. */
void imap_fuzz_append(const uint8_t *b, size_t n);

/* imap_name.c: two strings, as a mailbox name and a pattern of LIST. */
void imap_fuzz_names(struct span name, struct span pattern);

/* imap_search.c: a SEARCH that has been parsed, decided about fixed messages. */
void imap_fuzz_search(struct imap_command *c);

/* imap_message.c: octets as a delivered message. */
void imap_fuzz_message(struct span message);

/* imap_message.c: the items of a FETCH, which has been parsed. */
void imap_fuzz_items(const struct imap_command *c);

#endif
