/* Looking, when it is due.  What must not be looked at twice is announced in the
 * plan before it is touched.
 *
 * Whether mail is there is asked again after an interruption: that does not
 * change it.  Whether an account is there is asked about by mail first; that does
 * not change it either. */
#include "conformance/engine/vigil.h"

#include <stdio.h>
#include <string.h>

enum { TRIES = 3, AGAIN_MS = 60000, AGAIN_MOST_MS = 3600000 };

/* What to do next. */
struct step {
	struct plan_account *account;
	size_t look; /* account->looks: a login of a control */
	int64_t due_ms;
	bool again; /* it failed before, in this run */
};

static int64_t
due_of(const struct plan_account *a, const struct look *l)
{
	return a->to_ms + l->window.due_ms;
}

static bool
is_open(const struct look *l)
{
	return l->state == LOOK_WAITS || l->state == LOOK_BEGUN;
}

/* Before a limit, "gone" tells nothing any more when the time is over; after it, "there" does. */
static bool
is_early(enum group g)
{
	return g == GROUP_EARLY || g == GROUP_LARGE_EARLY || g == GROUP_INACTIVE_EARLY;
}

static void
take_earlier(struct step *best, struct plan_account *a, size_t look, int64_t due_ms)
{
	bool again = a->not_before_ms > due_ms;

	if (again)
		due_ms = a->not_before_ms;
	if (due_ms < best->due_ms)
		*best =
		    (struct step){ .account = a, .look = look, .due_ms = due_ms, .again = again };
}

static struct step
next_step(const struct plan *p)
{
	struct step best = { .due_ms = INT64_MAX };

	for (size_t i = 0; i < p->n; i++) {
		struct plan_account *a = &p->list[i];
		bool open = false;
		if (a->planting != PLANT_DONE)
			continue;
		for (size_t k = 0; k < a->looks; k++)
			if (is_open(&a->look[k])) {
				take_earlier(&best, a, k, due_of(a, &a->look[k]));
				open = true;
			}
		if (open && a->group == GROUP_KEPT)
			take_earlier(&best, a, a->looks, a->kept_ms + kept_interval(&p->terms));
	}
	return best;
}

int64_t
vigil_next(const struct plan *p)
{
	return next_step(p).due_ms;
}

/* ---- one look ----------------------------------------------------------------------- */

static json_t *
looked_line(const struct plan_account *a, size_t look, const struct visited *seen)
{
	char from[WHEN_ISO], to[WHEN_ISO];

	when_iso_at(seen->from_ms, from);
	when_iso_at(seen->to_ms, to);
	return json_pack(
	    "{s:s, s:i, s:s, s:s}", "account", a->name, "look", (int)look, "from", from, "to", to);
}

static bool
not_looked(struct vigil *v, const struct plan_account *a, size_t look, const struct outcome *out)
{
	return plan_happened(&v->plan, "not-looked",
	    json_pack("{s:s, s:i, s:s, s:s}", "account", a->name, "look", (int)look, "cause",
		out->cause, "why", out->actual));
}

static bool
look_at_mail(struct vigil *v, struct plan_account *a, size_t look, const struct account *as)
{
	struct outcome out;
	const struct visited *seen = vigil_visit(v, a, VISIT_LOOK, as, &out);
	json_t *list = json_array();

	if (seen == NULL || out.kind != OUTCOME_PASS) {
		json_decref(list);
		return seen == NULL || not_looked(v, a, look, &out);
	}
	for (size_t i = 0; i < a->sentinels; i++) {
		const struct sentinel *s = &seen->sentinel[i];
		json_array_append_new(list,
		    json_pack("{s:s, s:b, s:b, s:s}", "kind", kinds[a->sentinel[i].kind].name,
			"present", s->present, "intact", s->intact, "where", s->where));
	}
	json_t *line = looked_line(a, look, seen);
	json_object_set_new(line, "sentinels", list);
	return plan_happened(&v->plan, "looked", line);
}

/* Where one look fails, others fail for the same reason: it is told once. */
static void
tell_trouble(struct vigil *v, const char *name, const char *cause, const char *why)
{
	if (cause[0] != '\0' && strcmp(v->trouble, cause) != 0)
		complain("%s could not be looked at: %s: %s", name, cause, why);
	snprintf(v->trouble, sizeof(v->trouble), "%s", cause);
}

/* A control that logs in: is it the account that was planted? */
static bool
keep(struct vigil *v, struct plan_account *a, size_t look, const struct account *as)
{
	struct outcome out;
	const struct visited *seen = vigil_visit(v, a, VISIT_KEEP, as, &out);

	if (seen == NULL)
		return true;
	if (out.kind != OUTCOME_PASS && look == a->looks) {
		tell_trouble(v, a->name, out.cause, out.actual);
		return true;
	}
	if (out.kind != OUTCOME_PASS)
		return not_looked(v, a, look, &out);
	bool replaced = seen->validity != a->validity;
	json_t *line = looked_line(a, look, seen);
	if (!plan_happened(&v->plan, "kept",
		json_pack("{s:s, s:b}", "account", a->name, "replaced", replaced))) {
		json_decref(line);
		return false;
	}
	if (look == a->looks) {
		json_decref(line);
		return true;
	}
	json_object_set_new(line, "life", json_string(replaced || a->replaced ? "gone" : "there"));
	return plan_happened(&v->plan, "looked", line);
}

