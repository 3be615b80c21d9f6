/* The statistics of latency verdicts, on simulated relays whose true share of late
 * messages is known: how often does a relay pass although it should not, and fail
 * although it should not?  Neither may happen more often than alpha says, with
 * independent samples and with clustered ones, second look included.
 *
 * Usage: statistics [AUDITS]; closes with `statistics: N passed, N failed`. */
#include "conformance/engine/claim.h"

#include "base/cdefs.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { AUDITS = 20000 };

static const double ALPHA = 0.05, QUANTILE[] = { 0.95, 0.99 };

/* The plan of `relayspec latency` unless told otherwise. */
enum { ROUNDS = 6, BLOCKS = 30, SIZE = 10 };
static const double RHO_LEAST = 0.05;

/* The share that is late, how two samples of a block, or of a round, correlate; and how often 0.95 has
 * to pass, or to fail, at least: never to decide anything is no art. */
// clang-format off
static const struct scenario {
	double late, in_blocks, in_rounds, passes, fails;
} scenarios[] = {
	{ 0.05, 0,    0,    0,    0    },
	{ 0.01, 0,    0,    0.95, 0    },
	{ 0.06, 0,    0,    0,    0    },
	{ 0.012,0,    0,    0,    0    },
	{ 0.05, 0.02, 0,    0,    0    },
	{ 0.01, 0.02, 0,    0,    0    },
	{ 0.05, 0.05, 0,    0,    0    },
	{ 0.01, 0.05, 0,    0.9,  0    },
	{ 0.05, 0.2,  0,    0,    0    },
	{ 0.01, 0.2,  0,    0,    0    },
	{ 0.05, 0,    0.01, 0,    0    },
	{ 0.01, 0,    0.01, 0.9,  0    },
	{ 0.05, 0,    0.05, 0,    0    },
	{ 0.01, 0,    0.05, 0,    0    },
	{ 0.05, 0.05, 0.01, 0,    0    },
	{ 0.01, 0.05, 0.01, 0.8,  0    },
	{ 0.001,0,    0,    0.99, 0    },
	{ 0.1,  0,    0,    0,    0.95 },
	{ 0.2,  0.05, 0,    0,    0.9  },
};
// clang-format on

static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);

/* xorshift64*, Vigna 2016; the same numbers in every run. */
static double
uniform(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return ((double)(state * UINT64_C(0x2545f4914f6cdd1d) >> 11) + 0.5) / 9007199254740992.0;
}

static double
normal(void)
{
	return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform());
}

/* Marsaglia and Tsang 2000; below 1 by their section 6.  The logarithm, as small shapes underflow. */
static double
log_gamma_draw(double shape)
{
	double boost = shape < 1 ? log(uniform()) / shape : 0;
	double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d);

	for (;;) {
		double x = normal(), v = 1 + c * x;
		if (v <= 0)
			continue;
		v = v * v * v;
		if (log(uniform()) < 0.5 * x * x + d - d * v + d * log(v))
			return log(d * v) + boost;
	}
}

/* The share of a block or round is Beta with this mean, so that two samples in it correlate by rho. */
static double
draw_share(double mean, double rho)
{
	double whole = rho > 0 ? 1 / rho - 1 : 0;

	if (rho <= 0 || mean <= 0 || mean >= 1)
		return mean;
	return 1 / (1 + exp(log_gamma_draw((1 - mean) * whole) - log_gamma_draw(mean * whole)));
}

static size_t
draw_block(double share)
{
	size_t late = 0;

	for (unsigned i = 0; i < SIZE; i++)
		late += uniform() < share ? 1 : 0;
	return late;
}

struct rates {
	double wrong_pass, wrong_fail; /* any claim of the audit */
	double pass[COUNT_OF(QUANTILE)], fail[COUNT_OF(QUANTILE)];
	double second; /* needed the second look */
};

static void
draw_round(const struct scenario *s, struct claim_data *d, struct cluster_block *block,
    struct cluster_block *round)
{
	double share = draw_share(s->late, s->in_rounds);

	*round = (struct cluster_block){ 0 };
	for (unsigned i = 0; i < BLOCKS / ROUNDS; i++) {
		size_t late = draw_block(draw_share(share, s->in_blocks));
		block[d->blocks++] = (struct cluster_block){ SIZE, late };
		round->n += SIZE;
		round->late += late;
	}
	d->rounds++;
}

