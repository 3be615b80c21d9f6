/* relayspec replay: one case of a finished run again, against the same relay
 * with the same seed, so that the client side says the same.  Accounts are new:
 * their passwords are in no report. */
#include "conformance/engine/audit.h"
#include "conformance/engine/command.h"
#include "conformance/engine/evidence.h"
#include "conformance/engine/when.h"
#include "reports/report.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "usage: relayspec replay RUN.json ID [--out DIR] [--creds FILE] [--timeout-scale X]\n"
    "\n"
    "Plays one case of a finished run again: same relay, same seed, same attempt.\n"
    "Prints the outcome and where the transcript is (DIR, default relayspec-replay).\n"
    "When the run ended with the twin, the twin is played.  --push-listen,\n"
    "--turn-secret, --dns-listen, --sink-port, --pair, --hook and their kin as for audit.\n";

/* The options of that run, as far as they shape what is said. */
static void
take_options(struct options *o, const json_t *run)
{
	o->domain = report_str(run, "target.domain");
	o->profile = report_str(run, "profile.name");
	o->insecure = report_true(run, "target.insecure");
	o->seed = (uint64_t)report_int(run, "run.seed");
	o->seed_given = true;
	o->level = LEVEL_MAY;
	if (o->out == NULL)
		o->out = "relayspec-replay";
	for (int p = 0; p < PORTS; p++) {
		char path[64];
		snprintf(path, sizeof(path), "target.ports.%s.port", port_name[p]);
		o->port[p] = (int32_t)report_int(run, path);
	}
}

static const json_t *
find_case(const json_t *run, const char *id)
{
	const json_t *cases = report_list(run, "cases");

	for (size_t i = 0; i < json_array_size(cases); i++)
		if (report_is(json_array_get(cases, i), "id", id))
			return json_array_get(cases, i);
	return NULL;
}

/* The attempt that the verdict rests on: the last of the case, or of its twin. */
static unsigned
attempt_of(const json_t *c, bool twin)
{
	const json_t *attempts = report_list(c, "attempts");
	const char *wanted = report_is(c, "verdict", "XFAIL") ? "FAIL" : report_str(c, "verdict");
	unsigned number = 1;

	for (size_t i = 0; i < json_array_size(attempts); i++) {
		const json_t *t = json_array_get(attempts, i);
		if (report_true(t, "twin") == twin &&
		    (twin || number == 1 || report_is(t, "verdict", wanted)))
			number = (unsigned)report_int(t, "number");
	}
	return number;
}

static int
result(const struct audit *a, const struct job *j, const struct outcome *o)
{
	printf("%s%s %s%s%s  %lld ms\n", outcome_name(o->kind), j->twin ? " (twin)" : "",
	    j->entry->law.id, o->cause[0] != '\0' ? "  " : "", o->cause,
	    (long long)(o->took_us / 1000));
	if (o->kind != OUTCOME_PASS)
		printf("  stage     %s\n  expected  %s\n  actual    %s\n", o->stage, o->expected,
		    o->actual);
	printf("  evidence  %s/%s\n", a->out, j->transcript);
	switch (o->kind) {
	case OUTCOME_PASS:
	case OUTCOME_NA: return EXIT_CONFORMS;
	case OUTCOME_FAIL: return EXIT_FAILS;
	case OUTCOME_INCONCLUSIVE: return EXIT_UNDECIDED;
	case OUTCOME_INTERNAL: break;
	}
	return EXIT_INTERNAL;
}

static int
play_again(struct audit *a, const json_t *c)
{
	struct job *j = &a->jobs[0];
	const struct test_case *t = j->entry->test;
	struct account accounts[LEND_MOST], fresh[LEND_MOST];
	static const struct outcome unset;
	struct outcome out = unset;
	char path[4200];
	unsigned make = 0;
	int64_t when;

	j->twin = report_is(c, "reason_code", "twin") && t->twin != NULL;
	j->attempts = attempt_of(c, j->twin);
	snprintf(j->transcript, sizeof(j->transcript), "transcripts/%.80s.%u%s.transcript",
	    j->entry->law.id, j->attempts, j->twin ? ".twin" : "");
	snprintf(path, sizeof(path), "%s/%s", a->out, j->transcript);
	if (t->fresh > LEND_MOST ||
	    accounts_lend(&a->accounts, t->accounts, 0, when_us(), j->lent, &when) != LEND_DONE ||
	    !accounts_fresh(&a->accounts, t->fresh, t->making, fresh))
		return complain("replay: too few accounts for %s; a longer --creds file helps",
		    j->entry->law.id);
	for (unsigned i = 0; i < t->accounts; i++) {
		accounts[i] = a->accounts.list[j->lent[i]].account;
		if (!a->accounts.list[j->lent[i]].made || evidence_by_hook(t))
			make |= 1U << i;
	}
	struct attempt_plan plan = { .target = &a->target,
		.test = t,
		.id = j->entry->law.id,
		.twin = j->twin,
		.number = j->attempts,
		.accounts = accounts,
		.fresh = fresh,
		.pgp = &a->pgp,
		.seed = a->seed,
		.transcript = path,
		.timeout_scale = a->options->timeout_scale };
	audit_play_once(a, &plan, make, audit_limit_us(a, t, t->accounts), &out);
	return result(a, j, &out);
}

int
cmd_replay(int argc, char **argv)
{
	static struct audit a;
	struct options o;
	char error[4400];

	if (!options_parse(&o, argc, argv, "out creds timeout-scale " COMMAND_LENDS))
		return EXIT_USAGE;
	if (o.help) {
		fputs(help, stdout);
		return EXIT_CONFORMS;
	}
	if (o.n != 2)
		return complain("replay: which run and which case? relayspec replay RUN.json ID");
	json_t *run = report_load(o.words[0], error, sizeof(error));
	if (run == NULL)
		return complain("%s", error);
	const json_t *c = find_case(run, o.words[1]);
	if (c == NULL) {
		json_decref(run);
		return complain("replay: %s has no case %s", o.words[0], o.words[1]);
	}
	take_options(&o, run);
	enum exit_code code = audit_prepare(&a, &o, report_str(run, "target.host"), o.words + 1, 1);
	if (code == EXIT_CONFORMS)
		code = audit_open_output(&a);
	if (code == EXIT_CONFORMS)
		code = audit_stand_in(&a);
	int done = (int)code;
	if (code == EXIT_CONFORMS) {
		audit_connect(&a);
		done = play_again(&a, c);
	}
	audit_free(&a);
	json_decref(run);
	return done;
}
