/* Planting: account by account, each with a line before and a line behind.
 *
 * A planting that was interrupted is done again, in the same account and with new
 * messages: the old ones are nobody's. */
#include "conformance/engine/vigil.h"

#include <stdio.h>
#include <string.h>

enum { TRIES = 3 };

static json_t *
planted_line(const struct plan_account *a, const struct visited *seen)
{
	char from[WHEN_ISO], to[WHEN_ISO];
	json_t *list = json_array();

	for (size_t i = 0; i < a->sentinels; i++) {
		const struct sentinel *s = &seen->sentinel[i];
		when_iso_at(s->from_ms, from);
		when_iso_at(s->to_ms, to);
		json_array_append_new(list,
		    json_pack("{s:s, s:s, s:s, s:s, s:s}", "kind", kinds[a->sentinel[i].kind].name,
			"token", s->token, "body", s->digest, "from", from, "to", to));
	}
	when_iso_at(seen->from_ms, from);
	when_iso_at(seen->to_ms, to);
	return json_pack("{s:s, s:s, s:s, s:I, s:o}", "account", a->name, "from", from, "to", to,
	    "validity", (json_int_t)seen->validity, "sentinels", list);
}

static enum exit_code
plant_one(struct vigil *v, struct plan_account *a)
{
	struct plan *p = &v->plan;
	struct account as = { a->address, plan_password(p, a) };
	struct outcome out;

	if (as.password == NULL)
		return (enum exit_code)complain(
		    "%s: the password of %s does not open with this key", v->path, a->name);
	if (!plan_happened(p, "planting", json_pack("{s:s}", "account", a->name)))
		return EXIT_INTERNAL;
	const struct visited *seen = vigil_visit(v, a, VISIT_PLANT, &as, &out);
	if (seen == NULL)
		return EXIT_INTERRUPTED;
	if (out.kind == OUTCOME_PASS)
		return plan_happened(p, "planted", planted_line(a, seen)) ? EXIT_CONFORMS
									  : EXIT_INTERNAL;
	json_t *line =
	    json_pack("{s:s, s:s, s:s}", "account", a->name, "cause", out.cause, "why", out.actual);
	return plan_happened(p, "not-planted", line) ? EXIT_UNDECIDED : EXIT_INTERNAL;
}

static void
progress(const struct vigil *v, size_t done)
{
	if (!v->options.quiet)
		fprintf(stderr, "planted %zu of %zu accounts\n", done, v->plan.n);
}

enum exit_code
vigil_plant(struct vigil *v)
{
	struct plan *p = &v->plan;
	size_t done = 0;

	for (size_t i = 0; i < p->n; i++)
		done += p->list[i].planting == PLANT_DONE;
	for (size_t i = 0; i < p->n; i++) {
		struct plan_account *a = &p->list[i];
		enum exit_code code = EXIT_UNDECIDED;
		for (int k = 0; k < TRIES && code == EXIT_UNDECIDED && a->planting != PLANT_DONE;
		     k++)
			code = plant_one(v, a);
		if (a->planting == PLANT_DONE) {
			done += code == EXIT_CONFORMS;
			if (code == EXIT_CONFORMS)
				progress(v, done);
			continue;
		}
		if (code == EXIT_INTERNAL)
			complain("%s", p->ledger.error);
		if (code == EXIT_UNDECIDED)
			complain("%s could not be planted: %s: %s; say it again to go on", a->name,
			    a->cause, a->why);
		return vigil_interrupted() ? EXIT_INTERRUPTED : code;
	}
	if (!p->planted && !plan_happened(p, "all-planted", json_object())) {
		complain("%s", p->ledger.error);
		return EXIT_INTERNAL;
	}
	return EXIT_CONFORMS;
}
