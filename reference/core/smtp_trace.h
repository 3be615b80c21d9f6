/* The theorem about whole dialogues: what must have been said and accepted
 * before a command can be accepted.  smtp_state_step() from the start, many times. */
#ifndef CORE_SMTP_TRACE_H
#define CORE_SMTP_TRACE_H

#include "reference/core/smtp_state.h"

/* A whole dialogue.  This contract speaks of what was said and answered only:
 * whatever a client sends, and whatever the guards say. */
/*@
  predicate Did{L}(enum smtp_event *e, enum smtp_reply *r, integer k, integer what) =
    e[k] == what && Accepted(r[k]);
  predicate DidHello{L}(enum smtp_event *e, enum smtp_reply *r, integer k) =
    Did(e, r, k, SMTP_ON_EHLO) || Did(e, r, k, SMTP_ON_HELO);
  predicate Forgot{L}(enum smtp_event *e, enum smtp_reply *r, integer k) =
    DidHello(e, r, k) || Did(e, r, k, SMTP_ON_RSET) || Did(e, r, k, SMTP_ON_STARTTLS) ||
    Did(e, r, k, SMTP_ON_END);
  predicate NoTlsIn{L}(enum smtp_event *e, enum smtp_reply *r, integer a, integer b) =
    \forall integer j; a < j < b ==> !Did(e, r, j, SMTP_ON_STARTTLS);
  predicate KeptIn{L}(enum smtp_event *e, enum smtp_reply *r, integer a, integer b) =
    \forall integer j; a < j < b ==> !Forgot(e, r, j);

  // What stands before k: EHLO and AUTH inside TLS; EHLO inside TLS; MAIL and RCPT of one
  // transaction; the DATA that was not forgotten.
  predicate AfterLogin{L}(enum smtp_event *e, enum smtp_reply *r, integer k) =
    \exists integer h, a; 0 <= h < a < k && DidHello(e, r, h) &&
      Did(e, r, a, SMTP_ON_AUTH) && NoTlsIn(e, r, h, k);
  predicate AfterHello{L}(enum smtp_event *e, enum smtp_reply *r, integer k) =
    \exists integer h; 0 <= h < k && DidHello(e, r, h) && NoTlsIn(e, r, h, k);
  predicate AfterRcpt{L}(enum smtp_event *e, enum smtp_reply *r, integer k) =
    \exists integer m, t; 0 <= m < t < k && Did(e, r, m, SMTP_ON_MAIL) &&
      Did(e, r, t, SMTP_ON_RCPT) && KeptIn(e, r, m, k);
  predicate AfterData{L}(enum smtp_event *e, enum smtp_reply *r, integer k) =
    \exists integer d; 0 <= d < k && Did(e, r, d, SMTP_ON_DATA) && KeptIn(e, r, d, k);

  predicate Same{L1,L2}(enum smtp_event *e, enum smtp_reply *r, integer n) =
    \forall integer j; 0 <= j < n ==>
      \at(e[j],L1) == \at(e[j],L2) && \at(r[j],L1) == \at(r[j],L2);
  lemma did_stays{L1,L2}: \forall enum smtp_event *e, enum smtp_reply *r, integer k, w, n;
    Same{L1,L2}(e, r, n) && 0 <= k < n ==> (Did{L1}(e, r, k, w) <==> Did{L2}(e, r, k, w));
  lemma no_tls_stays{L1,L2}: \forall enum smtp_event *e, enum smtp_reply *r, integer h, k, n;
    Same{L1,L2}(e, r, n) && 0 <= h < k <= n && NoTlsIn{L1}(e, r, h, k) ==> NoTlsIn{L2}(e, r, h, k);
  lemma kept_stays{L1,L2}: \forall enum smtp_event *e, enum smtp_reply *r, integer d, k, n;
    Same{L1,L2}(e, r, n) && 0 <= d < k <= n && KeptIn{L1}(e, r, d, k) ==> KeptIn{L2}(e, r, d, k);
  lemma login_stays{L1,L2}: \forall enum smtp_event *e, enum smtp_reply *r, integer k, n;
    Same{L1,L2}(e, r, n) && k <= n && AfterLogin{L1}(e, r, k) ==> AfterLogin{L2}(e, r, k);
  lemma hello_stays{L1,L2}: \forall enum smtp_event *e, enum smtp_reply *r, integer k, n;
    Same{L1,L2}(e, r, n) && k <= n && AfterHello{L1}(e, r, k) ==> AfterHello{L2}(e, r, k);
  lemma rcpt_stays{L1,L2}: \forall enum smtp_event *e, enum smtp_reply *r, integer k, n;
    Same{L1,L2}(e, r, n) && k <= n && AfterRcpt{L1}(e, r, k) ==> AfterRcpt{L2}(e, r, k);
  lemma data_stays{L1,L2}: \forall enum smtp_event *e, enum smtp_reply *r, integer k, n;
    Same{L1,L2}(e, r, n) && k <= n && AfterData{L1}(e, r, k) ==> AfterData{L2}(e, r, k);
*/
/*@
  requires \valid_read(e + (0 .. n-1)) && \valid_read(guard + (0 .. n-1));
  requires \valid(reply + (0 .. n-1));
  requires \separated(reply + (0 .. n-1), e + (0 .. n-1), guard + (0 .. n-1));
  requires IsRole(role);
  requires \forall integer k; 0 <= k < n ==> IsEvent(e[k]) && IsGuard(guard[k]);
  assigns  reply[0 .. n-1];
  ensures  TLS_SMTP_NO_AUTH_CLEAR: \forall integer k; 0 <= k < n && Did(e, reply, k, SMTP_ON_AUTH) ==>
             tls || \exists integer t; 0 <= t < k && Did(e, reply, t, SMTP_ON_STARTTLS);
  ensures  TLS_SMTP_NO_MAIL_CLEAR: \forall integer k; 0 <= k < n && Did(e, reply, k, SMTP_ON_MAIL) ==>
             tls || \exists integer t; 0 <= t < k && Did(e, reply, t, SMTP_ON_STARTTLS);
  ensures  MX_NO_AUTH: role == SMTP_MX ==>
             \forall integer k; 0 <= k < n ==> !Did(e, reply, k, SMTP_ON_AUTH);
  ensures  MX_STARTTLS_RESET: \forall integer k; 0 <= k < n && Did(e, reply, k, SMTP_ON_MAIL) ==>
             AfterHello(e, reply, k);
  ensures  SUB_AUTH_REQUIRED: role == SMTP_SUBMISSION ==>
             \forall integer k; 0 <= k < n && Did(e, reply, k, SMTP_ON_MAIL) ==>
             \exists integer a; 0 <= a < k && Did(e, reply, a, SMTP_ON_AUTH);
  ensures  TLS_SMTP_FORGETS: role == SMTP_SUBMISSION ==>
             \forall integer k; 0 <= k < n && Did(e, reply, k, SMTP_ON_MAIL) ==> AfterLogin(e, reply, k);
  ensures  SMTP_SEQUENCE: \forall integer k; 0 <= k < n && Did(e, reply, k, SMTP_ON_DATA) ==>
             AfterRcpt(e, reply, k);
  ensures  SMTP_DATA_END: \forall integer k; 0 <= k < n && Did(e, reply, k, SMTP_ON_END) ==>
             AfterData(e, reply, k);
*/
void smtp_trace(enum smtp_role role, bool tls, const enum smtp_event *e,
    const enum smtp_reply *guard, enum smtp_reply *reply, size_t n);

#endif
