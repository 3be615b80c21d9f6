/* The user's own list of known failures, with an end date.
 *
 *   # ID            until=YYYY-MM-DD  [stage=WORD]  reason
 *   SMTP_BARE_LF    until=2027-01-31  waiting for the upstream fix, tracker 123
 *
 * A failure on the list is XFAIL and does not count; one that passes is XPASS;
 * a passed date or another stage than the one named makes the entry stale. */
#ifndef ENGINE_EXPECTATION_H
#define ENGINE_EXPECTATION_H

#include "base/arena.h"
#include "conformance/engine/verdict.h"

struct expectation {
	const char *id, *until, *stage, *reason; /* stage: "" means any */
};

struct expectations {
	struct expectation *list;
	size_t n;
};

/* False with one line in `error` (path and line number in it). */
bool expectations_read(
    struct arena *a, const char *path, struct expectations *out, char *error, size_t error_size);
const struct expectation *expectations_find(const struct expectations *x, const char *id);

/* The verdict in the light of the expectation; today: YYYY-MM-DD.  *stale is set, never cleared. */
enum verdict expectation_apply(
    const struct expectation *x, enum verdict v, const char *stage, const char *today, bool *stale);

#endif
