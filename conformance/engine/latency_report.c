/* A latency run for people, on standard output.  What it says is decided elsewhere. */
#include "conformance/engine/latency.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCOUNTS_A_LINE = 4 };

static double
ms(int64_t us)
{
	return (double)us / 1000;
}

void
latency_report_plan(const struct latency *l, const struct audit *a)
{
	const struct latency_plan *p = &l->plan;

	printf("relayspec latency: %s (%s)\n", a->target.host, a->target.domain);
	printf("plan     %u messages in %u blocks and %u rounds, %u a minute from %u accounts; "
	       "if that does not decide, as many again\n",
	    p->samples, p->blocks, p->rounds, p->per_minute, p->accounts);
	printf("claims  ");
	for (size_t i = 0; i < p->claims; i++)
		printf(" %s of messages within %u ms%s", p->claim[i].text, p->limit_ms,
		    i + 1 < p->claims ? "," : "");
	printf("; what has not come after %u s is late\n", p->cut_off_s);
	printf("sha256   %s\n", l->plan_sha256);
	printf("floor    the judge alone: median %.2f ms, worst %.2f ms (nothing is subtracted)\n",
	    ms(l->floor_us), ms(l->floor_worst_us));
	printf("vantage  a connection takes at most %.1f ms\n", ms(a->target.rtt_us));
	fflush(stdout);
}

static int
by_size(const void *a, const void *b)
{
	int64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

/* "12.3 ms" */
static const char *
shown(char out[32], int64_t us)
{
	if (us == INT64_MAX)
		snprintf(out, 32, "never");
	else
		snprintf(out, 32, "%.1f ms", ms(us));
	return out;
}

static void
put_latencies(const struct latency *l)
{
	static int64_t took[CLAIM_LOOKS * LATENCY_SAMPLES_MOST];
	char a[32], b[32], c[32], d[32];
	size_t n = 0;

	for (unsigned i = 0; i < l->shots; i++)
		if (!l->shot[i].throttled)
			took[n++] = shot_latency(&l->shot[i]);
	if (n == 0)
		return;
	qsort(took, n, sizeof(took[0]), by_size);
	printf("         median %s, 95 %% %s, 99 %% %s, worst %s\n", shown(a, took[(n - 1) / 2]),
	    shown(b, took[(n * 95 + 99) / 100 - 1]), shown(c, took[(n * 99 + 99) / 100 - 1]),
	    shown(d, took[n - 1]));
	const struct latency_round *first = &l->round[0];
	if (took[(n - 1) / 2] != INT64_MAX)
		printf(
		    "         NOOP: SMTP %.1f ms, IMAP %.1f ms; so the relay itself has a message "
		    "for about %.1f ms (estimate)\n",
		    ms(first->smtp_us), ms(first->imap_us),
		    ms(took[(n - 1) / 2] - first->smtp_us / 2 - first->imap_us / 2));
}

void
latency_report_look(const struct latency *l, unsigned look)
{
	unsigned n = 0, late = 0, throttled = 0, delayed = 0, refused = 0, lost = 0;

	for (unsigned i = 0; i < l->rounds; i++) {
		n += l->round[i].samples;
		late += l->round[i].late;
		throttled += l->round[i].throttled;
		delayed += l->round[i].delayed;
		refused += l->round[i].refused;
		lost += l->round[i].lost;
	}
	printf("look %u   %u of %u late; by round:", look, late, n);
	for (unsigned i = 0; i < l->rounds; i++)
		printf(" %u", l->round[i].late);
	putchar('\n');
	put_latencies(l);
	if (refused + lost + throttled + delayed > 0)
		printf(
		    "         %u not accepted, %u accepted and not found whole; %u throttled; %u "
		    "while the judge was held up\n",
		    refused, lost, throttled, delayed);
	fflush(stdout);
}

static void
put_claim(const struct latency *l, size_t i)
{
	const struct claim_evidence *e = &l->evidence[i];
	const struct latency_claim *c = &l->plan.claim[i];
	char low[32], high[32];
	int64_t low_us, high_us;

	latency_bounds(l, i, &low_us, &high_us);
	printf("%-12s %s within %u ms: %zu of %zu late", latency_verdict(l, i), c->text,
	    l->plan.limit_ms, e->cluster.late, e->cluster.n);
	if (low_us >= 0 || high_us >= 0)
		printf("; the quantile is from %s to %s (97.5 %% each)",
		    low_us >= 0 ? shown(low, low_us) : "0 ms",
		    high_us >= 0 ? shown(high, high_us) : "no bound yet");
	printf("\n             counts as %zu of %zu%s late", e->high, e->n,
	    !e->as_trials      ? ""
		: e->by_rounds ? " rounds"
			       : " blocks");
	if (e->cluster.deff > 1)
		printf(" (correlation %.3f in %s, design effect %.2f)", e->cluster.rho,
		    e->by_rounds ? "rounds" : "blocks", e->cluster.deff);
	printf(
	    "; P %.2g as few if it were worse, %.2g as many if it were better\n", e->pass, e->fail);
	if (l->verdict[i] != QUANTILE_UNDECIDED || e->cluster.n == 0)
		return;
	size_t enough =
	    quantile_enough(e->cluster.n, (double)e->cluster.late / (double)e->cluster.n,
		c->quantile, 0.05 / CLAIM_LOOKS / (double)l->plan.claims);
	if (enough != SIZE_MAX)
		printf(
		    "             if it goes on like this, %.0f messages decide: --samples %.0f\n",
		    (double)enough * e->cluster.deff,
		    (double)enough * e->cluster.deff / CLAIM_LOOKS);
}

void
latency_report_end(const struct latency *l)
{
	for (size_t i = 0; i < l->plan.claims; i++) {
		if (l->cause[0] == '\0' && !l->interrupted)
			put_claim(l, i);
		else
			printf("%-12s %s within %u ms\n", latency_verdict(l, i),
			    l->plan.claim[i].text, l->plan.limit_ms);
	}
	if (l->cause[0] != '\0')
		printf("cause    %s: %s\n", l->cause, l->why);
	if (l->interrupted)
		printf("cause    interrupted\n");
	fflush(stdout);
}
