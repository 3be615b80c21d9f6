/* Binomial tails by logarithms of the gamma function; verdicts on latency. */
#include "conformance/engine/quantile.h"

#include "conformance/engine/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double ALPHA = 0.05;

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

double
quantile_at_most(size_t n, double p, size_t k)
{
	double sum = 0;

	for (size_t i = 0; i <= k && i <= n; i++)
		sum += probability(n, p, i);
	return sum < 1 ? sum : 1;
}

double
quantile_at_least(size_t n, double p, size_t k)
{
	double sum = 0;

	for (size_t i = k; i <= n; i++)
		sum += probability(n, p, i);
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
	switch (quantile_decide(n, late, q, ALPHA)) {
	case QUANTILE_PASS: return;
	case QUANTILE_FAIL: run_disappoint(r, MOOD_EXPECT, "latency", claim, actual); return;
	case QUANTILE_UNDECIDED:
		run_decide(r, OUTCOME_INCONCLUSIVE, "statistics", "latency", claim, actual);
		return;
	}
}
