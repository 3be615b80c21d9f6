/* Binomial tails by logarithms of the gamma function; verdicts on latency. */
#include "conformance/engine/quantile.h"

#include "conformance/engine/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double NEGLIGIBLE = 1e-17;

static double
probability(size_t n, double p, size_t k)
{
	double N = (double)n, K = (double)k;

	if (p <= 0)
		return k == 0 ? 1 : 0;
	if (p >= 1)
		return k == n ? 1 : 0;
	return exp(
	    lgamma(N + 1) - lgamma(K + 1) - lgamma(N - K + 1) + K * log(p) + (N - K) * log1p(-p));
}

/* Both tails begin at k and walk away from it; each term follows from the one before, and what has
 * become too small to count ends the walk. */
double
quantile_at_most(size_t n, double p, size_t k)
{
	if (k >= n || p <= 0)
		return 1;
	double term = probability(n, p, k), sum = term;

	if (term <= 0)
		return (double)k > (double)n * p ? 1 : 0;
	for (size_t i = k; i > 0 && p < 1; i--) {
		term *= (double)i / (double)(n - i + 1) * (1 - p) / p;
		sum += term;
		if (term < sum * NEGLIGIBLE && (double)i < (double)n * p)
			break;
	}
	return sum < 1 ? sum : 1;
}

double
quantile_at_least(size_t n, double p, size_t k)
{
	if (k == 0 || p >= 1)
		return 1;
	if (k > n || p <= 0)
		return 0;
	double term = probability(n, p, k), sum = term;

	if (term <= 0)
		return (double)k > (double)n * p ? 0 : 1;
	for (size_t i = k; i < n; i++) {
		term *= (double)(n - i) / (double)(i + 1) * p / (1 - p);
		sum += term;
		if (term < sum * NEGLIGIBLE && (double)i > (double)n * p)
			break;
	}
	return sum < 1 ? sum : 1;
}

enum quantile
quantile_decide(size_t n, size_t late, double q, double alpha)
{
	if (quantile_at_most(n, 1 - q, late) <= alpha)
		return QUANTILE_PASS;
	if (quantile_at_least(n, 1 - q, late) <= alpha)
		return QUANTILE_FAIL;
	return QUANTILE_UNDECIDED;
}

size_t
quantile_most_late(size_t n, double q, double alpha)
{
	size_t late = 0;

	while (late <= n && quantile_at_most(n, 1 - q, late) <= alpha)
		late++;
	return late > 0 ? late - 1 : SIZE_MAX;
}

size_t
quantile_least_late(size_t n, double q, double alpha)
{
	size_t late = 0;

	while (late <= n && quantile_at_least(n, 1 - q, late) > alpha)
		late++;
	return late;
}

size_t
quantile_enough(size_t n, double rate, double q, double alpha)
{
	for (size_t m = n; m <= QUANTILE_SAMPLES_MOST; m += m / 50 + 1) {
		size_t late = (size_t)llround((double)m * rate);
		if (quantile_decide(m, late, q, alpha) != QUANTILE_UNDECIDED)
			return m;
	}
	return SIZE_MAX;
}

static int
compare(const void *a, const void *b)
{
	int64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

void
expect_quantile(struct run *r, double q, int64_t limit_us, const int64_t *samples, size_t n)
{
	size_t late = 0;

	if (!run_ok(r))
		return;
	if (n == 0) {
		run_inconclusive(r, "statistics", "no sample was taken");
		return;
	}
	int64_t *sorted = run_take(r, n * sizeof(*sorted));
	memcpy(sorted, samples, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), compare);
	for (size_t i = 0; i < n; i++)
		late += sorted[i] > limit_us ? 1 : 0;
	size_t rank = (size_t)ceil(q * (double)n);
	int64_t seen = sorted[rank > 0 ? rank - 1 : 0];
	snprintf(r->out->numbers, sizeof(r->out->numbers),
	    "p%g_us=%lld p50_us=%lld max_us=%lld n=%zu late=%zu limit_us=%lld", q * 100,
	    (long long)seen, (long long)sorted[(n - 1) / 2], (long long)sorted[n - 1], n, late,
	    (long long)limit_us);
	const char *claim = run_text(r, "%g %% within %lld us", q * 100, (long long)limit_us);
	struct span actual =
	    run_span(r, "%zu of %zu later; p%g %lld us", late, n, q * 100, (long long)seen);
	switch (quantile_decide(n, late, q, QUANTILE_ALPHA)) {
	case QUANTILE_PASS: return;
	case QUANTILE_FAIL: run_disappoint(r, MOOD_EXPECT, "latency", claim, actual); return;
	case QUANTILE_UNDECIDED:
		run_decide(r, OUTCOME_INCONCLUSIVE, "statistics", "latency", claim, actual);
		return;
	}
}
