/* Position P: another mail server, which sends to the relay, and the DNS of its domain, which the
 * relay asks.  Part of case.h; a case needs NEED_PEER, or NEED_SINK for DNS alone.  What it signs is
 * in case_dkim.h, where it receives in case_sink.h. */
#ifndef CONFORMANCE_CASE_PEER_H
#define CONFORMANCE_CASE_PEER_H

#include "base/cdefs.h"
#include "base/span.h"
#include "conformance/case_port.h"

struct run;
struct account;
struct imapc;
struct smtpc;
struct httpc;
struct variant;
struct sink;
struct sink_mail;

/* The domain that belongs to this attempt alone: "<token>.peer.test"; nothing is in it.  With a lent
 * key (--dkim-key) it is the lender's and everybody's: signing as an honest signer of it works, what
 * sets records or needs other keys makes the run NA(vantage). */
const char *peer_domain(struct run *r);
/* A name in it: "mx1" is mx1.<domain>, "" or "@" the domain itself; "host.other.test." stays. */
const char *peer_name(struct run *r, const char *name);
const char *peer_address(struct run *r, const char *local, const char *name); /* local@<name> */
const char *peer_sender(struct run *r);                                       /* alice@<domain> */

/* ---- DNS: names as in peer_name(), for which the judge has authority --------------------- */

/* The only record of this type at this name, written as in a zone file; names without a final dot
 * are beneath the attempt's domain: dnsc_set(r, "", "MX", "10 mx1").  Types: A AAAA MX TXT CNAME NS
 * SRV TLSA CAA DS PTR, and TYPE123 with \# N HEX.  TTL 0.  dnsc_add: one more beside it. */
void dnsc_set(struct run *r, const char *name, const char *type, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
void dnsc_add(struct run *r, const char *name, const char *type, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
/* The only TXT record: this text, cut into strings of 255 octets. */
void dnsc_txt(struct run *r, const char *name, struct span text);
void dnsc_ttl(struct run *r, unsigned seconds);   /* of records that are set from now on */
void dnsc_clear(struct run *r, const char *name); /* no record of any type is left */
/* What questions for this name and all beneath it meet with. */
enum dnsc_manner {
	DNSC_ANSWERS,
	DNSC_SERVFAIL,
	DNSC_REFUSED,
	DNSC_SILENT, /* no answer at all */
	DNSC_NXDOMAIN,
	DNSC_BOGUS /* signatures that do not verify, where there is DNSSEC */
};
void dnsc_behave(struct run *r, const char *name, enum dnsc_manner manner);
/* From here on downwards nothing is signed: a delegation without DS, proved by the parent.  Without
 * it everything is signed when the judge has a key (dnsc_is_signed). */
void dnsc_unsigned(struct run *r, const char *name);
bool dnsc_is_signed(struct run *r);
/* How many questions have come for this name; type NULL: of any type. */
unsigned dnsc_asked(struct run *r, const char *name, const char *type);
unsigned dnsc_asked_beneath(struct run *r, const char *name, const char *type); /* and itself */
/* Waits for the n-th: an event to go on behind. */
void need_asked(struct run *r, const char *name, const char *type, unsigned n);

/* The relay's own records: the operator's zone files, or else public DNS.  An absolute name, no
 * final dot.  TXT: its strings joined; others as in a zone file, names absolute with final dot. */
enum { DNSC_FOUND_MOST = 16 };
struct dnsc_found {
	bool exists; /* the name does, whatever its records */
	size_t n;    /* 0: no such record; no answer at all is INCONCLUSIVE */
	struct span record[DNSC_FOUND_MOST];
};
struct dnsc_found need_records(
    struct run *r, const char *name, const char *type); /* NEED_RECORDS */

/* ---- Dialogues on port 25 ------------------------------------------------------------------ */

/* smtpc_ready(r, PORT_SMTP) is the session behind STARTTLS and EHLO; expect_offer(), need_submit()
 * and expect_submit() of case_smtp.h work on it. */

/* MAIL FROM:<> and this RCPT on a session of its own; the last reply is expected to be `want`. */
struct smtpc *expect_mx_rcpt(struct run *r, const char *to, const char *want);

/* Encrypted mail of real clients from peer_sender(), rightly signed, the key published. */
struct span peer_mail(struct run *r, const char *to);
/* An unencrypted delivery report, with UTF-8 in it, to account(r, 0) from local@<domain>: with these
 * header lines, each with CRLF, and without Auto-Submitted unless it is one of them; not signed. */
struct span peer_report(struct run *r, const char *local, const char *head);
/* Mail of peer_sender() to a name that does not exist, and the report that came of it: need. */
struct sink_mail need_report(struct run *r);
/* Mail of peer_sender() to two names that do not exist, one after the other: their reports have come
 * to `home` (need), and so has everything that had to be sent before. */
void need_bounces(struct run *r, struct smtpc *c, struct sink *home);

/* peer_sender() to account(r, 0).  The message gets `want` at the end of DATA; the session is alive:
 * a good message goes over it next and arrives; nothing with the run's token has. */
void expect_mx_refused(struct run *r, struct span message, const char *want);
/* ... is accepted and arrives at account(r, 0); what arrived. */
struct span expect_mx_accepted(struct run *r, struct span message);
/* ... with an envelope sender of its own ("" is the null sender) and recipients separated by one
 * space; accepted: account(r, 0) is one of them. */
void expect_mx_refused_from(
    struct run *r, const char *from, const char *to, struct span message, const char *want);
struct span expect_mx_accepted_from(
    struct run *r, const char *from, const char *to, struct span message);
/* Several messages on one session, one fence at the end; the verdict names the variant. */
void expect_each_mx_refused(struct run *r, const struct variant *v, size_t n, const char *want);
void expect_each_mx_accepted(struct run *r, const struct variant *v, size_t n);
/* A good message goes over the session and arrives in the mailbox of `to`, selected on `box`. */
void need_mx_fence(struct smtpc *c, struct imapc *box, const struct account *to);

/* ---- The same by HTTP: POST /mxdeliv on 443 ------------------------------------------------- */

/* from NULL: no X-Mail-From; to: addresses separated by one space, "" for none; the answer has been
 * read and is expected to be `want`.  A 404 that is not named there: not applicable. */
struct httpc *expect_mxdeliv(
    struct run *r, const char *from, const char *to, struct span message, const char *want);
/* ... with these header lines instead of X-Mail-From and X-Mail-To (each with CRLF). */
struct httpc *expect_mxdeliv_raw(
    struct run *r, const char *lines, struct span message, const char *want);

/* ---- A second real relay (NEED_PAIR) -------------------------------------------------------- */

/* From now on new connections lead to the second relay and run_domain() is its domain; or back. */
void pair_turn(struct run *r, bool to_pair);
/* Its i-th account (0..3) of this attempt, made by a first login now. */
const struct account *pair_account(struct run *r, unsigned i);

#endif
