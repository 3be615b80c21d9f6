/* The only header that a case includes.
 *
 * A case is one requirement: conformance/cases/<area>/<ID>.c defines one
 * `const struct test_case <ID>`.  It is a straight line.  The first failed
 * expectation is recorded in the run and every later call does nothing, so a
 * case has no error handling.
 *
 * Two kinds of call decide what a disappointment means:
 *   need_*    preparation.  When it fails the requirement was not tested:
 *             INCONCLUSIVE(setup), never FAIL.
 *   expect_*  the requirement itself.  When it fails: FAIL, with what was
 *             expected and what came, reproduced k of k times by the engine.
 *
 * A requirement that wants something refused has a twin: the same dialogue with
 * one difference, which must succeed.  The engine plays it after the case; when
 * the twin fails the verdict is INCONCLUSIVE(twin).  play and twin usually call
 * one helper of the case with the differing octets. */
#ifndef CONFORMANCE_CASE_H
#define CONFORMANCE_CASE_H

#include "base/buf.h"
#include "base/cdefs.h"
#include "base/span.h"
#include "conformance/case_dkim.h"
#include "conformance/case_http.h"
#include "conformance/case_imap.h"
#include "conformance/case_latency.h"
#include "conformance/case_mail.h"
#include "conformance/case_operator.h"
#include "conformance/case_out.h"
#include "conformance/case_owner.h"
#include "conformance/case_peer.h"
#include "conformance/case_push.h"
#include "conformance/case_realtime.h"
#include "conformance/case_retention.h"
#include "conformance/case_sink.h"
#include "conformance/case_sink_web.h"
#include "conformance/case_smtp.h"
#include "conformance/case_tls.h"

struct run; /* one attempt: target, accounts, arena, transcript, verdict */

/* What a case needs of the target; without it the case is INCONCLUSIVE(unreachable). */
enum need {
	NEED_SUBMISSIONS = 1, /* 465, implicit TLS */
	NEED_SUBMISSION = 2,  /* 587, STARTTLS */
	NEED_IMAPS = 4,       /* 993, implicit TLS */
	NEED_IMAP = 8,        /* 143, STARTTLS */
	NEED_HTTPS = 16,      /* 443: HTTPS, and by ALPN IMAP and submission */
	NEED_HTTP = 32,       /* 80 */
	NEED_SMTP = 64,       /* 25: mail of other servers */
	/* What only an operator can lend; without it NA(vantage). */
	NEED_PUSH = 128,     /* the relay posts to the judge's stand-in */
	NEED_TURN = 256,     /* the secret of its TURN server is known */
	NEED_NAMES = 512,    /* the relay asks the judge's DNS */
	NEED_OUT = 1024,     /* its outgoing mail leads to the judge's sinks */
	NEED_PAIR = 2048,    /* a second relay that it exchanges mail with */
	NEED_RECORDS = 4096, /* the DNS records of the relay itself can be read */
	/* By the operator's hook, see case_operator.h.  Such cases are played last, each alone. */
	NEED_CLOCK = 8192,       /* time passes for the relay when the judge says so */
	NEED_CLOCK_BACK = 16384, /* ... and backwards */
	NEED_CRASH = 32768,      /* it is killed, or ended in order, and started again */
	NEED_DISK = 65536,       /* its files are searched */
	NEED_LOGS = 131072,      /* its logs are searched */
	NEED_PEER = NEED_SMTP | NEED_NAMES,
	NEED_SINK = NEED_NAMES | NEED_OUT,
	NEED_MAIL = NEED_SUBMISSIONS | NEED_IMAPS
};

struct test_case {
	const char *text;  /* what is checked, one line, lower case, no full stop */
	unsigned needs;    /* enum need */
	unsigned accounts; /* existing accounts that play() and twin() use: account(r, 0..) */
	unsigned fresh;    /* never used ones, with empty mailboxes: fresh_account(r, 0..) */
	unsigned mails;    /* messages offered by one play or twin (for pacing) */
	bool making;       /* the fresh ones must not exist: the case makes them */
	bool alone;        /* runs while no other case does (latency, load) */
	bool claim;        /* judges only what the relay says of itself: evidence C */
	unsigned seconds;  /* deadline of one attempt when above the default of 20 */
	void (*play)(struct run *r);
	void (*twin)(struct run *r); /* NULL for a requirement that wants acceptance */
};

struct account {
	const char *address, *password; /* address: local@domain */
};

const struct account *account(struct run *r, unsigned i);
const struct account *fresh_account(struct run *r, unsigned i);
const char *run_domain(struct run *r);
bool run_offers(struct run *r, enum port p); /* the port answered before the run */
bool run_has(struct run *r, unsigned needs); /* enum need: the operator lends all of that */
/* A word unique to this attempt, letters and digits: canaries, Message-IDs. */
const char *run_token(struct run *r);
/* printf into memory that lives as long as the attempt. */
const char *run_text(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct span run_span(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The same text with ASCII letters in upper case. */
const char *run_upper(struct run *r, const char *text);
/* Says that the relay itself gave this address away and that a login makes it an account: reports
 * list it among those left behind. */
void run_made(struct run *r, const char *address);
bool run_ok(const struct run *r); /* nothing has failed so far */

/* For a judgement no other call makes.  `expected` and `actual` are for people. */
void expect_true(struct run *r, bool ok, const char *expected, const char *actual, ...)
    PRINTF_LIKE(4, 5);
void need_true(struct run *r, bool ok, const char *what);
/* Neither passed nor failed, with a cause code such as "timing". */
void run_inconclusive(struct run *r, const char *cause, const char *why, ...) PRINTF_LIKE(3, 4);
/* The relay declares that it lacks an optional feature. */
void run_not_applicable(struct run *r, const char *why);

/* ---- Whole dialogues that many cases share ----------------------------------- */

/* account(r,0) logs in on 465 and submits to account(r,1); expects refusal with `want`
 * (523 for the gate) at the end of DATA, a living connection, and that nothing with the run's
 * token is delivered (proved by a fence). */
void expect_refused(struct run *r, struct span message, const char *want);
/* ... expects 250 and the arrival at account(r,1); returns what arrived. */
struct span expect_accepted(struct run *r, struct span message);
/* Several messages that must meet the same fate, on one session with one fence at the end; the
 * name of the one that did not is part of the verdict.  Nine at most: relays grant a burst of 10. */
struct variant {
	const char *name;
	struct span message;
};
void expect_each_refused(struct run *r, const struct variant *v, size_t n, const char *want);
void expect_each_accepted(struct run *r, const struct variant *v, size_t n);
/* The mailboxes of the two, for building messages. */
const char *sender(struct run *r);    /* account(r,0)->address */
const char *recipient(struct run *r); /* account(r,1)->address */

/* ---- Time and numbers ----------------------------------------------------------- */

int64_t run_now_us(void); /* monotonic microseconds */
/* Late samples of n against the claim "95 % within the limit", alpha 5 %, one-sided exact binomial:
 * PASS, FAIL or INCONCLUSIVE(statistics) is recorded; values in microseconds. */
void expect_quantile(struct run *r, double q, int64_t limit_us, const int64_t *samples, size_t n);
int64_t limit_number(struct run *r, const char *name); /* of spec/limits.tsv, by name */

#endif
