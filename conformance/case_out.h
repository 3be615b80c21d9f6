/* What cases about outgoing mail share: later mail as the proof that earlier mail was not sent, and
 * what comes back to the sender.  Part of case.h; needs NEED_MAIL and NEED_SINK. */
#ifndef CONFORMANCE_CASE_OUT_H
#define CONFORMANCE_CASE_OUT_H

#include "base/span.h"

struct run;
struct sink;
struct sink_how;
struct imapc;

/* A sink that is the MX of the attempt's domain, and a message of account(r, 0) on its way there. */
struct sink *need_sent_to(struct run *r, struct sink_how how);

/* account(r, 0) sends a further message, to a domain beneath the attempt's with a good sink, and it
 * has arrived there (need).  Slow: one that is put off once and arrives with the second attempt, so
 * that what else waits for one has had its turn, and then another. */
void need_sent_fence(struct run *r);
void need_slow_fence(struct run *r);
/* Somebody called at this sink and has gone, later mail has arrived elsewhere, and no MAIL command
 * came here, in TLS or in clear. */
void expect_not_given(struct run *r, struct sink *s);

/* A delivery report that names this address comes to the mailbox (of the sender, selected). */
struct span expect_returned(struct run *r, struct imapc *box, const char *to);
/* account(r, 0) sends to this address and is refused at RCPT or at the end of the message, or gets a
 * delivery report; how long the report took after the message was accepted, 0 when refused. */
int64_t expect_refused_or_returned(struct run *r, const char *to);

#endif
