/* From looks to verdicts.  The dates and what one look may conclude are in
 * schedule.c. */
#include "conformance/engine/plan_verdict.h"

#include <string.h>

/* What one account says about one requirement; the greater one wins. */
enum word { WORD_NONE, WORD_PASS, WORD_WAITS, WORD_BLANK, WORD_MISSED, WORD_FAIL };

static struct plan_row *
row_of(struct plan_verdict *v, const char *id, bool dated_back)
{
	for (size_t i = 0; i < v->rows; i++)
		if (v->row[i].dated_back == dated_back && strcmp(v->row[i].id, id) == 0)
			return &v->row[i];
	if (v->rows == ROWS_MOST)
		return &v->row[0];
	struct plan_row *r = &v->row[v->rows++];
	*r = (struct plan_row){ .id = id,
		.dated_back = dated_back,
		.cause = "",
		.due_ms = INT64_MAX,
		.seen_ms = -1,
		.gone_ms = -1 };
	return r;
}

/* ---- messages ------------------------------------------------------------------------ */

static const struct look *
mail_look(const struct plan_account *a)
{
	for (size_t i = 0; i < a->looks; i++)
		if (a->look[i].window.what == LOOK_MAIL)
			return &a->look[i];
	return NULL;
}

static struct observation
observe(const struct plan *p, const struct plan_account *a, const struct sentinel *s)
{
	const struct look *l = mail_look(a);
	const struct kind *k = &kinds[s->kind];
	bool back = k->dating == DATED_OVER || k->dating == DATED_UNDER;
	int64_t age = back ? kind_age(s->kind, &p->terms) : 0;
	struct observation o = { .from_ms = s->from_ms - age,
		.to_ms = s->to_ms - age,
		.look_from_ms = l->from_ms,
		.look_to_ms = l->to_ms,
		.due_ms = l->window.due_ms + age,
		.until_ms = l->window.until_ms + age,
		.present = s->present };

	kind_bounds(s->kind, a->select_inbox, &p->terms, &o.least_ms, &o.most_ms);
	return o;
}

static enum finding
find(const struct plan *p, const struct plan_account *a, const struct sentinel *s)
{
	const struct look *l = mail_look(a);

	if (a->planting != PLANT_DONE || l == NULL || l->state != LOOK_DONE)
		return FINDING_NONE;
	struct observation o = observe(p, a, s);
	enum finding f = schedule_judge(&o, &p->terms);
	/* It is old by its date only: where the arrival counts, it may be there for long. */
	return f == FINDING_LATE && kinds[s->kind].dating == DATED_UNDER ? FINDING_NONE : f;
}

const char *
plan_finding(const struct plan *p, const struct plan_account *a, size_t sentinel)
{
	switch (find(p, a, &a->sentinel[sentinel])) {
	case FINDING_NONE: break;
	case FINDING_THERE: return "there";
	case FINDING_GONE: return "gone";
	case FINDING_EARLY: return "early";
	case FINDING_LATE: return "late";
	}
	return "";
}

/* Of a message that this look was meant to decide about. */
static enum word
word_of(const struct plan_account *a, const struct look *l, enum decides d, enum finding f)
{
	if (f == FINDING_EARLY || f == FINDING_LATE)
		return WORD_FAIL;
	if (a->planting != PLANT_DONE)
		return a->cause[0] != '\0' || a->planting == PLANT_BEGUN ? WORD_BLANK : WORD_WAITS;
	if (l->state == LOOK_MISSED)
		return WORD_MISSED;
	if (l->state != LOOK_DONE)
		return WORD_WAITS;
	return f == (d == DECIDES_GONE ? FINDING_GONE : FINDING_THERE) ? WORD_PASS : WORD_MISSED;
}

static void
note_times(const struct plan *p, const struct plan_account *a, const struct sentinel *s,
    struct plan_row *r)
{
	struct observation o = observe(p, a, s);
	int64_t low = o.look_from_ms - o.to_ms, high = o.look_to_ms - o.from_ms;

	if (s->present && low > r->seen_ms)
		r->seen_ms = low;
	if (!s->present && (r->gone_ms < 0 || high < r->gone_ms))
		r->gone_ms = high;
	r->altered += s->present && !s->intact;
}

