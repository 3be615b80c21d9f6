/* Exact one-sided binomial test of "the q-quantile is at most T".  Late samples
 * L of n; L ~ Bin(n, p), p <= 1 - q under the claim.  No verdict from a point
 * estimate: in between it is undecided. */
#ifndef ENGINE_QUANTILE_H
#define ENGINE_QUANTILE_H

#include <stddef.h>

enum quantile { QUANTILE_PASS, QUANTILE_FAIL, QUANTILE_UNDECIDED };

/* P(Bin(n, p) <= k) and P(Bin(n, p) >= k) */
double quantile_at_most(size_t n, double p, size_t k);
double quantile_at_least(size_t n, double p, size_t k);

enum quantile quantile_decide(size_t n, size_t late, double q, double alpha);

#endif
