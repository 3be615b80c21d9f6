/* The loop of a run: which attempt next, and what its outcome means.  Does not
 * speak a protocol and does not write a report; waits only for events. */
#include "conformance/engine/audit.h"

#include "conformance/engine/evidence.h"
#include "conformance/engine/when.h"

#include <stdio.h>
#include <string.h>

enum {
	TICK_US = 200000,
	SECONDS = 20,
	LOGIN_SECONDS = 5,
	GRACE_SECONDS = 3,
	HOOKS_SECONDS = 2 * HOOK_SECONDS,
	MISSES = 3
};

static volatile sig_atomic_t signalled;

static void
on_signal(int signo)
{
	signalled = signo;
}

int64_t
audit_limit_us(const struct audit *a, const struct test_case *test, unsigned logins)
{
	unsigned seconds = test->seconds > 0 ? test->seconds : SECONDS;

	if (evidence_by_hook(test))
		seconds += HOOKS_SECONDS;
	double us = (seconds + LOGIN_SECONDS * logins + GRACE_SECONDS) * 1e6;
	return (int64_t)(us * a->options->timeout_scale) + 40 * a->target.rtt_us;
}

static void
finish(struct audit *a, struct job *j)
{
	char today[WHEN_ISO];
	const struct outcome *shown = j->course.fails > 0 ? &j->failed : &j->last;

	when_date(today);
	j->finished = true;
	j->verdict =
	    expectation_apply(j->expected, j->course.verdict, shown->stage, today, &j->stale);
	a->finished++;
	if (strcmp(j->course.cause, "internal") == 0)
		a->tally.internal = true;
	if (j->stale)
		a->tally.stale = true;
	if (j->entry->law.level <= a->options->level)
		a->tally.n[j->verdict]++;
	record_verdict(a, j);
	progress_case(&a->progress, j->entry->law.id, j->verdict, j->course.cause, shown->took_us);
}

/* Ends a case that cannot be played, with a sentence for people. */
static void
end_unplayed(struct audit *a, struct job *j, enum outcome_kind kind, const char *cause,
    const char *expected, const char *why)
{
	memset(&j->last, 0, sizeof(j->last));
	j->last.kind = kind;
	snprintf(j->last.cause, sizeof(j->last.cause), "%s", cause);
	snprintf(j->last.expected, sizeof(j->last.expected), "%s", expected);
	snprintf(j->last.actual, sizeof(j->last.actual), "%s", why);
	course_end(&j->course, kind == OUTCOME_NA ? VERDICT_NA : VERDICT_INCONCLUSIVE,
	    j->course.fails > 0 ? "flaky" : cause);
	finish(a, j);
}

static void
give_up(struct audit *a, struct job *j, const char *cause, const char *expected, const char *why)
{
	end_unplayed(a, j, OUTCOME_INCONCLUSIVE, cause, expected, why);
}

static void
no_fresh(struct audit *a, struct job *j)
{
	if (a->accounts.fixed && !j->entry->test->making)
		give_up(a, j, "budget", "accounts that no case has used",
		    "all are used; a longer --creds file helps");
	else
		give_up(a, j, "budget", "unused addresses within the budget",
		    "the account budget is spent; --budget accounts=N raises it");
}

/* Lacks what only an operator can lend: it is not played, and nothing is said about the relay. */
static bool
out_of_sight(struct audit *a, struct job *j)
{
	unsigned needs = j->entry->test->needs;
	const char *why = NULL;

	unsigned missing = needs & ~target_lends(&a->target);
	if ((missing & NEED_PUSH) != 0)
		why = "where the relay posts its notifications is not seen (--push-listen)";
	else if ((missing & NEED_TURN) != 0)
		why = "the secret of the TURN server is not known (--turn-secret)";
	else if ((missing & NEED_NAMES) != 0)
		why = "the relay does not ask our DNS for other servers (--dns-listen, or "
		      "--dkim-key)";
	else if ((missing & NEED_OUT) != 0)
		why = "where the relay delivers to other servers is not seen (--sink-port)";
	else if ((missing & NEED_PAIR) != 0)
		why = "there is no second relay (--pair)";
	else if ((missing & NEED_RECORDS) != 0)
		why = "the relay's DNS records cannot be read (--zone)";
	else if ((missing & NEED_CLOCK) != 0)
		why = "the relay's clock is not ours to move (--hook)";
	else if ((missing & NEED_CLOCK_BACK) != 0)
		why = "the relay's clock is not ours to put back (--hook)";
	else if ((missing & NEED_CRASH) != 0)
		why = "the relay is not ours to stop (--hook)";
	else if ((missing & (NEED_DISK | NEED_LOGS)) != 0)
		why = "the relay's files are not ours to search (--hook)";
	if (why != NULL)
		end_unplayed(a, j, OUTCOME_NA, "vantage", "", why);
	return why != NULL;
}

