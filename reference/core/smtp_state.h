/* The SMTP dialogue as a state machine: every state, every event, the reply and
 * the next state (spec/smtp-submission.fsm and spec/smtp-mx.fsm are the law, this
 * is their transition function, the unit test walks all three).
 *
 * In role SMTP_MX nobody logs in: EHLO inside TLS leads to SMTP_IN_READY, and
 * SMTP_IN_TLS does not exist.
 *
 * A `guard` is what the rest of the core or the shell says about a command that
 * the state allows: SMTP_SILENT when nothing stands against it, else the reply
 * that refuses it (wrong password, malformed path, rate limit ...). */
#ifndef CORE_SMTP_STATE_H
#define CORE_SMTP_STATE_H

#include "reference/core/smtp_reply.h"

enum smtp_role {
	SMTP_SUBMISSION, /* our accounts: 465, 587 */
	SMTP_MX          /* servers of others: 25 */
};

enum smtp_state {
	SMTP_IN_CLOSED,    /* nothing more is read */
	SMTP_IN_CLEAR_NEW, /* connected, no TLS */
	SMTP_IN_CLEAR,     /* EHLO, no TLS */
	SMTP_IN_TLS_NEW,   /* TLS, no EHLO inside it */
	SMTP_IN_TLS,       /* TLS, EHLO */
	SMTP_IN_READY,     /* authenticated, or nobody need be; no transaction */
	SMTP_IN_MAIL,      /* a sender, no recipient */
	SMTP_IN_RCPT,      /* a sender and at least one recipient */
	SMTP_IN_DATA       /* octets of the message */
};

enum smtp_event {
	SMTP_ON_EHLO,
	SMTP_ON_HELO,
	SMTP_ON_STARTTLS,
	SMTP_ON_AUTH,
	SMTP_ON_MAIL,
	SMTP_ON_RCPT,
	SMTP_ON_DATA,
	SMTP_ON_END, /* CRLF.CRLF */
	SMTP_ON_RSET,
	SMTP_ON_NOOP,
	SMTP_ON_VRFY,
	SMTP_ON_EXPN,
	SMTP_ON_HELP,
	SMTP_ON_QUIT,
	SMTP_ON_UNKNOWN,
	SMTP_ON_BAD_LINE,
	SMTP_ON_LONG_LINE,
	SMTP_ON_GIVE_UP /* too many bad commands in a row */
};

/*@
  predicate IsRole(integer role) = role == SMTP_SUBMISSION || role == SMTP_MX;
  predicate IsState(integer s) = SMTP_IN_CLOSED <= s <= SMTP_IN_DATA;
  predicate IsStateOf(integer role, integer s) =
    IsRole(role) && IsState(s) && (role == SMTP_MX ==> s != SMTP_IN_TLS);
  predicate IsEvent(integer e) = SMTP_ON_EHLO <= e <= SMTP_ON_GIVE_UP;
  predicate IsGuard(integer g) = g == 0 || 4000 <= g < 6000;
  predicate Accepted(integer r) = 2000 <= r < 4000;

  predicate Allowed(integer role, integer s, integer e) =
    s != SMTP_IN_CLOSED &&
    (s == SMTP_IN_DATA ==> e == SMTP_ON_END) &&
    (e == SMTP_ON_EHLO || e == SMTP_ON_HELO || e == SMTP_ON_RSET || e == SMTP_ON_NOOP ||
     e == SMTP_ON_VRFY || e == SMTP_ON_HELP || e == SMTP_ON_QUIT ||
     (e == SMTP_ON_STARTTLS && s == SMTP_IN_CLEAR) ||
     (e == SMTP_ON_AUTH && role == SMTP_SUBMISSION && s == SMTP_IN_TLS) ||
     (e == SMTP_ON_MAIL && s == SMTP_IN_READY) ||
     (e == SMTP_ON_RCPT && (s == SMTP_IN_MAIL || s == SMTP_IN_RCPT)) ||
     (e == SMTP_ON_DATA && s == SMTP_IN_RCPT) ||
     (e == SMTP_ON_END && s == SMTP_IN_DATA));

  // Where an accepted event leads.
  logic integer After(integer role, integer s, integer e) =
    e == SMTP_ON_STARTTLS ? SMTP_IN_TLS_NEW :
    e == SMTP_ON_AUTH || e == SMTP_ON_END ? SMTP_IN_READY :
    e == SMTP_ON_MAIL ? SMTP_IN_MAIL :
    e == SMTP_ON_RCPT ? SMTP_IN_RCPT :
    e == SMTP_ON_DATA ? SMTP_IN_DATA :
    e == SMTP_ON_QUIT ? SMTP_IN_CLOSED :
    e == SMTP_ON_EHLO || e == SMTP_ON_HELO ?
      (s == SMTP_IN_CLEAR_NEW ? SMTP_IN_CLEAR :
       s == SMTP_IN_TLS_NEW ? (role == SMTP_MX ? SMTP_IN_READY : SMTP_IN_TLS) :
       s > SMTP_IN_READY ? SMTP_IN_READY : s) :
    e == SMTP_ON_RSET ? (s > SMTP_IN_READY ? SMTP_IN_READY : s) : s;
*/

