/* What a person sees while a run goes on, on stderr: one line that is redrawn
 * on a terminal; elsewhere nothing, or with -v one plain line per case. */
#ifndef ENGINE_PROGRESS_H
#define ENGINE_PROGRESS_H

#include "conformance/engine/verdict.h"

struct progress {
	bool live, plain, colour, shown;
	int64_t began_us;
	unsigned n[VERDICTS];
};

void progress_begin(struct progress *p, bool quiet, bool verbose, bool colour);
void progress_case(
    struct progress *p, const char *id, enum verdict v, const char *cause, int64_t took_us);
void progress_draw(
    struct progress *p, size_t finished, size_t total, const char *running, unsigned others);
void progress_end(struct progress *p);

#endif
