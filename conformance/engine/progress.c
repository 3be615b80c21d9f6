/* The live line: counts, share done, time left, one of the cases at work. */
#include "conformance/engine/progress.h"

#include "conformance/engine/when.h"

#include <stdio.h>
#include <unistd.h>

void
progress_begin(struct progress *p, bool quiet, bool verbose, bool colour)
{
	bool terminal = isatty(STDERR_FILENO) == 1;

	*p = (struct progress){ .live = terminal && !quiet,
		.plain = !quiet && verbose,
		.colour = colour && terminal,
		.began_us = when_us() };
}

static void
wipe(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}

void
progress_case(
    struct progress *p, const char *id, enum verdict v, const char *cause, int64_t took_us)
{
	bool notable = v == VERDICT_FAIL || v == VERDICT_XPASS;

	p->n[v]++;
	if (!p->plain && !(p->live && notable))
		return;
	wipe(p);
	fprintf(stderr, "%s%-12s%s %-32s %6lld ms%s%s\n", p->colour && notable ? "\033[31m" : "",
	    verdict_name(v), p->colour && notable ? "\033[0m" : "", id, (long long)(took_us / 1000),
	    cause[0] != '\0' ? "  " : "", cause);
}

void
progress_draw(
    struct progress *p, size_t finished, size_t total, const char *running, unsigned others)
{
	int64_t spent = when_us() - p->began_us;

	if (!p->live)
		return;
	wipe(p);
	fprintf(stderr, "%zu/%zu  %u pass  %u FAIL  %u ?", finished, total, p->n[VERDICT_PASS],
	    p->n[VERDICT_FAIL], p->n[VERDICT_INCONCLUSIVE]);
	if (finished > 0 && spent > 2000000) {
		int64_t left = spent / (int64_t)finished * (int64_t)(total - finished);
		fprintf(stderr, "  about %ld s left", (long)(left / 1000000) + 1);
	}
	if (running != NULL)
		fprintf(stderr, "  %s", running);
	if (others > 0)
		fprintf(stderr, " +%u", others);
	fflush(stderr);
	p->shown = true;
}

void
progress_end(struct progress *p)
{
	wipe(p);
	fflush(stderr);
}
