/* Deciding a SEARCH program about one message. */
#ifndef CORE_IMAP_SEARCH_H
#define CORE_IMAP_SEARCH_H

#include "reference/core/imap_command.h"

struct imap_search_message {
	uint32_t seq, uid, flags;
	uint64_t size;
	int64_t date;              /* INTERNALDATE, seconds since 1970 */
	const struct span *octets; /* NULL: not read yet */
};

enum imap_match { MATCH_NO, MATCH_YES, MATCH_UNKNOWN /* ask again with the octets */ };

enum imap_match imap_search_match(
    const struct imap_command *c, const struct imap_search_message *m);

/* `*` gets its meaning in every set of the program. */
void imap_search_fix(struct imap_command *c, uint32_t last_seq, uint32_t last_uid);

#endif
