/* What a case has done to the relay by its operator's hand: --hook COMMAND, see relayspec(1).  Part of
 * case.h; the case needs NEED_CLOCK, NEED_CLOCK_BACK, NEED_CRASH, NEED_DISK or NEED_LOGS.
 *
 * A crash, a restart and an absence end what was open, here too; time alone leaves connections as
 * the relay leaves them.  A hook that cannot, or that says so, is INCONCLUSIVE(hook), never FAIL. */
#ifndef CONFORMANCE_CASE_OPERATOR_H
#define CONFORMANCE_CASE_OPERATOR_H

#include <stdint.h>

struct run;

/* As far as the relay can tell, so many seconds more have passed, and whatever is due by then has
 * been done.  Negative: its clock went back (NEED_CLOCK_BACK). */
void need_time(struct run *r, int64_t seconds);
/* ... but the relay is killed while it does what is due, and started again (NEED_CRASH too). */
void need_time_and_crash(struct run *r, int64_t seconds);

/* Killed without warning, started again; every port answers. */
void need_crash(struct run *r);
/* Ended in order, started again. */
void need_restart(struct run *r);
/* Ended in order; so many seconds pass while it does not run; started again. */
void need_absence(struct run *r, int64_t seconds);

/* No file of the relay's state has these octets (one line), in free pages and logs of the database
 * neither.  The search has to have been seen to find in this attempt: need_on_disk() before, for the
 * same octets while they ought to be there, or for others when these never ought to.  Looks again
 * for as long as limit "erased_ms" says. */
void need_on_disk(struct run *r, const char *octets);
void expect_not_on_disk(struct run *r, const char *octets);

/* The address that connections come from that are opened from now on, one of this attempt's own:
 * for a relay on loopback, else INCONCLUSIVE(vantage), because who knows what the relay sees. */
const char *need_own_address(struct run *r);

/* What it has logged since the audit began, wherever it logs to.  A search that finds nothing at all
 * in the logs is INCONCLUSIVE(hook). */
void expect_not_in_logs(struct run *r, const char *octets);

#endif
