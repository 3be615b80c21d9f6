/* A dialogue from its first event to its last.  Nothing here runs in the relay:
 * the session makes the same steps one by one, and this is what is proved of
 * any number of them.  RFC 3207 4.2, RFC 4954 4, RFC 5321 4.1.4. */
#include "reference/core/smtp_trace.h"

void
smtp_trace(enum smtp_role role, bool tls, const enum smtp_event *e, const enum smtp_reply *guard,
    enum smtp_reply *reply, size_t n)
{
	enum smtp_state s = tls ? SMTP_IN_TLS_NEW : SMTP_IN_CLEAR_NEW;

	/*@ ghost size_t t = 0, h = 0, a = 0, m = 0, r = 0, d = 0; */
	/*@
	  loop invariant 0 <= i <= n && IsStateOf(role, s);
	  loop invariant s >= SMTP_IN_TLS_NEW && !tls ==> t < i && Did(e, reply, t, SMTP_ON_STARTTLS);
	  loop invariant s >= SMTP_IN_TLS ==> h < i && DidHello(e, reply, h) && NoTlsIn(e, reply, h, i);
	  loop invariant role == SMTP_SUBMISSION && s >= SMTP_IN_READY ==>
	    h < a < i && Did(e, reply, a, SMTP_ON_AUTH);
	  loop invariant s >= SMTP_IN_MAIL ==>
	    m < i && Did(e, reply, m, SMTP_ON_MAIL) && KeptIn(e, reply, m, i);
	  loop invariant s >= SMTP_IN_RCPT ==> m < r < i && Did(e, reply, r, SMTP_ON_RCPT);
	  loop invariant s == SMTP_IN_DATA ==>
	    m < d < i && Did(e, reply, d, SMTP_ON_DATA) && KeptIn(e, reply, d, i);
	  loop invariant TLS_SMTP_NO_AUTH_CLEAR: \forall integer k; 0 <= k < i &&
	    Did(e, reply, k, SMTP_ON_AUTH) ==>
	    tls || \exists integer t; 0 <= t < k && Did(e, reply, t, SMTP_ON_STARTTLS);
	  loop invariant TLS_SMTP_NO_MAIL_CLEAR: \forall integer k; 0 <= k < i &&
	    Did(e, reply, k, SMTP_ON_MAIL) ==>
	    tls || \exists integer t; 0 <= t < k && Did(e, reply, t, SMTP_ON_STARTTLS);
	  loop invariant MX_NO_AUTH: role == SMTP_MX ==>
	    \forall integer k; 0 <= k < i ==> !Did(e, reply, k, SMTP_ON_AUTH);
	  loop invariant MX_STARTTLS_RESET: \forall integer k; 0 <= k < i &&
	    Did(e, reply, k, SMTP_ON_MAIL) ==> AfterHello(e, reply, k);
	  loop invariant SUB_AUTH_REQUIRED: role == SMTP_SUBMISSION ==>
	    \forall integer k; 0 <= k < i && Did(e, reply, k, SMTP_ON_MAIL) ==>
	    \exists integer a; 0 <= a < k && Did(e, reply, a, SMTP_ON_AUTH);
	  loop invariant TLS_SMTP_FORGETS: role == SMTP_SUBMISSION ==>
	    \forall integer k; 0 <= k < i && Did(e, reply, k, SMTP_ON_MAIL) ==>
	    AfterLogin(e, reply, k);
	  loop invariant SMTP_SEQUENCE: \forall integer k; 0 <= k < i &&
	    Did(e, reply, k, SMTP_ON_DATA) ==> AfterRcpt(e, reply, k);
	  loop invariant SMTP_DATA_END: \forall integer k; 0 <= k < i &&
	    Did(e, reply, k, SMTP_ON_END) ==> AfterData(e, reply, k);
	  loop assigns i, s, t, h, a, m, r, d, reply[0 .. n-1];
	  loop variant n - i;
	*/
	for (size_t i = 0; i < n; i++) {
		/*@ ghost bool fresh = s == SMTP_IN_TLS_NEW; */
		reply[i] = smtp_state_step(role, &s, e[i], guard[i]);
		//@ assert same: Same{LoopCurrent,Here}(e, reply, i);
		//@ assert hello: Did(e, reply, i, SMTP_ON_MAIL) ==> AfterHello(e, reply, i);
		/*@ assert login: role == SMTP_SUBMISSION && Did(e, reply, i, SMTP_ON_MAIL) ==>
		      AfterLogin(e, reply, i); */
		//@ assert rcpt: Did(e, reply, i, SMTP_ON_DATA) ==> AfterRcpt(e, reply, i);
		//@ assert data: Did(e, reply, i, SMTP_ON_END) ==> AfterData(e, reply, i);
		/*@ ghost
		  if (reply[i] < 4000) {
		    if (e[i] == SMTP_ON_STARTTLS) t = i;
		    if (fresh && (e[i] == SMTP_ON_EHLO || e[i] == SMTP_ON_HELO)) h = i;
		    if (e[i] == SMTP_ON_AUTH) a = i;
		    if (e[i] == SMTP_ON_MAIL) m = i;
		    if (e[i] == SMTP_ON_RCPT) r = i;
		    if (e[i] == SMTP_ON_DATA) d = i;
		  }
		*/
	}
}
