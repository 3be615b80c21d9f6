/* What cases have done to the relay by its operator's hand (engine/hook.h).  A hook
 * that fails, or that finds nothing where something is, decides nothing about the
 * relay: INCONCLUSIVE(hook). */
#include "conformance/engine/hook.h"
#include "conformance/wire/linkc.h"

#include <poll.h>
#include <string.h>

enum { FOUND_OCTETS = 65536, LOOK_FIRST_MS = 20, LOOK_MOST_MS = 500 };

/* The first relay is the one that is judged. */
static const struct hook *
hook_of(const struct run *r)
{
	return (r->first != NULL ? r->first : r->plan)->target->hook;
}

static bool
may(struct run *r, unsigned needs, const char *call)
{
	if (!run_ok(r))
		return false;
	if ((r->plan->test->needs & needs) == needs && hook_of(r) != NULL)
		return true;
	/* The clock goes back where it can: asked for by run_has(). */
	if ((r->plan->test->needs & NEED_CLOCK) != 0 && needs == (NEED_CLOCK | NEED_CLOCK_BACK) &&
	    run_has(r, needs))
		return true;
	run_internal(r, "%s() is called without its NEED_ among the needs of the case", call);
	return false;
}

static void
failed(struct run *r, const char *verb, const char *why)
{
	run_decide(r, OUTCOME_INCONCLUSIVE, "hook", verb,
	    "the operator's hook does what it says it can", span_str(why));
}

static bool
ask(struct run *r, const char *verb, struct span input, struct buf *out, char why[HOOK_WHY])
{
	int64_t began = run_now_us(), wait = run_deadline(r, HOOK_SECONDS) - began;
	bool ok = hook_run(hook_of(r)->command, verb, input, wait, out, why);

	transcript_note(&r->log, 0, "hook %s: %s, %lld ms%s%s", verb, ok ? "done" : "failed",
	    (long long)((run_now_us() - began) / 1000), why[0] != '\0' ? ": " : "", why);
	if (!ok)
		failed(r, verb, why);
	return ok;
}

/* Something happens to the relay. */
static bool
act(struct run *r, const char *verb)
{
	char why[HOOK_WHY];
	uint8_t memory[1024];
	struct buf ignored;

	buf_init(&ignored, memory, sizeof(memory));
	return ask(r, verb, SPAN(""), &ignored, why);
}

/* ... and nothing that was open outlives it. */
static void
end_with(struct run *r, const char *verb)
{
	act(r, verb);
	linkc_close_all(r);
}

void
need_time(struct run *r, int64_t seconds)
{
	if (may(r, seconds < 0 ? NEED_CLOCK | NEED_CLOCK_BACK : NEED_CLOCK, "need_time"))
		act(r, run_text(r, "advance %lld", (long long)seconds));
}

void
need_time_and_crash(struct run *r, int64_t seconds)
{
	if (may(r, NEED_CLOCK | NEED_CRASH, "need_time_and_crash"))
		end_with(r, run_text(r, "advance-crash %lld", (long long)seconds));
}

void
need_crash(struct run *r)
{
	if (may(r, NEED_CRASH, "need_crash"))
		end_with(r, "crash");
}

void
need_restart(struct run *r)
{
	if (may(r, NEED_CRASH, "need_restart"))
		end_with(r, "restart");
}

void
need_absence(struct run *r, int64_t seconds)
{
	if (may(r, NEED_CLOCK | NEED_CRASH, "need_absence"))
		end_with(r, run_text(r, "absence %lld", (long long)seconds));
}

enum look { LOOK_FOUND, LOOK_NOT_FOUND, LOOK_FAILED };

/* Searches once for the octets; `where` is what the hook says beside. */
static enum look
look(struct run *r, const char *verb, const char *octets, char where[HOOK_WHY])
{
	uint8_t *memory = run_take(r, FOUND_OCTETS);
	struct span line = run_span(r, "%s\n", octets), said;
	struct buf out;

	if (octets[0] == '\0' || strpbrk(octets, "\r\n") != NULL) {
		run_internal(r, "a search for nothing, or for more than one line");
		return LOOK_FAILED;
	}
	buf_init(&out, memory, FOUND_OCTETS);
	if (!ask(r, verb, line, &out, where))
		return LOOK_FAILED;
	said = buf_span(&out);
	if (said.n == 0)
		return LOOK_NOT_FOUND;
	if (span_eq(said, line) || span_eq(said, span_sub(line, 0, line.n - 1)))
		return LOOK_FOUND;
	failed(r, verb, "it prints a line that it was not given");
	return LOOK_FAILED;
}

void
need_on_disk(struct run *r, const char *octets)
{
	char where[HOOK_WHY];

	if (!may(r, NEED_DISK, "need_on_disk"))
		return;
	switch (look(r, "disk", octets, where)) {
	case LOOK_FOUND: r->disk_seen = true; return;
	case LOOK_NOT_FOUND:
		failed(r, "disk", "the search does not find what the relay has to be storing");
		return;
	case LOOK_FAILED: return;
	}
}

void
expect_not_on_disk(struct run *r, const char *octets)
{
	int64_t end = run_now_us() + limit_number(r, "erased_ms") * 1000;
	int pause = LOOK_FIRST_MS;
	char where[HOOK_WHY];

	if (!may(r, NEED_DISK, "expect_not_on_disk"))
		return;
	if (!r->disk_seen) {
		run_internal(r, "a search of the disk that was not seen to find (need_on_disk)");
		return;
	}
	for (;;) {
		bool last = run_now_us() >= end;
		enum look found = look(r, "disk", octets, where);
		if (found != LOOK_FOUND)
			return;
		if (last)
			break;
		/* Octets that vanish from a file tell nobody: there is no event to wait for. */
		poll(NULL, 0, pause);
		pause = pause * 2 > LOOK_MOST_MS ? LOOK_MOST_MS : pause * 2;
	}
	run_decide(r, OUTCOME_FAIL, "", "disk", "these octets in no file of the relay",
	    run_span(
		r, "a file of the relay has: %s%s%s", octets, where[0] != '\0' ? ", " : "", where));
}

/* A search that finds no letter at all in the logs reads nothing. */
static bool
logs_are_read(struct run *r)
{
	char where[HOOK_WHY];

	if (!r->logs_seen && look(r, "logs", "e", where) == LOOK_NOT_FOUND)
		failed(r, "logs",
		    "the search finds not even an `e': the logs are empty, or it is blind");
	r->logs_seen = run_ok(r);
	return r->logs_seen;
}

void
expect_not_in_logs(struct run *r, const char *octets)
{
	char where[HOOK_WHY];

	if (may(r, NEED_LOGS, "expect_not_in_logs") && logs_are_read(r) &&
	    look(r, "logs", octets, where) == LOOK_FOUND)
		run_decide(r, OUTCOME_FAIL, "", "logs", "these octets in no log of the relay",
		    run_span(r, "a log of the relay has: %s%s%s", octets,
			where[0] != '\0' ? ", " : "", where));
}
