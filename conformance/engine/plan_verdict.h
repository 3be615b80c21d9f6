/* What a plan has shown so far, requirement by requirement.  Pure; counts accounts, not messages:
 * what lies in one mailbox is deleted by one job.
 *
 * A look that was pre-registered and did not take place is never left out: the requirement is
 * INCONCLUSIVE then. */
#ifndef ENGINE_PLAN_VERDICT_H
#define ENGINE_PLAN_VERDICT_H

#include "conformance/engine/plan.h"
#include "conformance/engine/verdict.h"

enum { ROWS_MOST = 32 };

struct plan_row {
	const char *id; /* of the requirement */
	bool dated_back;
	enum verdict verdict;
	const char *cause; /* of INCONCLUSIVE */
	/* Accounts: as required, not so, looked at too late, not planted or not readable, to come. */
	unsigned pass, fail, missed, blank, waiting;
	bool absence;           /* passed means: none of them had it any more */
	int64_t due_ms;         /* the first look to come, by the plan's clock */
	int64_t seen_ms;        /* longest time after which one was still seen; -1: none */
	int64_t gone_ms;        /* shortest time after which one was gone; -1: none */
	const char *fault_in;   /* name of an account that failed */
	const char *fault_kind; /* what was there, or not */
	unsigned altered;       /* messages that were there, but not as they were sent */
};

struct plan_verdict {
	struct plan_row row[ROWS_MOST];
	size_t rows;
	struct tally tally;
	const char *grade; /* A, or B once a clock was moved; A* for rows of messages dated back */
};

void plan_judge(const struct plan *p, struct plan_verdict *v);
/* What the finding of one message or look was, for reports: "gone", "there", "early", "late", "". */
const char *plan_finding(const struct plan *p, const struct plan_account *a, size_t sentinel);

#endif
