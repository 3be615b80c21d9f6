/* The lattice of verdicts.  No I/O, no clock: every path is a table in
 * conformance/tests/test_verdict.c. */
#include "conformance/engine/verdict.h"

#include <stdio.h>
#include <string.h>

const char *
verdict_name(enum verdict v)
{
	static const char *const name[VERDICTS] = { "PASS", "FAIL", "INCONCLUSIVE", "PENDING", "NA",
		"SKIP", "XFAIL", "XPASS" };

	return name[v];
}

const char *
outcome_name(enum outcome_kind k)
{
	static const char *const name[] = { "PASS", "FAIL", "INCONCLUSIVE", "NA", "INTERNAL" };

	return name[k];
}

void
course_begin(struct course *c, bool has_twin, unsigned repeat)
{
	*c = (struct course){ .has_twin = has_twin, .repeat = repeat > 0 ? repeat : 1 };
}

void
course_end(struct course *c, enum verdict v, const char *cause)
{
	c->next = NEXT_DECIDED;
	c->verdict = v;
	snprintf(c->cause, sizeof(c->cause), "%s", cause);
}

/* After a decided play or an accepted twin: what is still missing? */
static void
go_on(struct course *c)
{
	unsigned want = c->repeat;

	if (c->fails > 0 && c->passes > 0) {
		course_end(c, VERDICT_INCONCLUSIVE, "flaky");
		return;
	}
	if (c->fails > 0 && want < REPRODUCTIONS)
		want = REPRODUCTIONS;
	if (c->has_twin && !c->twin_ok)
		c->next = NEXT_TWIN;
	else if (c->fails + c->passes < want)
		c->next = NEXT_PLAY;
	else
		course_end(c, c->fails > 0 ? VERDICT_FAIL : VERDICT_PASS,
		    c->fails > 0 ? "expectation" : "");
}

static bool
is_passing_trouble(const struct outcome *o)
{
	return strcmp(o->cause, "setup") == 0 || strcmp(o->cause, "no-account") == 0;
}

/* The play could not decide: once more after trouble in the preparation, else the cause stands. */
static void
tell_inconclusive(struct course *c, const struct outcome *o)
{
	if (c->fails > 0)
		course_end(c, VERDICT_INCONCLUSIVE, "flaky");
	else if (is_passing_trouble(o) && !c->setup_retried)
		c->setup_retried = true;
	else
		course_end(c, VERDICT_INCONCLUSIVE, o->cause[0] != '\0' ? o->cause : "setup");
}

static void
tell_twin(struct course *c, const struct outcome *o)
{
	if (o->kind == OUTCOME_PASS) {
		c->twin_ok = true;
		go_on(c);
	} else if (o->kind == OUTCOME_INCONCLUSIVE && is_passing_trouble(o) && !c->twin_retried) {
		c->twin_retried = true;
	} else {
		course_end(c, VERDICT_INCONCLUSIVE, "twin");
	}
}

void
course_tell(struct course *c, const struct outcome *o)
{
	if (o->kind == OUTCOME_INTERNAL) {
		course_end(c, VERDICT_INCONCLUSIVE, "internal");
		return;
	}
	if (o->kind == OUTCOME_INCONCLUSIVE && strcmp(o->cause, "throttled") == 0) {
		if (++c->put_off >= PATIENCE)
			course_end(c, VERDICT_INCONCLUSIVE, "throttled");
		return;
	}
	if (c->next == NEXT_TWIN) {
		tell_twin(c, o);
		return;
	}
	switch (o->kind) {
	case OUTCOME_PASS:
		c->passes++;
		go_on(c);
		return;
	case OUTCOME_FAIL:
		c->fails++;
		go_on(c);
		return;
	case OUTCOME_NA:
		if (c->fails + c->passes > 0)
			course_end(c, VERDICT_INCONCLUSIVE, "flaky");
		else
			course_end(c, VERDICT_NA,
			    strcmp(o->cause, "vantage") == 0 ? o->cause : "not-applicable");
		return;
	case OUTCOME_INCONCLUSIVE:
	case OUTCOME_INTERNAL: tell_inconclusive(c, o); return;
	}
}

enum exit_code
tally_exit(const struct tally *t)
{
	if (t->internal)
		return EXIT_INTERNAL;
	if (t->interrupted)
		return EXIT_INTERRUPTED;
	if (t->n[VERDICT_FAIL] > 0)
		return EXIT_FAILS;
	if (t->stale || t->n[VERDICT_XPASS] > 0)
		return EXIT_STALE;
	if (t->n[VERDICT_INCONCLUSIVE] > 0)
		return EXIT_UNDECIDED;
	if (t->n[VERDICT_PENDING] > 0)
		return EXIT_PENDING;
	/* What does not apply, or was not played, says nothing about the relay. */
	if (t->n[VERDICT_PASS] + t->n[VERDICT_XFAIL] == 0)
		return EXIT_UNDECIDED;
	return EXIT_CONFORMS;
}
