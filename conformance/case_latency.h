/* Messages on a schedule that is fixed before the first one is sent.  Part of case.h.
 *
 * Open loop: a message is due at its time whether or not those before it have come, and its latency
 * counts from that time, so that a relay which stands still for a while is late with everything that
 * was due meanwhile, and not with one message.  All times are of one monotonic clock of one process. */
#ifndef CONFORMANCE_CASE_LATENCY_H
#define CONFORMANCE_CASE_LATENCY_H

#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct run;
struct account;

/* Who sends to whom: one submission session, open and logged in.  Lanes to the same account share one
 * session that idles in its INBOX. */
struct volley_lane {
	const struct account *from, *to;
};

enum { VOLLEY_NEVER = -1 };

/* One message.  Times are microseconds after the start of the volley. */
struct shot {
	unsigned lane;
	int64_t due_us;
	/* Filled in by volley_play(). */
	int64_t sent_us;    /* before the first octet of its text is written */
	int64_t replied_us; /* the reply behind its end */
	int64_t told_us;    /* the idling session was told of it */
	int code;           /* of the last reply about it; 0: none came */
	bool throttled;     /* the relay's limit on senders was hit: no sample */
	bool delayed;       /* the judge itself was held up while it was under way */
	int64_t held_us;    /* ... for so long in all */
	bool whole;         /* fetched afterwards, and its body is what was sent */
	struct span mail;
	const char *mark; /* what is found in this message only */
};

struct volley;

/* need: connects and logs everybody in. */
struct volley *volley_open(struct run *r, const struct volley_lane *lanes, size_t n);
/* One NOOP on a submission session and one on an IMAP session, whichever is less of three. */
int64_t volley_smtp_us(const struct volley *v);
int64_t volley_imap_us(const struct volley *v);
/* Called a few times a second while a volley is played; false ends it. */
void volley_watch(
    struct volley *v, bool (*watch)(void *context, const struct shot *s, size_t n), void *context);
/* Sends n messages of about 4 KiB, in the order of due_us; ends when all have been announced or
 * refused, or cut_off_us after the last was due.  A session that breaks leaves its messages
 * unsent and unannounced: they are late. */
void volley_play(struct volley *v, struct shot *s, size_t n, int64_t cut_off_us);

/* Microseconds from due to told; INT64_MAX when it was not announced, or is not there whole. */
int64_t shot_latency(const struct shot *s);
/* n shots, sent by the lanes in turn, one every `every_us`; each somewhere in its own part of the grid. */
void shots_spread(struct run *r, struct shot *s, size_t n, unsigned lanes, int64_t every_us);

/* Milliseconds between two messages as microseconds: on loopback, and where others use the relay. */
int64_t volley_pace_us(struct run *r, unsigned here_ms, unsigned elsewhere_ms);

/* Inconclusive (vantage) where the way to the relay takes more than limit "vantage_rtt_ms". */
void need_vantage(struct run *r);
/* Exact binomial verdict on "q of the messages within limit_us of the time they were due".
 * Inconclusive when more than 1 % met the relay's limit on senders (throttled), or when it hangs on
 * messages that would not be late but for the time that the judge itself was held up (timing). */
void expect_prompt(struct run *r, double q, int64_t limit_us, const struct shot *s, size_t n);

#endif
