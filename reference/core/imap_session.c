/* Session rules of the IMAP server: states, capabilities, limits.
 * Sources: RFC 3501 sections 3 and 6; RFC 4978, RFC 5161; RFC 4616; RFC 4648 section 4. */
#include "reference/core/imap_session.h"
#include "reference/core/base64.h"
#include "reference/core/sasl_plain.h"

#include <string.h>

/* The states in which a verb may come. */
enum { IN_1 = 1, IN_2 = 2, IN_3 = 4, IN_ANY = 7, IN_AUTH = 6 };

static uint32_t
states_of(enum imap_verb v)
{
	switch (v) {
	case VERB_NONE: return 0;
	case VERB_CAPABILITY:
	case VERB_NOOP:
	case VERB_LOGOUT:
	case VERB_ID: return IN_ANY;
	case VERB_STARTTLS:
	case VERB_AUTHENTICATE:
	case VERB_LOGIN: return IN_1;
	/* IMAP_BEFORE_LOGIN, META_BEFORE_LOGIN: nothing about mailboxes before somebody has logged in. */
	case VERB_SELECT:
	case VERB_EXAMINE:
	case VERB_CREATE:
	case VERB_DELETE:
	case VERB_RENAME:
	case VERB_SUBSCRIBE:
	case VERB_UNSUBSCRIBE:
	case VERB_LIST:
	case VERB_LSUB:
	case VERB_STATUS:
	case VERB_APPEND:
	case VERB_NAMESPACE:
	case VERB_ENABLE:
	case VERB_COMPRESS:
	case VERB_IDLE:
	case VERB_GETQUOTAROOT:
	case VERB_GETQUOTA:
	case VERB_SETQUOTA:
	case VERB_GETMETADATA:
	case VERB_SETMETADATA: return IN_AUTH;
	/* IMAP_BEFORE_SELECT: nothing about messages before a mailbox is open. */
	case VERB_CHECK:
	case VERB_CLOSE:
	case VERB_UNSELECT:
	case VERB_EXPUNGE:
	case VERB_SEARCH:
	case VERB_FETCH:
	case VERB_STORE:
	case VERB_COPY:
	case VERB_MOVE: return IN_3;
	}
	return 0;
}

enum imap_permission
imap_permitted(enum imap_state s, bool tls, enum imap_verb v)
{
	uint32_t in = s == IMAP_NOT_AUTHENTICATED ? IN_1 : s == IMAP_AUTHENTICATED ? IN_2 : IN_3;

	if (!(states_of(v) & in))
		return IMAP_WRONG_STATE;
	if (v == VERB_STARTTLS && tls)
		return IMAP_WRONG_STATE;
	/* TLS_IMAP_NO_LOGIN_CLEAR: a right password is refused in clear like a wrong one. */
	if ((v == VERB_LOGIN || v == VERB_AUTHENTICATE) && !tls)
		return IMAP_NEEDS_TLS;
	return IMAP_ALLOWED;
}

#define LOGGED_IN                                                                                  \
	"IMAP4rev1 LITERAL+ ID IDLE ENABLE UIDPLUS UNSELECT MOVE ESEARCH SPECIAL-USE QUOTA "       \
	"METADATA NAMESPACE XDELTAPUSH XCHATMAIL"

/* IMAP_CAPABILITY, IMAP_CHATMAIL_CAPABILITY, TLS_IMAP_LOGINDISABLED: only what works is offered. */
const char *
imap_capabilities(enum imap_state s, bool tls, bool compress)
{
	if (s != IMAP_NOT_AUTHENTICATED)
		return compress ? LOGGED_IN " COMPRESS=DEFLATE" : LOGGED_IN;
	if (tls)
		return "IMAP4rev1 SASL-IR LITERAL+ ID IDLE AUTH=PLAIN XDELTAPUSH XCHATMAIL";
	return "IMAP4rev1 LITERAL+ ID IDLE STARTTLS LOGINDISABLED";
}

/* IMAP_LITERAL_HUGE: a stranger may announce no more than a name or a password needs. */
size_t
imap_literal_max(enum imap_state s)
{
	return s == IMAP_NOT_AUTHENTICATED ? 256 : 8192;
}

size_t
imap_command_max(enum imap_state s)
{
	return s == IMAP_NOT_AUTHENTICATED ? 2048 : 65536;
}

bool
imap_sasl_plain(struct span base64, uint8_t *memory, struct span *user, struct span *password)
{
	size_t n, first, second;

	if (base64.n == 0)
		return false;
	memcpy(memory, base64.p, base64.n);
	n = base64_decode(memory, base64.n);
	if (n == 0 || !sasl_plain_scan(memory, n, &first, &second))
		return false;
	*user = SPAN_OF(memory + first + 1, second - first - 1);
	*password = SPAN_OF(memory + second + 1, n - second - 1);
	return first == 0 || span_eq(SPAN_OF(memory, first), *user);
}
