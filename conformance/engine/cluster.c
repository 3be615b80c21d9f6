/* One-way analysis of variance of an indicator over blocks of unequal size, as in
 * Donner and Koval, Biometrics 36 (1980), for rho; Kish, Survey Sampling (1965),
 * 8.2, for the design effect.  Decides nothing. */
#include "conformance/engine/cluster.h"

struct cluster
cluster_estimate(const struct cluster_block *b, size_t n)
{
	struct cluster c = { .deff = 1 };
	double squares = 0, between = 0, within = 0;

	for (size_t i = 0; i < n; i++) {
		c.blocks += b[i].n > 0 ? 1 : 0;
		c.n += b[i].n;
		c.late += b[i].late;
		squares += (double)b[i].n * (double)b[i].n;
	}
	c.size = c.n > 0 ? squares / (double)c.n : 0;
	if (c.blocks < 2 || c.n <= c.blocks)
		return c;
	double all = (double)c.n, mean = (double)c.late / all;
	for (size_t i = 0; i < n; i++) {
		if (b[i].n == 0)
			continue;
		double m = (double)b[i].n, share = (double)b[i].late / m;
		between += m * (share - mean) * (share - mean);
		within += m * share * (1 - share);
	}
	between /= (double)c.blocks - 1;
	within /= all - (double)c.blocks;
	double size = (all - squares / all) / ((double)c.blocks - 1);
	double whole = between + (size - 1) * within;
	if (whole > 0 && between > within)
		c.rho = (between - within) / whole;
	c.deff = 1 + (c.size - 1) * c.rho;
	return c;
}

void
cluster_at_least(struct cluster *c, double rho)
{
	if (c->n == 0 || c->rho >= rho)
		return;
	c->rho = rho;
	c->deff = 1 + (c->size - 1) * rho;
}