/* True when the job has been given up: it lacks something that waiting does not bring. */
static bool
impossible(struct audit *a, struct job *j)
{
	const struct test_case *t = j->entry->test;
	char why[200];

	if (out_of_sight(a, j))
		return true;
	for (int p = 0; p < PORTS; p++) {
		if ((t->needs >> p & 1) == 0 || a->target.reachable[p])
			continue;
		if (a->target.absent[p]) {
			snprintf(why, sizeof(why), "%s does not offer %s (--port-%s none)",
			    a->target.host, port_name[p], port_name[p]);
			end_unplayed(a, j, OUTCOME_NA, "not-offered", "", why);
			return true;
		}
		snprintf(why, sizeof(why), "port %u (%s) of %s does not answer", a->target.port[p],
		    port_name[p], a->target.host);
		give_up(a, j, "unreachable", "a relay that answers on this port", why);
		return true;
	}
	if (!accounts_afford(&a->accounts, t->fresh, t->making)) {
		no_fresh(a, j);
		return true;
	}
	if (t->mails > a->budget.mails || a->mails > a->budget.mails - t->mails) {
		give_up(a, j, "budget", "messages within the budget",
		    "the mail budget is spent; --budget mails=N raises it");
		return true;
	}
	if (t->accounts > 0 && !a->accounts.fixed && a->accounts.misses >= MISSES) {
		give_up(a, j, "no-account", "an account made by its first login",
		    "the relay makes no accounts; --creds FILE gives existing ones");
		return true;
	}
	return false;
}

static void
plan_attempt(struct audit *a, struct job *j, struct attempt_plan *plan, struct account *accounts,
    struct account *fresh, unsigned *make)
{
	const struct test_case *t = j->entry->test;

	*make = 0;
	for (unsigned i = 0; i < t->accounts; i++) {
		struct lent *l = &a->accounts.list[j->lent[i]];
		accounts[i] = l->account;
		/* The time that earlier cases let pass may have ended it. */
		if (!l->made || evidence_by_hook(t))
			*make |= 1U << i;
		if (!l->given && !l->listed)
			record_left_behind(&a->record, l->account.address);
		l->listed = true;
	}
	for (unsigned i = 0; i < t->fresh && (t->making || !a->accounts.fixed); i++)
		record_left_behind(&a->record, fresh[i].address);
	j->attempts++;
	j->twin = j->course.next == NEXT_TWIN;
	snprintf(j->transcript, sizeof(j->transcript), "transcripts/%.80s.%u%s.transcript",
	    j->entry->law.id, j->attempts, j->twin ? ".twin" : "");
	when_iso(j->started);
	*plan = (struct attempt_plan){ .target = &a->target,
		.test = t,
		.id = j->entry->law.id,
		.twin = j->twin,
		.number = j->attempts,
		.accounts = accounts,
		.fresh = fresh,
		.pgp = &a->pgp,
		.seed = a->seed,
		.timeout_scale = a->options->timeout_scale };
}

/* What the attempts that run may still send: it is not to be promised twice. */
static bool
mails_are_out(const struct audit *a, const struct test_case *t)
{
	unsigned out = 0;

	for (size_t i = 0; i < a->job_count; i++)
		if (a->jobs[i].running)
			out += a->jobs[i].entry->test->mails;
	return out > a->budget.mails - a->mails - t->mails;
}

/* Starts the next attempt of a job if all it needs is there; lowers *wake_us otherwise. */
static void
try_start(struct audit *a, struct job *j, int64_t *wake_us)
{
	const struct test_case *t = j->entry->test;
	struct account accounts[LEND_MOST], fresh[LEND_MOST];
	struct attempt_plan plan;
	char path[4200];
	int64_t now = when_us(), when;
	unsigned make;

	if (impossible(a, j) || mails_are_out(a, t))
		return;
	when = bucket_when(&a->connections, 1 + t->accounts, now);
	if (j->not_before_us > when)
		when = j->not_before_us;
	if (when > now) {
		*wake_us = when < *wake_us ? when : *wake_us;
		return;
	}
	enum lend lend = accounts_lend(&a->accounts, t->accounts, t->mails, now, j->lent, &when);
	if (lend == LEND_NEVER || t->fresh > LEND_MOST) {
		give_up(a, j, "budget", "as many accounts as the case needs",
		    "too few accounts; --budget accounts=N or a longer --creds file helps");
		return;
	}
	if (lend == LEND_LATER) {
		*wake_us = when < *wake_us ? when : *wake_us;
		return;
	}
	if (!accounts_fresh(&a->accounts, t->fresh, t->making, fresh)) {
		accounts_return(&a->accounts, j->lent, t->accounts, 0, now);
		no_fresh(a, j);
		return;
	}
	plan_attempt(a, j, &plan, accounts, fresh, &make);
	snprintf(path, sizeof(path), "%s/%s", a->out, j->transcript);
	plan.transcript = path;
	int64_t limit = audit_limit_us(a, t, (unsigned)__builtin_popcount(make));
	j->running = workers_start(&a->workers, &plan, make, limit, j);
	if (!j->running) {
		accounts_return(&a->accounts, j->lent, t->accounts, 0, now);
		course_end(&j->course, VERDICT_INCONCLUSIVE, "internal");
		finish(a, j);
	}
}

