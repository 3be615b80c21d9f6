/* What a deletion audit says to the relay: one visit is one worker process, as an attempt of a case is.
 *
 * A visit that was interrupted has told nothing; what it saw is read only when its outcome is
 * OUTCOME_PASS. */
#ifndef ENGINE_VISIT_H
#define ENGINE_VISIT_H

#include "conformance/engine/audit.h"
#include "conformance/engine/plan.h"

enum visit {
	VISIT_PLANT, /* log in for the first time, put everything there */
	VISIT_LOOK,  /* which messages are there, in any mailbox; by EXAMINE and BODY.PEEK[] */
	VISIT_KEEP,  /* log in */
	VISIT_MAIL,  /* as a third party: does mail to the account bounce? */
	VISIT_LOGIN  /* ... does another password make the account anew? */
};

struct visited {
	struct sentinel sentinel[KINDS]; /* in the order of the account's */
	int64_t from_ms, to_ms, validity;
	enum life life;
};

/* Plays it and returns what it saw, until the next visit.  `as`: who logs in.  The transcript is a
 * file of the audit's output directory. */
const struct visited *visit_play(struct audit *a, const struct plan *p,
    const struct plan_account *who, enum visit what, const struct account *as, struct outcome *out);
/* Connections and messages that a visit takes. */
unsigned visit_connections(enum visit what);
unsigned visit_mails(enum visit what);

#endif
