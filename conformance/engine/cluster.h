/* Late samples come in clusters: what one stall delays is one event, not many.
 * How much less a sample is worth for that is estimated from the late counts of
 * blocks: the intraclass correlation rho (analysis of variance; below 0 counts as
 * 0) and the design effect 1 + (m - 1) rho for blocks of m samples.  Pure. */
#ifndef ENGINE_CLUSTER_H
#define ENGINE_CLUSTER_H

#include <stddef.h>

struct cluster_block {
	size_t n, late;
};

struct cluster {
	size_t blocks, n, late; /* blocks without samples do not count */
	double size;            /* of a block, weighted by its samples */
	double rho, deff;
};

/* With one block nothing can be said: rho 0, deff 1. */
struct cluster cluster_estimate(const struct cluster_block *blocks, size_t n);
/* The correlation is taken to be at least this. */
void cluster_at_least(struct cluster *c, double rho);

#endif