/* "-- connection" lines of the transcript: what the attempt cost in connections. */
static unsigned
count_connections(const struct audit *a, const struct job *j)
{
	char path[4200], line[1024];
	unsigned n = 0;

	snprintf(path, sizeof(path), "%s/%s", a->out, j->transcript);
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return 1;
	while (fgets(line, sizeof(line), f) != NULL)
		n += strstr(line, " -- connection ") != NULL;
	fclose(f);
	return n;
}

static void
attempt_done(void *context, void *tag, const struct worker_answer *answer)
{
	struct audit *a = context;
	struct job *j = tag;
	const struct outcome *o = &answer->outcome;
	const struct test_case *t = j->entry->test;
	int64_t now = when_us();
	unsigned connections = count_connections(a, j);
	/* A worker that was ended cannot say what it offered: all that it might have. */
	unsigned mails = answer->lost ? t->mails : o->mails;

	j->running = false;
	for (unsigned i = 0; i < t->accounts; i++)
		if ((answer->made >> i & 1) != 0) {
			a->accounts.list[j->lent[i]].made = true;
			a->accounts.misses = 0;
		}
	if (strcmp(o->cause, "no-account") == 0)
		a->accounts.misses++;
	if (o->made[0] != '\0')
		record_left_behind(&a->record, o->made);
	accounts_return(&a->accounts, j->lent, t->accounts, mails, now);
	a->mails += mails;
	a->connections_seen += connections;
	bucket_take(&a->connections, connections, now);
	if (j->twin)
		j->last_twin = *o;
	else
		j->last = *o;
	if (!j->twin && o->kind == OUTCOME_FAIL)
		j->failed = *o;
	record_attempt(a, j, o);
	unsigned put_off = j->course.put_off;
	course_tell(&j->course, o);
	if (j->course.put_off > put_off)
		j->not_before_us = now + (a->backoff_us << (j->course.put_off - 1));
	if (j->course.next == NEXT_DECIDED)
		finish(a, j);
}

/* Each phase begins when the one before has ended.  By the hook goes last: no other case is to meet
 * a relay that was stopped, or that is in another year. */
enum phase { PHASE_TOGETHER, PHASE_ALONE, PHASE_LAST };

static enum phase
phase_of(const struct test_case *t)
{
	return evidence_by_hook(t) ? PHASE_LAST : t->alone ? PHASE_ALONE : PHASE_TOGETHER;
}

/* Starts what can start; the time at which to try again without an event. */
static int64_t
start_jobs(struct audit *a)
{
	int64_t wake = when_us() + 60 * INT64_C(1000000);
	enum phase phase = PHASE_LAST;
	size_t finished = a->finished;

	for (size_t i = 0; i < a->job_count; i++) {
		enum phase its = phase_of(a->jobs[i].entry->test);
		if (!a->jobs[i].finished && its < phase)
			phase = its;
	}
	unsigned places = phase == PHASE_TOGETHER ? a->workers.places : 1;
	for (size_t i = 0; i < a->job_count && a->workers.running < places; i++) {
		struct job *j = &a->jobs[i];
		if (!j->finished && !j->running && phase_of(j->entry->test) == phase)
			try_start(a, j, &wake);
	}
	/* What was given up may have been all that others waited for. */
	return a->finished > finished ? when_us() : wake;
}

static void
draw(struct audit *a)
{
	const char *first = NULL;

	for (size_t i = 0; i < a->job_count && first == NULL; i++)
		if (a->jobs[i].running)
			first = a->jobs[i].entry->law.id;
	progress_draw(&a->progress, a->finished, a->job_count, first,
	    a->workers.running > 0 ? a->workers.running - 1 : 0);
}

static void
save(struct audit *a)
{
	if (record_write(&a->record))
		return;
	complain("cannot write %s; is the disk full?", a->record.path);
	a->tally.internal = true;
}

static void
catch_signals(sigset_t *while_waiting)
{
	struct sigaction act = { .sa_handler = on_signal };
	sigset_t mine;

	signalled = 0;
	sigemptyset(&act.sa_mask);
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&mine);
	sigaddset(&mine, SIGINT);
	sigaddset(&mine, SIGTERM);
	sigprocmask(SIG_BLOCK, &mine, while_waiting);
	sigdelset(while_waiting, SIGINT);
	sigdelset(while_waiting, SIGTERM);
}

enum exit_code
audit_run(struct audit *a, int argc, char *const *argv)
{
	sigset_t while_waiting;

	workers_init(&a->workers, a->places, a->play);
	record_begin(a, argc, argv);
	catch_signals(&while_waiting);
	while (a->finished < a->job_count && !a->tally.interrupted) {
		int64_t wake = start_jobs(a), tick = when_us() + TICK_US;
		if (a->record.dirty) {
			record_summary(a, false);
			save(a);
		}
		draw(a);
		if (a->finished < a->job_count)
			workers_wait(&a->workers, a->progress.live && tick < wake ? tick : wake,
			    &while_waiting, attempt_done, a);
		a->interrupted = a->tally.interrupted = signalled != 0;
	}
	workers_stop(&a->workers);
	progress_end(&a->progress);
	record_summary(a, true);
	save(a);
	return tally_exit(&a->tally);
}