static void
count(struct plan_row *r, enum word w)
{
	switch (w) {
	case WORD_NONE: break;
	case WORD_PASS: r->pass++; break;
	case WORD_WAITS: r->waiting++; break;
	case WORD_BLANK: r->blank++; break;
	case WORD_MISSED: r->missed++; break;
	case WORD_FAIL: r->fail++; break;
	}
}

static void
count_mail(const struct plan *p, struct plan_verdict *v, const struct plan_account *a)
{
	enum word words[ROWS_MOST] = { WORD_NONE };
	const struct look *l = mail_look(a);

	for (size_t i = 0; l != NULL && i < a->sentinels; i++) {
		const struct sentinel *s = &a->sentinel[i];
		const struct kind *k = &kinds[s->kind];
		enum finding f = find(p, a, s);
		enum decides d = group_decides(a->group, s->kind, a->select_inbox);
		/* What a look finds beside its purpose counts when it is a fault. */
		if (d == DECIDES_NOTHING && f != FINDING_EARLY && f != FINDING_LATE)
			continue;
		bool early = f == FINDING_EARLY || (f != FINDING_LATE && d == DECIDES_EARLY);
		struct plan_row *r = row_of(v, early ? k->early_id : k->gone_id,
		    k->dating == DATED_OVER || k->dating == DATED_UNDER);
		enum word w = word_of(a, l, d, f), *mine = &words[r - v->row];
		r->absence = !early;
		if (w > *mine)
			*mine = w;
		if (w == WORD_FAIL && r->fault_in == NULL) {
			r->fault_in = a->name;
			r->fault_kind = k->text;
		}
		if (w == WORD_WAITS && a->planting == PLANT_DONE &&
		    a->to_ms + l->window.due_ms < r->due_ms)
			r->due_ms = a->to_ms + l->window.due_ms;
		if (a->planting == PLANT_DONE && l->state == LOOK_DONE)
			note_times(p, a, s, r);
	}
	for (size_t i = 0; i < v->rows; i++)
		count(&v->row[i], words[i]);
}

/* ---- accounts ------------------------------------------------------------------------ */

static enum word
account_word(const struct plan *p, const struct plan_account *a, const struct look *l)
{
	int64_t limit = p->terms.inactive_ms, age = l->to_ms - a->from_ms;
	struct observation o = { .least_ms = limit,
		.most_ms = limit,
		.due_ms = l->window.due_ms,
		.until_ms = l->window.until_ms,
		.from_ms = a->from_ms,
		.to_ms = a->to_ms,
		.look_from_ms = l->from_ms,
		.look_to_ms = l->to_ms,
		.present = l->life == LIFE_THERE };

	if (a->planting != PLANT_DONE)
		return a->cause[0] != '\0' || a->planting == PLANT_BEGUN ? WORD_BLANK : WORD_WAITS;
	if (l->state == LOOK_MISSED)
		return WORD_MISSED;
	if (l->state != LOOK_DONE)
		return WORD_WAITS;
	if (l->life == LIFE_UNKNOWN)
		return WORD_BLANK;
	if (a->group == GROUP_KEPT) {
		/* It was logged in to, but was it in time? */
		if (a->pause_ms >= limit - kept_interval(&p->terms))
			return WORD_MISSED;
		return l->life == LIFE_GONE ? WORD_FAIL : age >= limit ? WORD_PASS : WORD_MISSED;
	}
	switch (schedule_judge(&o, &p->terms)) {
	case FINDING_EARLY:
	case FINDING_LATE: return WORD_FAIL;
	case FINDING_THERE: return a->group == GROUP_INACTIVE_EARLY ? WORD_PASS : WORD_MISSED;
	case FINDING_GONE: return a->group == GROUP_INACTIVE_LATE ? WORD_PASS : WORD_MISSED;
	case FINDING_NONE: break;
	}
	return WORD_MISSED;
}

