/* The transition function of the SMTP dialogue in both roles.  Knows no octet of the
 * protocol.  RFC 5321 4.1.4 (order of commands), RFC 3207 4.2 (STARTTLS forgets),
 * RFC 4954 4, RFC 6409 4. */
#include "reference/core/smtp_state.h"

/*@
  requires IsState(s) && s != SMTP_IN_CLOSED && s != SMTP_IN_DATA;
  assigns  \nothing;
  ensures  \result == SMTP_SILENT <==> s == SMTP_IN_READY;
  ensures  IsGuard(\result);
  ensures  s == SMTP_IN_CLEAR_NEW || s == SMTP_IN_CLEAR ==> \result == SMTP_NEED_TLS;
  ensures  s == SMTP_IN_TLS_NEW ==> \result == SMTP_HELLO_FIRST;
  ensures  s == SMTP_IN_TLS ==> \result == SMTP_NEED_AUTH;
  ensures  s > SMTP_IN_READY ==> \result == SMTP_SEQUENCE_NO;
*/
static enum smtp_reply
allows_mail(enum smtp_state s)
{
	if (s == SMTP_IN_CLEAR_NEW || s == SMTP_IN_CLEAR)
		return SMTP_NEED_TLS; /* TLS_SMTP_NO_MAIL_CLEAR, MX_NO_MAIL_CLEAR */
	if (s == SMTP_IN_TLS_NEW)
		return SMTP_HELLO_FIRST; /* TLS_SMTP_FORGETS, MX_STARTTLS_RESET */
	if (s == SMTP_IN_TLS)
		return SMTP_NEED_AUTH; /* SUB_AUTH_REQUIRED */
	if (s != SMTP_IN_READY)
		return SMTP_SEQUENCE_NO; /* SMTP_SEQUENCE */
	return SMTP_SILENT;
}

/*@
  requires IsState(s) && s != SMTP_IN_CLOSED && s != SMTP_IN_DATA;
  assigns  \nothing;
  ensures  \result == SMTP_SILENT <==> s == SMTP_IN_TLS;
  ensures  IsGuard(\result);
  ensures  s == SMTP_IN_CLEAR_NEW || s == SMTP_IN_CLEAR ==> \result == SMTP_NEED_TLS;
  ensures  s >= SMTP_IN_READY ==> \result == SMTP_AUTH_ALREADY;
*/
static enum smtp_reply
allows_auth(enum smtp_state s)
{
	if (s == SMTP_IN_CLEAR_NEW || s == SMTP_IN_CLEAR)
		return SMTP_NEED_TLS; /* TLS_SMTP_NO_AUTH_CLEAR */
	if (s == SMTP_IN_TLS_NEW)
		return SMTP_HELLO_FIRST; /* TLS_SMTP_FORGETS */
	if (s != SMTP_IN_TLS)
		return SMTP_AUTH_ALREADY; /* ACC_AUTH_TWICE */
	return SMTP_SILENT;
}

enum smtp_reply
smtp_state_allows(enum smtp_role role, enum smtp_state s, enum smtp_event e)
{
	if (s == SMTP_IN_CLOSED || (s == SMTP_IN_DATA && e != SMTP_ON_END))
		return e == SMTP_ON_GIVE_UP ? SMTP_GIVE_UP : SMTP_SEQUENCE_NO;
	switch (e) {
	case SMTP_ON_EHLO:
	case SMTP_ON_HELO:
	case SMTP_ON_RSET:
	case SMTP_ON_NOOP:
	case SMTP_ON_VRFY:
	case SMTP_ON_HELP:
	case SMTP_ON_QUIT: return SMTP_SILENT;
	case SMTP_ON_STARTTLS:
		if (s > SMTP_IN_CLEAR)
			return SMTP_TLS_ALREADY;
		return s == SMTP_IN_CLEAR ? SMTP_SILENT : SMTP_HELLO_FIRST;
	case SMTP_ON_AUTH:
		return role == SMTP_MX ? SMTP_AUTH_NONE : allows_auth(s); /* MX_NO_AUTH */
	case SMTP_ON_MAIL: return allows_mail(s);
	case SMTP_ON_RCPT: /* SMTP_SEQUENCE */
		return s == SMTP_IN_MAIL || s == SMTP_IN_RCPT ? SMTP_SILENT : SMTP_SEQUENCE_NO;
	case SMTP_ON_DATA: /* SMTP_SEQUENCE */
		return s == SMTP_IN_RCPT ? SMTP_SILENT : SMTP_SEQUENCE_NO;
	case SMTP_ON_END: return s == SMTP_IN_DATA ? SMTP_SILENT : SMTP_SEQUENCE_NO;
	case SMTP_ON_EXPN: return SMTP_EXPN_NO;    /* SMTP_EXPN */
	case SMTP_ON_UNKNOWN: return SMTP_UNKNOWN; /* SMTP_UNKNOWN_COMMAND */
	case SMTP_ON_BAD_LINE: return SMTP_LINE_STRAY;
	case SMTP_ON_LONG_LINE: return SMTP_LINE_TOO_LONG;
	case SMTP_ON_GIVE_UP: return SMTP_GIVE_UP;
	}
	return SMTP_UNKNOWN;
}

