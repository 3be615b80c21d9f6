/* One attempt: a case (or its twin) played once against a target.
 *
 * The engine decides who plays when, with which accounts and how often; an
 * attempt plays and says what it saw.  attempt_play() runs in a worker process
 * of its own, so it may crash or hang without harm to the run. */
#ifndef ENGINE_ATTEMPT_H
#define ENGINE_ATTEMPT_H

#include "conformance/case.h"
#include "conformance/engine/target.h"

#include <stdint.h>

enum { CAUSE_OCTETS = 32, STAGE_OCTETS = 64, TEXT_OCTETS = 1200, MADE_OCTETS = 320 };

/* Real ciphertext, made once per run by GPGME with a throw-away key (wire/pgp_make.h). */
struct pgp_material {
	struct span armor;   /* whole armor, CRLF line ends */
	struct span packets; /* the same, decoded */
};

struct attempt_plan {
	const struct target *target;
	const struct test_case *test;
	const char *id;
	bool twin;                      /* play the twin, not the case */
	unsigned number;                /* 1.. within this case, for tokens and file names */
	const struct account *accounts; /* test->accounts of them, exist already */
	const struct account *fresh;    /* test->fresh of them, never used */
	const struct pgp_material *pgp;
	uint64_t seed;          /* of the run; all randomness derives from it, id and number */
	const char *transcript; /* file to write: C:/S: lines with monotonic microseconds */
	double timeout_scale;   /* 1.0 normally */
};

enum outcome_kind {
	OUTCOME_PASS,
	OUTCOME_FAIL,
	OUTCOME_INCONCLUSIVE,
	OUTCOME_NA,
	OUTCOME_INTERNAL
};

struct outcome {
	enum outcome_kind kind;
	char cause
	    [CAUSE_OCTETS]; /* setup, unreachable, throttled, timing, timeout, no-account, ... */
	char stage[STAGE_OCTETS]; /* the last thing said: "DATA", "UID FETCH" */
	char expected[TEXT_OCTETS];
	char actual[TEXT_OCTETS]; /* made visible with show_octets() */
	char made[MADE_OCTETS];   /* an address that the relay gave away, if the case logged in */
	unsigned mails;           /* messages offered (MAIL commands), for pacing */
	int64_t took_us;
	char numbers[TEXT_OCTETS]; /* "p95_us=1234 n=59", for reports; may be empty */
};

/* What an operator can lend, in the order of enum need behind the ports: a word, and by which option
 * of `audit`. */
enum { VANTAGES = 11 };
extern const struct vantage {
	const char *name, *option;
} vantages[VANTAGES];
/* Which of it he does, as bits of enum need. */
unsigned target_lends(const struct target *t);

/* Never returns an unset outcome; closes every connection it opened. */
void attempt_play(const struct attempt_plan *plan, struct outcome *out);

/* spec/limits.tsv by name; generated into build/gen/limits.inc */
int64_t attempt_limit(const char *name, bool *known);

#endif
