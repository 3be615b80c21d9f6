/* How good the evidence behind a verdict on forgetting and remembering is.
 *
 *   A   what the relay does over the network, in real time
 *   A*  the same, on messages that were dated back when they were stored
 *   B   the operator's hook moved the clock, stopped the relay or searched its files
 *   C   only what the relay says of itself */
#ifndef ENGINE_EVIDENCE_H
#define ENGINE_EVIDENCE_H

#include "conformance/engine/registry.h"

enum { NEED_HOOK = NEED_CLOCK | NEED_CLOCK_BACK | NEED_CRASH | NEED_DISK | NEED_LOGS };

/* Played last, alone, with accounts that were made right before. */
bool evidence_by_hook(const struct test_case *t);
/* "A", "B" or "C"; "" for areas that are not about it, and when there is no case.  "A*" is for
 * audits that take days. */
const char *evidence_of(const struct entry *e);

#endif
