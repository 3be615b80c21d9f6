/* The rules of an IMAP session: what is offered and what is allowed when
 * (RFC 3501, 3 and 6.1.1). */
#ifndef CORE_IMAP_SESSION_H
#define CORE_IMAP_SESSION_H

#include "base/buf.h"
#include "reference/core/imap_command.h"
#include "reference/core/imap_name.h"

enum imap_state { IMAP_NOT_AUTHENTICATED, IMAP_AUTHENTICATED, IMAP_SELECTED };

enum imap_permission {
	IMAP_ALLOWED,
	IMAP_WRONG_STATE, /* BAD */
	IMAP_NEEDS_TLS    /* NO [PRIVACYREQUIRED] */
};

enum imap_permission imap_permitted(enum imap_state s, bool tls, enum imap_verb v);

/* "IMAP4rev1 ..."; compress: COMPRESS=DEFLATE may be asked for. */
const char *imap_capabilities(enum imap_state s, bool tls, bool compress);

/* The most octets that one literal, and that a whole command, may have. */
size_t imap_literal_max(enum imap_state s);
size_t imap_command_max(enum imap_state s);

/* The message of SASL PLAIN (RFC 4616): [authzid] NUL authcid NUL passwd, in
 * base64.  memory: at least base64.n octets, for the decoded text.  False: no
 * base64, no such message, or an authzid that is not the authcid. */
bool imap_sasl_plain(struct span base64, uint8_t *memory, struct span *user, struct span *password);

#endif
