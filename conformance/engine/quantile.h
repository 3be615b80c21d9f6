/* Exact one-sided binomial test of "the q-quantile is at most T".  Late samples
 * L of n; L ~ Bin(n, p), p <= 1 - q under the claim.  No verdict from a point
 * estimate: in between it is undecided. */
#ifndef ENGINE_QUANTILE_H
#define ENGINE_QUANTILE_H

#include <stddef.h>

/* The error of a case's verdict. */
#define QUANTILE_ALPHA 0.05

enum quantile { QUANTILE_PASS, QUANTILE_FAIL, QUANTILE_UNDECIDED };

/* P(Bin(n, p) <= k) and P(Bin(n, p) >= k) */
double quantile_at_most(size_t n, double p, size_t k);
double quantile_at_least(size_t n, double p, size_t k);

enum quantile quantile_decide(size_t n, size_t late, double q, double alpha);

/* The most late samples that pass (SIZE_MAX: not even none), the fewest that fail (n + 1: no number
 * does). */
size_t quantile_most_late(size_t n, double q, double alpha);
size_t quantile_least_late(size_t n, double q, double alpha);

/* From n on, how many samples would decide if this share of them were late; SIZE_MAX: more than
 * QUANTILE_SAMPLES_MOST. */
enum { QUANTILE_SAMPLES_MOST = 1000000 };
size_t quantile_enough(size_t n, double rate, double q, double alpha);

#endif