/* One audit as the command makes it. */
static void
audit(const struct scenario *s, double rho_least, struct rates *r)
{
	struct cluster_block block[CLAIM_LOOKS * BLOCKS], round[CLAIM_LOOKS * ROUNDS];
	struct claim_data d = { .block = block, .round = round, .rho_least = rho_least };
	enum quantile verdict[COUNT_OF(QUANTILE)] = { QUANTILE_UNDECIDED, QUANTILE_UNDECIDED };
	struct claim_evidence e[COUNT_OF(QUANTILE)];
	bool wrong_pass = false, wrong_fail = false, open = true;

	for (unsigned look = 0; look < CLAIM_LOOKS && open; look++) {
		for (unsigned i = 0; i < ROUNDS; i++)
			draw_round(s, &d, block, &round[look * ROUNDS + i]);
		for (size_t i = 0; i < COUNT_OF(QUANTILE); i++)
			e[i] = claim_weigh(&d, QUANTILE[i]);
		claim_look(e, COUNT_OF(QUANTILE), ALPHA / CLAIM_LOOKS, verdict);
		open = false;
		for (size_t i = 0; i < COUNT_OF(QUANTILE); i++)
			open = open || verdict[i] == QUANTILE_UNDECIDED;
		r->second += look > 0 ? 1 : 0;
	}
	for (size_t i = 0; i < COUNT_OF(QUANTILE); i++) {
		double allowed = 1 - QUANTILE[i];
		r->pass[i] += verdict[i] == QUANTILE_PASS ? 1 : 0;
		r->fail[i] += verdict[i] == QUANTILE_FAIL ? 1 : 0;
		/* At the border, give or take how doubles are written, both are wrong. */
		if (verdict[i] == QUANTILE_PASS && s->late > allowed - 1e-9)
			wrong_pass = true;
		if (verdict[i] == QUANTILE_FAIL && s->late < allowed + 1e-9)
			wrong_fail = true;
	}
	r->wrong_pass += wrong_pass ? 1 : 0;
	r->wrong_fail += wrong_fail ? 1 : 0;
}

static struct rates
simulate(const struct scenario *s, double rho_least, unsigned audits)
{
	struct rates r = { 0 };

	for (unsigned i = 0; i < audits; i++)
		audit(s, rho_least, &r);
	r.wrong_pass /= audits;
	r.wrong_fail /= audits;
	r.second /= audits;
	for (size_t i = 0; i < COUNT_OF(QUANTILE); i++) {
		r.pass[i] /= audits;
		r.fail[i] /= audits;
	}
	return r;
}

int
main(int argc, char **argv)
{
	unsigned audits = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : AUDITS;
	unsigned passed = 0, failed = 0;

	if (audits < 100) {
		fprintf(stderr, "statistics: at least 100 audits, please\n");
		return 2;
	}
	/* Three standard deviations of the simulation itself. */
	double bound = ALPHA + 3 * sqrt(ALPHA * (1 - ALPHA) / audits);
	printf("%u audits each; at most %.4f may be wrong\n"
	       "late   correlation in  wrong  wrong  second  0.95           0.99\n"
	       "       blocks  rounds  PASS   FAIL   look    PASS   FAIL    PASS   FAIL\n",
	    audits, bound);
	for (size_t i = 0; i < COUNT_OF(scenarios); i++) {
		const struct scenario *s = &scenarios[i];
		struct rates r = simulate(s, RHO_LEAST, audits);
		bool right = r.wrong_pass <= bound && r.wrong_fail <= bound;
		bool able = r.pass[0] >= s->passes && r.fail[0] >= s->fails;
		bool good = right && able;
		passed += good ? 1 : 0;
		failed += good ? 0 : 1;
		printf("%5.3f  %5.2f   %5.2f   %.4f %.4f %.3f   %.4f %.4f  %.4f %.4f%s\n", s->late,
		    s->in_blocks, s->in_rounds, r.wrong_pass, r.wrong_fail, r.second, r.pass[0],
		    r.fail[0], r.pass[1], r.fail[1],
		    !right      ? "  WRONG TOO OFTEN"
			: !able ? "  DECIDES TOO SELDOM"
				: "");
	}
	/* The simulation is seen to find what it looks for: late messages that are rare and come
	 * together, and nobody who assumes it. */
	struct rates r = simulate(&(struct scenario){ 0.01, 0.2, 0, 0, 0 }, 0, audits);
	bool found = r.wrong_pass > bound;
	passed += found ? 1 : 0;
	failed += found ? 0 : 1;
	printf(
	    "0.010   0.20    0.00   %.4f without the least correlation that the plan assumes%s\n",
	    r.wrong_pass, found ? ": wrong too often, and seen" : "  NOT SEEN");
	printf("statistics: %u passed, %u failed\n", passed, failed);
	return failed == 0 ? 0 : 1;
}