/* SMTP_SILENT when the state allows the event; else the reply that says why not. */
/*@
  requires IsStateOf(role, s) && IsEvent(e);
  assigns  \nothing;
  ensures  allowed: \result == SMTP_SILENT <==> Allowed(role, s, e);
  ensures  IsGuard(\result);
  ensures  TLS_SMTP_NO_MAIL_CLEAR: e == SMTP_ON_MAIL &&
             (s == SMTP_IN_CLEAR_NEW || s == SMTP_IN_CLEAR) ==> \result == SMTP_NEED_TLS;
  ensures  MX_NO_MAIL_CLEAR: role == SMTP_MX && e == SMTP_ON_MAIL &&
             (s == SMTP_IN_CLEAR_NEW || s == SMTP_IN_CLEAR) ==> \result == SMTP_NEED_TLS;
  ensures  MX_STARTTLS_RESET: e == SMTP_ON_MAIL && s == SMTP_IN_TLS_NEW ==>
             \result == SMTP_HELLO_FIRST;
  ensures  MX_NO_AUTH: role == SMTP_MX && e == SMTP_ON_AUTH && s != SMTP_IN_CLOSED &&
             s != SMTP_IN_DATA ==> \result == SMTP_AUTH_NONE;
  ensures  TLS_SMTP_NO_AUTH_CLEAR: role == SMTP_SUBMISSION && e == SMTP_ON_AUTH &&
             (s == SMTP_IN_CLEAR_NEW || s == SMTP_IN_CLEAR) ==> \result == SMTP_NEED_TLS;
  ensures  SUB_AUTH_REQUIRED: e == SMTP_ON_MAIL && s == SMTP_IN_TLS ==> \result == SMTP_NEED_AUTH;
  ensures  ACC_AUTH_TWICE: role == SMTP_SUBMISSION && e == SMTP_ON_AUTH &&
             SMTP_IN_READY <= s <= SMTP_IN_RCPT ==> \result == SMTP_AUTH_ALREADY;
  ensures  SMTP_UNKNOWN_COMMAND: e == SMTP_ON_UNKNOWN && s != SMTP_IN_CLOSED &&
             s != SMTP_IN_DATA ==> \result == SMTP_UNKNOWN;
  ensures  SMTP_EXPN: e == SMTP_ON_EXPN && s != SMTP_IN_CLOSED && s != SMTP_IN_DATA ==>
             \result == SMTP_EXPN_NO;
  ensures  SMTP_SEQUENCE: (e == SMTP_ON_RCPT && s == SMTP_IN_READY) ||
             (e == SMTP_ON_DATA && (s == SMTP_IN_READY || s == SMTP_IN_MAIL)) ||
             (e == SMTP_ON_MAIL && (s == SMTP_IN_MAIL || s == SMTP_IN_RCPT)) ==>
             \result == SMTP_SEQUENCE_NO;
*/
enum smtp_reply smtp_state_allows(enum smtp_role role, enum smtp_state s, enum smtp_event e);

/* One event.  Returns the reply.  A refusal changes nothing, with two
 * exceptions: a refused message is over all the same (END), and GIVE_UP closes. */
/*@
  requires \valid(s) && IsStateOf(role, *s) && IsEvent(e) && IsGuard(guard);
  assigns  *s;
  ensures  state: IsStateOf(role, *s);
  ensures  accepted: Accepted(\result) <==> Allowed(role, \old(*s), e) && guard == SMTP_SILENT;
  ensures  next: Accepted(\result) ==> *s == After(role, \old(*s), e);
  ensures  refused: !Accepted(\result) && e != SMTP_ON_GIVE_UP && e != SMTP_ON_END ==>
             *s == \old(*s);
  ensures  end: e == SMTP_ON_END && \old(*s) == SMTP_IN_DATA ==> *s == SMTP_IN_READY;
  ensures  no_end: e == SMTP_ON_END && \old(*s) != SMTP_IN_DATA ==> *s == \old(*s);
  ensures  give_up: e == SMTP_ON_GIVE_UP ==> *s == SMTP_IN_CLOSED;
  ensures  why: Allowed(role, \old(*s), e) && guard != SMTP_SILENT ==> \result == guard;
  ensures  2000 <= \result < 6000;
*/
enum smtp_reply smtp_state_step(
    enum smtp_role role, enum smtp_state *s, enum smtp_event e, enum smtp_reply guard);

#endif
