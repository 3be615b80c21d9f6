/* From attempts to a verdict, and from verdicts to an exit code.  Pure.
 *
 *   PASS          played, expectations met; a negative case's twin was accepted
 *   FAIL          seen 3 of 3 times, each with fresh accounts
 *   INCONCLUSIVE  could not be tested, with a cause code
 *   PENDING       a later phase decides it
 *   NA            the relay declares that it lacks an optional feature
 *   SKIP          not played
 *   XFAIL         failed as the expectation file says
 *   XPASS         passed although the expectation file says otherwise */
#ifndef ENGINE_VERDICT_H
#define ENGINE_VERDICT_H

#include "conformance/engine/attempt.h"
#include "conformance/engine/complain.h"

enum verdict {
	VERDICT_PASS,
	VERDICT_FAIL,
	VERDICT_INCONCLUSIVE,
	VERDICT_PENDING,
	VERDICT_NA,
	VERDICT_SKIP,
	VERDICT_XFAIL,
	VERDICT_XPASS
};
enum { VERDICTS = 8, REPRODUCTIONS = 3, PATIENCE = 5 };

const char *verdict_name(enum verdict v);
const char *outcome_name(enum outcome_kind k); /* "PASS", ..., "INTERNAL" */

/* What to do next with a case. */
enum next { NEXT_PLAY, NEXT_TWIN, NEXT_DECIDED };

/* The way of one case through its attempts. */
struct course {
	bool has_twin;
	unsigned repeat;        /* plays wanted when all pass */
	unsigned passes, fails; /* of the case itself */
	bool twin_ok, setup_retried, twin_retried;
	unsigned put_off; /* throttled this many times; the engine waits before the next */
	enum next next;
	enum verdict verdict; /* when next is NEXT_DECIDED */
	char cause[CAUSE_OCTETS];
};

void course_begin(struct course *c, bool has_twin, unsigned repeat);
/* Tells the outcome of the attempt that c->next asked for. */
void course_tell(struct course *c, const struct outcome *o);
/* Ends it without (further) attempts. */
void course_end(struct course *c, enum verdict v, const char *cause);

/* All verdicts that count for the exit code. */
struct tally {
	unsigned n[VERDICTS];
	bool stale, internal, interrupted;
};

/* 70, 130, 1, 4, 3, 5, 0: the first that applies. */
enum exit_code tally_exit(const struct tally *t);

#endif