/* EHLO and RSET end a transaction; EHLO also opens the session. */
/*@
  requires IsState(s) && s != SMTP_IN_CLOSED && s != SMTP_IN_DATA;
  assigns  \nothing;
  ensures  SMTP_RSET: \result == After(SMTP_SUBMISSION, s, SMTP_ON_RSET);
*/
static enum smtp_state
after_reset(enum smtp_state s)
{
	return s > SMTP_IN_READY ? SMTP_IN_READY : s; /* SMTP_RSET */
}

/*@
  requires IsStateOf(role, s) && s != SMTP_IN_CLOSED && s != SMTP_IN_DATA;
  assigns  \nothing;
  ensures  SMTP_EHLO_RESETS: \result == After(role, s, SMTP_ON_EHLO);
*/
static enum smtp_state
after_hello(enum smtp_role role, enum smtp_state s)
{
	if (s == SMTP_IN_CLEAR_NEW)
		return SMTP_IN_CLEAR;
	if (s == SMTP_IN_TLS_NEW)
		return role == SMTP_MX ? SMTP_IN_READY : SMTP_IN_TLS;
	return s > SMTP_IN_READY ? SMTP_IN_READY : s; /* SMTP_EHLO_RESETS */
}

/*@
  requires \valid(s) && IsStateOf(role, *s) && IsEvent(e) && Allowed(role, *s, e);
  assigns  *s;
  ensures  Accepted(\result) && *s == After(role, \old(*s), e);
*/
static enum smtp_reply
apply(enum smtp_role role, enum smtp_state *s, enum smtp_event e)
{
	switch (e) {
	case SMTP_ON_EHLO: *s = after_hello(role, *s); return SMTP_EHLO_OK;
	case SMTP_ON_HELO: *s = after_hello(role, *s); return SMTP_HELO_OK;
	case SMTP_ON_RSET: *s = after_reset(*s); return SMTP_OK;
	case SMTP_ON_STARTTLS: *s = SMTP_IN_TLS_NEW; return SMTP_TLS_GO; /* TLS_SMTP_FORGETS */
	case SMTP_ON_AUTH: *s = SMTP_IN_READY; return SMTP_AUTH_DONE;
	case SMTP_ON_MAIL: *s = SMTP_IN_MAIL; return SMTP_MAIL_OK;
	case SMTP_ON_RCPT: *s = SMTP_IN_RCPT; return SMTP_RCPT_OK;
	case SMTP_ON_DATA: *s = SMTP_IN_DATA; return SMTP_DATA_GO;
	case SMTP_ON_END: *s = SMTP_IN_READY; return SMTP_STORED; /* SMTP_TWO_TRANSACTIONS */
	case SMTP_ON_QUIT: *s = SMTP_IN_CLOSED; return SMTP_BYE;  /* SMTP_QUIT */
	case SMTP_ON_VRFY: return SMTP_VRFY_MAYBE;                /* SMTP_VRFY */
	case SMTP_ON_HELP: return SMTP_HELP_TEXT;
	case SMTP_ON_NOOP: /* SMTP_NOOP */
	case SMTP_ON_EXPN:
	case SMTP_ON_UNKNOWN:
	case SMTP_ON_BAD_LINE:
	case SMTP_ON_LONG_LINE:
	case SMTP_ON_GIVE_UP: break;
	}
	return SMTP_OK;
}

enum smtp_reply
smtp_state_step(enum smtp_role role, enum smtp_state *s, enum smtp_event e, enum smtp_reply guard)
{
	enum smtp_reply no = smtp_state_allows(role, *s, e);

	if (no == SMTP_SILENT)
		no = guard;
	if (no == SMTP_SILENT)
		return apply(role, s, e);
	if (e == SMTP_ON_GIVE_UP)
		*s = SMTP_IN_CLOSED;
	if (e == SMTP_ON_END && *s == SMTP_IN_DATA)
		*s = SMTP_IN_READY; /* SMTP_TWO_TRANSACTIONS: also after a refused message */
	return no;
}
