/* Evidence from clustered samples; Holm, Scandinavian Journal of Statistics 6
 * (1979).  Takes no samples and prints nothing. */
#include "conformance/engine/claim.h"

#include <math.h>

static const double DEFF_MOST = 3;

/* Clusters as trials.  A share of at most 1 - q late is contradicted by few that have any late
 * sample, because there are at least as many of those; a greater share by many of which at
 * least half is late, because there can be no more of those than twice the share (Markov). */
static void
weigh_trials(const struct cluster_block *b, size_t n, double q, struct claim_evidence *e)
{
	e->as_trials = true;
	e->n = e->cluster.blocks;
	for (size_t i = 0; i < n; i++) {
		e->high += b[i].n > 0 && b[i].late > 0 ? 1 : 0;
		e->low += b[i].n > 0 && 2 * b[i].late >= b[i].n ? 1 : 0;
	}
	e->pass = quantile_at_most(e->n, 1 - q, e->high);
	e->fail = quantile_at_least(e->n, fmin(1, 2 * (1 - q)), e->low);
}

struct claim_evidence
claim_weigh(const struct claim_data *d, double q)
{
	struct cluster blocks = cluster_estimate(d->block, d->blocks);
	struct cluster rounds = cluster_estimate(d->round, d->rounds);
	struct claim_evidence e = { .pass = 1, .fail = 1 };

	cluster_at_least(&blocks, d->rho_least);
	e.by_rounds = rounds.deff > blocks.deff;
	e.cluster = e.by_rounds ? rounds : blocks;
	double deff = e.cluster.deff, samples = (double)e.cluster.n, late = (double)e.cluster.late;
	if (e.cluster.n == 0)
		return e;
	if (deff > DEFF_MOST) {
		weigh_trials(
		    e.by_rounds ? d->round : d->block, e.by_rounds ? d->rounds : d->blocks, q, &e);
		return e;
	}
	e.n = (size_t)floor(samples / deff);
	e.high = (size_t)fmin((double)e.n, ceil(late / deff));
	e.low = (size_t)floor(late / deff);
	e.pass = quantile_at_most(e.n, 1 - q, e.high);
	e.fail = quantile_at_least((size_t)ceil(samples / deff), 1 - q, e.low);
	return e;
}

/* Rejects hypotheses from the least P-value on, each at alpha over those that are left. */
static void
holm(const double *p, size_t n, double alpha, bool *rejected)
{
	for (size_t left = n; left > 0; left--) {
		size_t least = n;
		for (size_t i = 0; i < n; i++)
			if (!rejected[i] && (least == n || p[i] < p[least]))
				least = i;
		if (p[least] > alpha / (double)left)
			return;
		rejected[least] = true;
	}
}

void
claim_look(const struct claim_evidence *e, size_t claims, double alpha, enum quantile *verdicts)
{
	double pass[CLAIM_MOST] = { 0 }, fail[CLAIM_MOST] = { 0 };
	bool passes[CLAIM_MOST] = { false }, fails[CLAIM_MOST] = { false };

	for (size_t i = 0; i < claims; i++) {
		pass[i] = e[i].pass;
		fail[i] = e[i].fail;
	}
	holm(pass, claims, alpha, passes);
	holm(fail, claims, alpha, fails);
	for (size_t i = 0; i < claims; i++) {
		if (verdicts[i] != QUANTILE_UNDECIDED)
			continue;
		if (passes[i] && !fails[i])
			verdicts[i] = QUANTILE_PASS;
		else if (fails[i] && !passes[i])
			verdicts[i] = QUANTILE_FAIL;
	}
}
