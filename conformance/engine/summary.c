/* The summary of run.json: counts by level, the verdict in one sentence, the
 * exit code.  The sentence is made here once, so that no report words it anew. */
#include "conformance/engine/audit.h"
#include "conformance/engine/when.h"

#include <stdio.h>
#include <string.h>

struct counts {
	unsigned selected, n[VERDICTS];
};

static json_t *
counts_json(const struct counts *c)
{
	json_t *o = json_object();

	json_object_set_new(o, "selected", json_integer(c->selected));
	for (int v = 0; v < VERDICTS; v++)
		json_object_set_new(o, verdict_name((enum verdict)v), json_integer(c->n[v]));
	return o;
}

static const char *
headline(enum exit_code code)
{
	switch (code) {
	case EXIT_CONFORMS: return "CONFORMS";
	case EXIT_FAILS: return "DOES NOT CONFORM";
	case EXIT_UNDECIDED:
	case EXIT_PENDING: return "NOT DECIDED";
	case EXIT_STALE: return "EXPECTATIONS ARE STALE";
	case EXIT_INTERRUPTED: return "INTERRUPTED";
	case EXIT_USAGE:
	case EXIT_INTERNAL: break;
	}
	return "INTERNAL ERROR";
}

static void
sentence(
    const struct audit *a, enum exit_code code, const struct counts *must, char *out, size_t size)
{
	const struct target *t = &a->target;
	const char *profile = a->options->profile;
	bool all = a->options->level != LEVEL_MUST;
	char known[60] = "";
	const char *what = all ? "requirements that count" : "MUST requirements";

	if (must->n[VERDICT_XFAIL] > 0)
		snprintf(
		    known, sizeof(known), ", but for %u known failures", must->n[VERDICT_XFAIL]);
	switch (code) {
	case EXIT_CONFORMS:
		snprintf(out, size, "%s keeps all %u tested %s of profile %s%s.", t->domain,
		    must->n[VERDICT_PASS], what, profile, known);
		return;
	case EXIT_FAILS:
		snprintf(out, size, "%s breaks %u of %u %s of profile %s.", t->domain,
		    must->n[VERDICT_FAIL], must->selected, what, profile);
		return;
	case EXIT_UNDECIDED:
	case EXIT_PENDING:
		if (must->n[VERDICT_NA] == must->selected) {
			snprintf(out, size, "Nothing was decided about %s: none of %u %s applies.",
			    t->domain, must->selected, what);
			return;
		}
		snprintf(out, size, "Nothing failed on %s, but %u of %u %s could not be decided.",
		    t->domain, must->n[VERDICT_INCONCLUSIVE] + must->n[VERDICT_PENDING],
		    must->selected, what);
		return;
	case EXIT_STALE:
		snprintf(out, size,
		    "Nothing unexpected failed on %s, but the list of known failures is stale.",
		    t->domain);
		return;
	case EXIT_INTERRUPTED:
		snprintf(out, size, "The audit of %s was interrupted after %zu of %zu cases.",
		    t->domain, a->finished, a->job_count);
		return;
	case EXIT_USAGE:
	case EXIT_INTERNAL:
		snprintf(out, size,
		    "relayspec failed while it audited %s: this report decides nothing.",
		    t->domain);
		return;
	}
}

static void
count(const struct audit *a, struct counts *by_level, struct counts *all, struct counts *counting)
{
	for (size_t i = 0; i < a->job_count; i++) {
		const struct job *j = &a->jobs[i];
		enum verdict v = j->finished ? j->verdict : VERDICT_SKIP;
		enum level l = j->entry->law.level;
		struct counts *into[] = { &by_level[l], all,
			l <= a->options->level ? counting : NULL };
		for (size_t k = 0; k < COUNT_OF(into); k++) {
			if (into[k] == NULL)
				continue;
			into[k]->selected++;
			into[k]->n[v]++;
		}
	}
}

void
record_summary(struct audit *a, bool complete)
{
	struct counts by_level[3] = { { 0 } }, all = { 0 }, counting = { 0 };
	enum exit_code code = tally_exit(&a->tally);
	json_t *s = json_object_get(a->record.root, "summary");
	json_t *r = json_object_get(a->record.root, "run");
	char now[WHEN_ISO], words[600];

	count(a, by_level, &all, &counting);
	/* What stands half-way is no verdict, unless it is one already. */
	sentence(a,
	    complete || (code != EXIT_CONFORMS && code != EXIT_UNDECIDED) ? code : EXIT_INTERRUPTED,
	    &counting, words, sizeof(words));
	json_object_set_new(s, "headline",
	    json_string(complete || code == EXIT_INTERNAL ? headline(code) : "INTERRUPTED"));
	json_object_set_new(s, "sentence", json_string(words));
	json_object_set_new(s, "exit", json_integer(complete ? (int)code : EXIT_INTERRUPTED));
	json_object_set_new(s, "all", counts_json(&all));
	json_object_set_new(s, "must", counts_json(&by_level[LEVEL_MUST]));
	json_object_set_new(s, "should", counts_json(&by_level[LEVEL_SHOULD]));
	json_object_set_new(s, "may", counts_json(&by_level[LEVEL_MAY]));
	when_iso(now);
	json_object_set_new(r, "ended", complete ? json_string(now) : json_null());
	json_object_set_new(r, "complete", json_boolean(complete && !a->interrupted));
	json_object_set_new(r, "interrupted", json_boolean(a->interrupted));
	json_object_set_new(r, "used",
	    json_pack("{s:I, s:I, s:I}", "accounts",
		(json_int_t)json_array_size(json_object_get(a->record.root, "accounts_left")),
		"mails", (json_int_t)a->mails, "connections", (json_int_t)a->connections_seen));
	a->record.dirty = true;
}
