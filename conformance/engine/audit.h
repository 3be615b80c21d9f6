/* One audit: the selected cases against one relay, with what they may use.
 *
 * audit_prepare() checks everything the user said, before the first packet;
 * audit_connect() looks at the relay; audit_run() plays.  Tests set `play` and
 * the entries themselves. */
#ifndef ENGINE_AUDIT_H
#define ENGINE_AUDIT_H

#include "conformance/engine/accounts.h"
#include "conformance/engine/budget.h"
#include "conformance/engine/expectation.h"
#include "conformance/engine/hook.h"
#include "conformance/engine/options.h"
#include "conformance/engine/progress.h"
#include "conformance/engine/proxy.h"
#include "conformance/engine/record.h"
#include "conformance/engine/verdict.h"
#include "conformance/engine/worker.h"
#include "conformance/engine/zone.h"
#include "conformance/wire/dkimc.h"
#include "conformance/wire/sink_place.h"

/* One selected case on its way. */
struct job {
	const struct entry *entry;
	const struct expectation *expected; /* NULL: none */
	struct course course;
	bool running, finished;
	unsigned attempts;        /* started */
	int64_t not_before_us;    /* put off until then */
	unsigned lent[LEND_MOST]; /* of the running attempt */
	bool twin;                /* the running attempt plays the twin */
	char transcript[128];     /* of the running or last attempt, beneath the output directory */
	char started[32];
	struct outcome last, last_twin, failed; /* failed: the last FAIL of the case */
	enum verdict verdict;                   /* when finished, expectations applied */
	bool stale;
};

struct audit {
	const struct options *options;
	const struct entry *entries; /* all of them */
	size_t entry_count;
	bool *chosen;
	struct arena arena;
	struct target target;
	struct budget budget;
	struct expectations expectations;
	struct accounts accounts;
	struct pgp_material pgp;
	struct proxy proxy;
	struct zone zone;
	struct dkim_lent lent;
	struct sink_place sinks;
	struct target pair;
	struct hook hook;
	struct workers workers;
	play_function *play;
	struct record record;
	struct progress progress;
	struct bucket connections;
	struct tally tally; /* of the levels that count */
	struct job *jobs;
	size_t job_count, finished;
	unsigned mails, connections_seen;
	uint64_t seed;
	unsigned places;
	int64_t backoff_us; /* the first wait after a throttled attempt; doubles */
	const char *out;    /* directory */
	bool interrupted;
};

/* Usage errors are complained about; returns EXIT_CONFORMS or the code to end with. */
enum exit_code audit_prepare(
    struct audit *a, const struct options *o, const char *host, char *const *selectors, size_t n);
/* Where the report goes: makes the directory and its transcripts/. */
enum exit_code audit_open_output(struct audit *a);
/* What the user lends us: the judge stands in for others until audit_give_back(), which audit_free()
 * does. */
enum exit_code audit_stand_in(struct audit *a);
void audit_give_back(struct audit *a);
/* Reachability of the ports, and the ciphertext that cases send. */
void audit_connect(struct audit *a);
enum exit_code audit_run(struct audit *a, int argc, char *const *argv);
void audit_free(struct audit *a);

/* One attempt of one case, outside of a run, for replay and ping. */
void audit_play_once(struct audit *a, const struct attempt_plan *plan, unsigned make,
    int64_t limit_us, struct outcome *out);
/* How long an attempt may take, first logins included. */
int64_t audit_limit_us(const struct audit *a, const struct test_case *test, unsigned logins);

#endif