static void
count_account(const struct plan *p, struct plan_verdict *v, const struct plan_account *a)
{
	for (size_t i = 0; i < a->looks; i++) {
		const struct look *l = &a->look[i];
		if (l->window.what != LOOK_ACCOUNT)
			continue;
		struct plan_row *r = row_of(v,
		    a->group == GROUP_KEPT                ? "RET_LOGIN_RENEWS"
			: a->group == GROUP_INACTIVE_LATE ? "RET_ACCOUNT"
							  : "RET_ACCOUNT_NOT_EARLY",
		    false);
		enum word w = account_word(p, a, l);
		r->absence = a->group == GROUP_INACTIVE_LATE;
		count(r, w);
		if (w == WORD_FAIL && r->fault_in == NULL) {
			r->fault_in = a->name;
			r->fault_kind = l->life == LIFE_GONE ? "the account" : "an account";
		}
		if (w == WORD_WAITS && a->planting == PLANT_DONE &&
		    a->to_ms + l->window.due_ms < r->due_ms)
			r->due_ms = a->to_ms + l->window.due_ms;
		if (l->state != LOOK_DONE)
			continue;
		if (l->life == LIFE_THERE && l->from_ms - a->to_ms > r->seen_ms)
			r->seen_ms = l->from_ms - a->to_ms;
		if (l->life == LIFE_GONE && (r->gone_ms < 0 || l->to_ms - a->from_ms < r->gone_ms))
			r->gone_ms = l->to_ms - a->from_ms;
	}
}

/* ---- verdicts -------------------------------------------------------------------------- */

/* Requirements that nothing in the plan is for, because the budget was too small. */
static void
add_left_out(const struct plan *p, struct plan_verdict *v)
{
	for (unsigned g = 0; g < GROUPS; g++) {
		if (!p->left_out[g])
			continue;
		for (size_t k = 0; k < KINDS; k++) {
			enum decides d = group_decides((enum group)g, k, true);
			if (d != DECIDES_NOTHING)
				row_of(v, d == DECIDES_GONE ? kinds[k].gone_id : kinds[k].early_id,
				    g == GROUP_PROBE);
		}
		if (g == GROUP_KEPT)
			row_of(v, "RET_LOGIN_RENEWS", false);
		if (g == GROUP_INACTIVE_LATE)
			row_of(v, "RET_ACCOUNT", false);
		if (g == GROUP_INACTIVE_EARLY)
			row_of(v, "RET_ACCOUNT_NOT_EARLY", false);
	}
}

/* Dated back, and nothing went: this relay may count from the arrival, which it is free to do. */
static bool
counts_from_arrival(const struct plan *p)
{
	bool late = false;

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->list[i].sentinels; k++) {
			const struct sentinel *s = &p->list[i].sentinel[k];
			if (kinds[s->kind].dating != DATED_OVER)
				continue;
			enum finding f = find(p, &p->list[i], s);
			if (f == FINDING_GONE)
				return false;
			late = late || f == FINDING_LATE;
		}
	return late;
}

static void
decide(struct plan_row *r, bool from_arrival)
{
	r->verdict = VERDICT_INCONCLUSIVE;
	if (r->fail > 0 && r->dated_back && r->absence && from_arrival)
		r->cause = "arrival-clock";
	else if (r->fail > 0)
		r->verdict = VERDICT_FAIL;
	else if (r->missed > 0)
		r->cause = "window-missed";
	else if (r->waiting > 0)
		r->verdict = VERDICT_PENDING;
	else if (r->blank > 0)
		r->cause = "setup";
	else if (r->pass == 0)
		r->cause = "budget";
	else
		r->verdict = VERDICT_PASS;
}

void
plan_judge(const struct plan *p, struct plan_verdict *v)
{
	*v = (struct plan_verdict){ .grade = p->moved ? "B" : "A" };
	for (size_t i = 0; i < p->n; i++) {
		count_mail(p, v, &p->list[i]);
		count_account(p, v, &p->list[i]);
	}
	add_left_out(p, v);
	bool from_arrival = counts_from_arrival(p);
	for (size_t i = 0; i < v->rows; i++) {
		decide(&v->row[i], from_arrival);
		v->tally.n[v->row[i].verdict]++;
	}
}
