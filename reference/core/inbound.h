/* May a message of another server come in?  Everything that can be said of it
 * without asking anybody: by SMTP or HTTPS alike. */
#ifndef CORE_INBOUND_H
#define CORE_INBOUND_H

#include "base/span.h"

enum { INBOUND_HOPS_MAX = 100 }; /* Received fields; RFC 5321, 6.3 */

enum inbound {
	INBOUND_IF_SIGNED,        /* when the domain of its author has signed it */
	INBOUND_IF_SIGNED_BOUNCE, /* the same; it is a bounce and gets none */
	INBOUND_UNSIGNED,         /* yes: its author has no domain that could sign */
	INBOUND_STRAY,            /* no: a bare CR, a bare LF or a NUL */
	INBOUND_CLEAR,            /* no: it is not encrypted */
	INBOUND_NO_AUTHOR,        /* no: not exactly one From with one address */
	INBOUND_LOOP              /* no: too many servers had it */
};

/* scratch: message.n octets.  The first three: *author is the addr-spec of From, in
 * message. */
enum inbound inbound_check(struct span message, uint8_t *scratch, struct span *author);

#endif
