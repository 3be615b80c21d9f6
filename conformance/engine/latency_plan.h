/* What `relayspec latency` is going to do, fixed before the first message: sizes,
 * limits, rules and every time at which something is due.  Its SHA-256 is printed
 * first, so that nobody can choose a plan by its result. */
#ifndef ENGINE_LATENCY_PLAN_H
#define ENGINE_LATENCY_PLAN_H

#include "conformance/engine/claim.h"
#include "conformance/engine/options.h"

#include <jansson.h>

enum { LATENCY_SAMPLES_MOST = 6000, LATENCY_BLOCKS_MOST = 600, LATENCY_ACCOUNTS_MOST = 30 };

struct latency_claim {
	double quantile;
	char text[16]; /* as given: "0.95" */
};

struct latency_plan {
	unsigned samples, blocks, rounds; /* of one look; there are two */
	unsigned accounts;                /* each sends to the next one */
	unsigned per_minute;              /* of all accounts together */
	unsigned sender_per_minute;
	unsigned warm_up; /* messages at the beginning of each round that do not count */
	unsigned limit_ms, cut_off_s, pause_s;
	double rho_least;
	struct latency_claim claim[CLAIM_MOST];
	size_t claims;
	uint64_t seed;
	/* When each sample is due, after the start of its round; those of the second look behind. */
	int64_t due_us[CLAIM_LOOKS * LATENCY_SAMPLES_MOST];
};

/* False after a complaint. */
bool latency_plan_make(struct latency_plan *p, const struct options *o, uint64_t seed);
/* The first sample of a block, or of a round, of a look; that of the one behind the last is where
 * they end. */
unsigned latency_plan_block(const struct latency_plan *p, unsigned block);
unsigned latency_plan_round(const struct latency_plan *p, unsigned round);
/* All of it.  Integers and strings only, so that `jq -cS` prints what is digested. */
json_t *latency_plan_json(const struct latency_plan *p, const struct target *t);
void latency_plan_digest(const json_t *plan, char hex[65]);

#endif