/* A control, or an account made now. */
static bool
find_reader(struct vigil *v)
{
	unsigned lent[1];
	int64_t when;

	for (size_t i = 0; i < v->plan.n && v->reader.address == NULL; i++) {
		const struct plan_account *a = &v->plan.list[i];
		if (a->group == GROUP_KEPT && a->planting == PLANT_DONE)
			v->reader = (struct account){ a->address, plan_password(&v->plan, a) };
	}
	if (v->reader.address != NULL)
		return v->reader.password != NULL;
	if (accounts_lend(&v->audit.accounts, 1, 3, when_us(), lent, &when) != LEND_DONE)
		return false;
	v->reader = v->audit.accounts.list[lent[0]].account;
	v->reader_made = v->reader.address;
	return true;
}

static bool
ask(struct vigil *v, struct plan_account *a, size_t look)
{
	struct outcome out = { .kind = OUTCOME_INCONCLUSIVE, .cause = "budget" };
	bool by_login = false;
	const struct visited *seen = NULL;

	if (!find_reader(v))
		return not_looked(v, a, look, &out);
	seen = vigil_visit(v, a, VISIT_MAIL, &v->reader, &out);
	/* No report comes for addresses that nobody has: then mail cannot tell. */
	if (seen != NULL && out.kind == OUTCOME_INCONCLUSIVE && strcmp(out.stage, "arrival") == 0) {
		by_login = true;
		seen = vigil_visit(v, a, VISIT_LOGIN, &v->reader, &out);
	}
	if (seen == NULL || out.kind != OUTCOME_PASS)
		return seen == NULL || not_looked(v, a, look, &out);
	json_t *line = looked_line(a, look, seen);
	json_object_set_new(line, "life",
	    json_string(seen->life == LIFE_GONE ? "gone"
		    : seen->life == LIFE_THERE  ? "there"
						: "unknown"));
	json_object_set_new(line, "by", json_string(by_login ? "login" : "mail"));
	if (seen->life == LIFE_UNKNOWN)
		json_object_set_new(line, "cause", json_string("unreadable"));
	if (v->reader_made != NULL)
		json_object_set_new(line, "made", json_string(v->reader_made));
	v->reader_made = NULL;
	return plan_happened(&v->plan, "looked", line);
}

/* ---- all of them -------------------------------------------------------------------- */

static void
progress(struct vigil *v, const struct step *s)
{
	char at[WHEN_ISO];
	const struct plan_account *a = s->account;

	if (s->look == a->looks)
		return;
	const struct look *l = &a->look[s->look];
	tell_trouble(v, a->name, is_open(l) ? l->cause : "", l->why);
	when_iso_at(plan_now(&v->plan), at);
	if (!is_open(l) && !v->options.quiet)
		fprintf(stderr, "%s %s: %s\n", at, a->name,
		    l->state == LOOK_DONE ? "looked at" : "missed");
}

static bool
do_step(struct vigil *v, const struct step *s)
{
	struct plan_account *a = s->account;
	struct account as = { a->address, plan_password(&v->plan, a) };

	if (as.password == NULL) {
		complain("%s: the password of %s does not open with this key", v->path, a->name);
		return false;
	}
	if (s->look == a->looks)
		return keep(v, a, s->look, &as);
	struct look *l = &a->look[s->look];
	json_t *line = json_pack("{s:s, s:i}", "account", a->name, "look", (int)s->look);
	bool over = plan_now(&v->plan) > a->from_ms + l->window.until_ms;
	if (over && (is_early(a->group) || l->tries >= TRIES))
		return plan_happened(&v->plan, "missed", line);
	if (!plan_happened(&v->plan, "looking", line))
		return false;
	if (l->window.what == LOOK_MAIL)
		return look_at_mail(v, a, s->look, &as);
	return a->group == GROUP_KEPT ? keep(v, a, s->look, &as) : ask(v, a, s->look);
}

/* A step that did not succeed is tried again later, and others meanwhile. */
static void
put_off(struct vigil *v, const struct step *s, bool wait)
{
	struct plan_account *a = s->account;
	int64_t now = plan_now(&v->plan), pause = v->plan.terms.grace_ms / 8;
	bool failed = s->look < a->looks ? is_open(&a->look[s->look])
					 : a->kept_ms + kept_interval(&v->plan.terms) <= now;

	a->failures = failed ? a->failures + 1 : 0;
	a->not_before_ms = 0;
	if (!failed)
		return;
	pause = pause < AGAIN_MS ? pause : AGAIN_MS;
	for (unsigned i = 1; i < a->failures && pause < AGAIN_MOST_MS; i++)
		pause *= 2;
	a->not_before_ms = !wait && a->failures >= TRIES ? INT64_MAX : now + pause;
}

enum exit_code
vigil_look(struct vigil *v, bool wait, bool (*after)(struct vigil *v))
{
	while (!vigil_interrupted()) {
		struct step s = next_step(&v->plan);
		if (s.account == NULL)
			return EXIT_CONFORMS;
		if (!wait && !s.again && s.due_ms > plan_now(&v->plan))
			return EXIT_CONFORMS;
		if (!vigil_sleep(v, s.due_ms))
			break;
		if (!do_step(v, &s)) {
			complain("%s", v->plan.ledger.error);
			return EXIT_INTERNAL;
		}
		progress(v, &s);
		put_off(v, &s, wait);
		if (!after(v))
			return EXIT_INTERNAL;
	}
	return EXIT_INTERRUPTED;
}
