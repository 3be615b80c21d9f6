/* verify.json: what a deletion audit has shown so far; the only source of its other forms.  Holds
 * no passwords. */
#ifndef ENGINE_PLAN_REPORT_H
#define ENGINE_PLAN_REPORT_H

#include "conformance/engine/plan_verdict.h"

/* interrupted: by a signal, before its end. */
json_t *plan_report(const struct plan *p, bool interrupted);

#endif
