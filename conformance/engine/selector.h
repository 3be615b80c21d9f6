/* Which cases to run.
 *
 *   SMTP_BARE_LF   one id            tls      an area
 *   GATE_*         a glob of ids     :must    narrows the others to a level
 *   !SELECTOR      takes away what SELECTOR names
 *
 * Without a positive selector everything in the profile is meant.  A selector
 * that matches nothing is an error: a typing slip must not look like success. */
#ifndef ENGINE_SELECTOR_H
#define ENGINE_SELECTOR_H

#include "conformance/engine/registry.h"

/* Sets chosen[i] for each of n entries that is in the profile (NULL: any), has a case and is
 * selected.  False with one line in `error` when a selector matches nothing. */
bool selector_choose(const struct entry *all, size_t n, const char *profile, char *const *words,
    size_t count, bool *chosen, char *error, size_t error_size);

#endif
