/* Names of mailboxes: modified UTF-7 (RFC 3501, 5.1.3), levels parted by "/",
 * the special uses of some (RFC 6154), and the patterns of LIST. */
#ifndef CORE_IMAP_NAME_H
#define CORE_IMAP_NAME_H

#include "base/buf.h"

enum { IMAP_NAME_MAX = 255 /* octets */ };

/* Printable ASCII in modified UTF-7 as it has to be written: one name, one spelling. */
bool imap_utf7_good(struct span s);

/* The one spelling under which a mailbox is kept: INBOX, also as the first level,
 * in upper case, no "/" at the end.  out: room for IMAP_NAME_MAX octets.  False:
 * that is no name here. */
bool imap_name(struct span s, struct buf *out);

/* INBOX in any case (RFC 3501, 5.1). */
bool imap_is_inbox(struct span mailbox);

/* "\\Sent" and the like; NULL for an ordinary name. */
const char *imap_special_use(struct span name);

/* Is `name` below `above`, at any depth? */
bool imap_name_below(struct span name, struct span above);

/* Does LIST with this reference and pattern name this mailbox? */
bool imap_list_matches(struct span reference, struct span pattern, struct span mailbox);

#endif
