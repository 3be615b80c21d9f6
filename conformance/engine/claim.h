/* Verdicts on several claims "the q-quantile is at most T" by the same run, whose
 * samples are clustered and looked at twice.  Pure.
 *
 * Every look spends half of alpha, the claims of a look share it by Holm's rule,
 * and what a look has decided stays decided: the chance that any claim passes
 * although its quantile is above T is at most alpha, and so is the chance that any
 * fails although it is not.  `make statistics` simulates that.
 *
 * Clusters are looked for on two scales, in blocks of few samples (a stall) and in
 * rounds of many (a bad hour).  Late messages that are rare show no correlation
 * even where there is one, so in blocks it is taken to be at least a number that
 * the plan names. */
#ifndef ENGINE_CLAIM_H
#define ENGINE_CLAIM_H

#include "conformance/engine/cluster.h"
#include "conformance/engine/quantile.h"

#include <stdbool.h>

enum { CLAIM_MOST = 4, CLAIM_LOOKS = 2 };

struct claim_data {
	const struct cluster_block *block, *round;
	size_t blocks, rounds;
	double rho_least; /* in blocks */
};

struct claim_evidence {
	struct cluster cluster; /* on the scale with the greater design effect */
	bool by_rounds;         /* ... which is that of rounds */
	bool as_trials; /* the design effect is above 3: clusters are counted, not samples */
	size_t n;       /* trials that count: samples over the design effect, or clusters */
	size_t high;    /* late ones among them, rounded up, for passing */
	size_t low;     /* ... rounded down, for failing */
	double pass;    /* P-value against "too many are late" */
	double fail;    /* P-value against "few enough are late" */
};

struct claim_evidence claim_weigh(const struct claim_data *d, double q);

/* One look at level alpha; verdicts other than QUANTILE_UNDECIDED stay. */
void claim_look(
    const struct claim_evidence *e, size_t claims, double alpha, enum quantile *verdicts);

#endif
