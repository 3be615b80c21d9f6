/* SMTP as a case speaks it: the client half of a submission session.  Part of case.h. */
#ifndef CONFORMANCE_CASE_SMTP_H
#define CONFORMANCE_CASE_SMTP_H

#include "base/cdefs.h"
#include "base/span.h"
#include "conformance/case_port.h"

struct run;
struct account;

struct smtpc;

struct smtpc *smtpc_connect(struct run *r, enum port p); /* TCP, TLS on 465 and 443, 220: need */
struct smtpc *smtpc_ready(struct run *r, enum port p); /* ... EHLO, on 587 STARTTLS + EHLO: need */
struct smtpc *smtpc_login(
    struct run *r, const struct account *a); /* 465, ready, AUTH PLAIN: need */
/* EHLO, then STARTTLS with these octets behind it in one write, and its 220: need. */
struct smtpc *smtpc_starttls_behind(struct run *r, enum port p, const char *behind);
void smtpc_starttls(struct smtpc *c);      /* STARTTLS, 220, handshake: need */
void smtpc_handshake(struct smtpc *c);     /* only the TLS handshake: need */
bool smtpc_handshake_try(struct smtpc *c); /* false: the relay hung up, where that conforms */
void smtpc_send(struct smtpc *c, const char *fmt, ...) PRINTF_LIKE(2, 3); /* adds CRLF */
void smtpc_raw(struct smtpc *c, struct span octets);      /* as they are, one write */
void smtpc_raw_each(struct smtpc *c, struct span octets); /* one TLS record per octet */
void smtpc_text(struct smtpc *c, struct span message);    /* dot-stuffed, then CRLF . CRLF */
void smtpc_cut(struct smtpc *c); /* closes TCP without TLS close_notify or QUIT */
/* The base64 text of AUTH PLAIN and AUTHENTICATE PLAIN: NUL address NUL password. */
const char *sasl_plain(struct run *r, const char *address, const char *password);

/* Reads one reply.  `want` is a list of codes and classes, first one the normal
 * answer: "250", "5xx", "523", "501 535 5xx", and "close" where closing conforms (FIN, RST, TLS
 * alert, or 421).  A throttling answer (4.7.x, "too many") where another was wanted is
 * INCONCLUSIVE(throttled) in need_reply, the submit calls and expect_refused/accepted; in
 * expect_reply it fails: there the limit itself may be on trial.  The judge says EHLO
 * relayspec.invalid. */
void need_reply(struct smtpc *c, const char *want);
void expect_reply(struct smtpc *c, const char *want);
int smtpc_code(const struct smtpc *c);          /* of the last reply; 0 when closed or none */
struct span smtpc_reply(const struct smtpc *c); /* its lines joined by LF, codes included */
bool smtpc_offers(const struct smtpc *c, const char *keyword, const char *argument_or_null);
void expect_alive(struct smtpc *c);  /* NOOP gets 250: the connection is usable */
void expect_closed(struct smtpc *c); /* FIN, RST or alert, and no reply before it */

/* MAIL, RCPT for each, DATA, message; returns after the final reply has been read with
 * need/expect `want`.  The `need` form is for preparation. */
void need_submit(struct smtpc *c, const char *from, const char *to, struct span message);
void expect_submit(struct smtpc *c, const char *from, const char *to, struct span message,
    const char *want); /* `to` may hold several addresses, separated by one space */

/* On a session of its own on 465, ready but not logged in: one line and its reply. */
struct smtpc *expect_line(struct run *r, struct span line, const char *want);
/* ... octets, their first reply, then QUIT unless the relay closed, and the second reply: that to
 * QUIT when it took the octets for one line, that to their second line when it took them for two. */
void expect_replies(struct run *r, struct span octets, const char *first, const char *second);
/* ... AUTH PLAIN. */
void expect_auth(struct run *r, const char *address, const char *password, const char *want);
/* The limit behind SIZE in the last EHLO reply (RFC 1870, 4); 0 when there is none. */
uint64_t smtpc_size_limit(const struct smtpc *c);
/* Messages of `from` to itself until one gets 4xx, at most `most`; how many were accepted. */
unsigned smtpc_flood(struct smtpc *c, const char *from, unsigned most);

/* The text of a message, `end`, and in the same write a whole transaction for `inner` and QUIT: an end
 * that is none gets one reply, `want`, and then that to QUIT; a true one those to the transaction. */
enum { FALSE_ENDINGS = 24 };
void smtpc_smuggle(struct smtpc *c, const char *from, const char *to, struct span end,
    struct span inner, const char *want);
/* ... with false end `i`: nothing behind it is run.  True: the relay took all of it for one message,
 * and `inner` arrives in it. */
bool expect_not_smuggled(
    struct smtpc *c, size_t i, const char *from, const char *to, struct span inner);

/* A transaction in which every stage may be the one that refuses: MAIL, RCPT, DATA and the text are
 * offered while the replies are 250 and 354; the last reply is expected to be `want`. */
void expect_offer(
    struct smtpc *c, const char *from, const char *to, struct span message, const char *want);

#endif
