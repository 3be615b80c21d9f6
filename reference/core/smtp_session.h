/* One SMTP session, of a client that submits or of another server: octets in,
 * replies and wishes out.
 *
 * The shell feeds what the client sent, in any pieces.  The session eats whole
 * lines and octets of DATA; an incomplete line (less than SMTP_LINE_MAX octets)
 * is left and must be offered again with what follows.  Replies are appended to
 * `out`.  When the session needs the world it stops with a wish:
 *
 *	MAIL FROM:<...>  ->  SMTP_WISH_MAIL   may this sender send now?
 *	shell: smtp_session_answer(s, SMTP_SILENT, out)   yes: 250
 *	       smtp_session_answer(s, SMTP_RATE, out)     no: 450
 *
 * and goes on when it is fed again.  It holds no message and no list of
 * recipients: those are the shell's. */
#ifndef CORE_SMTP_SESSION_H
#define CORE_SMTP_SESSION_H

#include "base/cdefs.h"
#include "reference/core/account.h"
#include "reference/core/smtp_dot.h"
#include "reference/core/smtp_line.h"
#include "reference/core/smtp_path.h"
#include "reference/core/smtp_state.h"

enum { SMTP_BAD_COMMANDS_MAX = 10 }; /* unreadable commands in a row, then 421 */

struct smtp_rules {
	const struct account_rules *account;
	uint64_t size_max; /* octets of a message */
	size_t rcpt_max;   /* recipients of a message */
	enum smtp_role role;
	bool foreign; /* submission: other domains are recipients too */
};

enum smtp_wish_kind {
	SMTP_WISH_NONE,
	SMTP_WISH_STARTTLS, /* then smtp_session_tls_on() */
	SMTP_WISH_LOGIN,    /* address, password, create */
	SMTP_WISH_MAIL,     /* a transaction starts; of an account: rate limit */
	SMTP_WISH_RCPT,     /* address: a recipient as of recipient.h */
	SMTP_WISH_SUBMIT,   /* the message is complete */
	SMTP_WISH_CLOSE     /* after the replies; no answer */
};

struct smtp_wish {
	enum smtp_wish_kind kind;
	struct span address, password; /* valid until the next feed; in memory[] or the session */
	bool create;                   /* the rules allow this login to create the account */
	uint8_t memory[SMTP_LINE_MAX]; /* has held a password: the shell clears it */
};

struct smtp_session {
	const struct smtp_rules *rules;
	enum smtp_state state;
	enum smtp_wish_kind wish; /* the answer that is awaited */
	bool in_auth;             /* the next line is the response to 334 */
	bool dropping;            /* the rest of an over-long line is thrown away */
	bool too_big;             /* the message is above size_max: only its end is sought */
	bool utf8;                /* MAIL had SMTPUTF8 */
	unsigned bad;             /* unreadable commands in a row */
	struct smtp_dot dot;
	size_t rcpts;  /* accepted in this transaction */
	uint64_t text; /* octets of the message so far */
	size_t login_n;
	uint8_t login[SMTP_ADDRESS_MAX]; /* who has logged in, or tries to; SMTP_MX: the sender */
};

/* tls: the connection started in TLS.  Writes the greeting. */
void smtp_session_init(
    struct smtp_session *s, const struct smtp_rules *r, bool tls, struct buf *out);

/* Returns how many octets of `in` were eaten.  Stops at a wish, and when `out`
 * has less than SMTP_REPLY_MAX octets of room or `text` less than two: then it
 * is called again with room.  Octets of the message are appended to `text`
 * (smtp_session_in_text()).  0 without a wish: more input is needed. */
size_t smtp_session_feed(struct smtp_session *s, struct span in, struct buf *out, struct buf *text,
    struct smtp_wish *wish) MUST_USE;

/* The answer to LOGIN, MAIL, RCPT or SUBMIT: SMTP_SILENT grants it, anything
 * else is the reply that refuses. */
void smtp_session_answer(struct smtp_session *s, enum smtp_reply no, struct buf *out);

/* The handshake is done; there is no second greeting. */
void smtp_session_tls_on(struct smtp_session *s);

/* Are octets of a message expected, so that `text` needs room? */
bool smtp_session_in_text(const struct smtp_session *s);

/* Is there a transaction?  If not, message and recipients may be forgotten. */
bool smtp_session_in_mail(const struct smtp_session *s);

/* Who has logged in: lower case. */
struct span smtp_session_login(const struct smtp_session *s);

/* Role SMTP_MX: the path of MAIL as it came; empty: the null path. */
struct span smtp_session_sender(const struct smtp_session *s);

#endif
