/* A latency run: its samples, round by round, and what they come to.  Each round has sessions of
 * its own. */
#ifndef ENGINE_LATENCY_H
#define ENGINE_LATENCY_H

#include "conformance/engine/audit.h"
#include "conformance/engine/latency_plan.h"

struct latency_round {
	unsigned look, samples, late, throttled, delayed, refused, lost;
	char started[32];
	int64_t smtp_us, imap_us; /* one NOOP */
};

struct latency {
	struct latency_plan plan;
	char plan_sha256[65];
	struct shot shot[CLAIM_LOOKS * LATENCY_SAMPLES_MOST];
	unsigned shots; /* of finished rounds */
	struct latency_round round[CLAIM_LOOKS * LATENCY_BLOCKS_MOST];
	unsigned rounds;
	int64_t floor_us, floor_worst_us; /* of the judge itself */
	struct claim_evidence evidence[CLAIM_MOST];
	enum quantile verdict[CLAIM_MOST];
	char cause[CAUSE_OCTETS], why[480]; /* why nothing can be decided; "": it can */
	bool interrupted, complete, live, quiet;
};

/* Plays the next round with these accounts (plan.accounts of them).  False: cause and why say why
 * not, or it was interrupted. */
bool latency_play(struct latency *l, struct audit *a, const struct account *accounts);
/* Signals from here on end the run. */
void latency_catch_signals(void);
/* Waits between rounds. */
void latency_pause(struct latency *l);
/* How long a message takes in the judge alone, there and back over a local socket. */
void latency_floor(struct latency *l);

/* Is this sample late? */
bool latency_late(const struct latency *l, const struct shot *s);
/* Looks at all rounds so far.  True: nothing is left to decide. */
bool latency_look(struct latency *l);

/* latency_report.c: before the first message, after each look, and at the end. */
void latency_report_plan(const struct latency *l, const struct audit *a);
void latency_report_look(const struct latency *l, unsigned look);
void latency_report_end(const struct latency *l);
/* latency_record.c: DIR/latency.json.  False: the disk refuses. */
bool latency_record_write(const struct latency *l, const struct audit *a, json_t *plan);
/* Of the q-quantile, by order statistics; each holds with 97.5 %. -1: there is none. */
void latency_bounds(const struct latency *l, size_t claim, int64_t *low_us, int64_t *high_us);
enum exit_code latency_exit(const struct latency *l);
const char *latency_verdict(const struct latency *l, size_t claim); /* "PASS", ... */

#endif
