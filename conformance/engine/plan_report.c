/* Makes verify.json of a plan and its verdicts. */
#include "conformance/engine/plan_report.h"

#include "conformance/engine/registry.h"
#include "conformance/engine/version.h"
#include "conformance/engine/vigil.h"

#include <stdio.h>
#include <string.h>

static json_t *
instant(int64_t ms)
{
	char text[WHEN_ISO];

	if (ms <= 0 || ms == INT64_MAX)
		return json_null();
	when_iso_at(ms, text);
	return json_string(text);
}

static json_t *
length(int64_t ms)
{
	return ms < 0 ? json_null() : json_integer((json_int_t)ms);
}

static json_t *
plan_json(const struct plan *p)
{
	char plan_hex[65], file_hex[65];
	json_t *left_out = json_array();
	size_t planted = 0;

	for (size_t i = 0; i < p->n; i++)
		planted += p->list[i].planting == PLANT_DONE;
	for (unsigned g = 0; g < GROUPS; g++)
		if (p->left_out[g])
			json_array_append_new(left_out, json_string(group_text((enum group)g)));
	plan_digests(p, plan_hex, file_hex);
	return json_pack("{s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, "
			 "s:I, s:I, s:b, s:b, s:o}",
	    "file", p->ledger.path, "sha256", plan_hex, "file_sha256", file_hex, "lines",
	    (json_int_t)p->ledger.lines, "made", p->made, "tool", p->tool, "host", p->host,
	    "domain", p->domain, "retention_ms", (json_int_t)p->terms.retention_ms, "large_ms",
	    (json_int_t)p->terms.large_ms, "grace_ms", (json_int_t)p->terms.grace_ms, "inactive_ms",
	    (json_int_t)p->terms.inactive_ms, "accounts_each", (json_int_t)p->each, "accounts",
	    (json_int_t)p->n, "planted", (json_int_t)planted, "clock_offset_s",
	    (json_int_t)p->offset_s, "lab", p->moved, "hook", p->hooked, "left_out", left_out);
}

static json_t *
check_json(const struct plan *p, const struct plan_verdict *v, const struct plan_row *r)
{
	const struct entry *e = registry_find(r->id);
	char fault[200] = "";
	/* Only an absence is bounded: that accounts stay is a control. */
	json_t *bound = r->verdict == VERDICT_PASS && r->absence
	    ? json_real(schedule_bound(r->pass))
	    : json_null();

	(void)p;
	if (r->fault_in != NULL)
		snprintf(fault, sizeof(fault), "%s, %s", r->fault_in, r->fault_kind);
	return json_pack("{s:s, s:b, s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:i, s:b, s:o, "
			 "s:o, s:o, s:o, s:s, s:i}",
	    "id", r->id, "dated_back", r->dated_back, "level",
	    e != NULL ? level_name(e->law.level) : "", "text", e != NULL ? e->law.text : "",
	    "grade", r->dated_back && !p->moved ? "A*" : v->grade, "verdict",
	    verdict_name(r->verdict), "cause", r->cause, "pass", (int)r->pass, "fail", (int)r->fail,
	    "missed", (int)r->missed, "blank", (int)r->blank, "waiting", (int)r->waiting, "absence",
	    r->absence, "bound", bound, "due", instant(r->due_ms), "seen_ms", length(r->seen_ms),
	    "gone_ms", length(r->gone_ms), "fault", fault, "altered", (int)r->altered);
}

/* ---- the accounts, as they are -------------------------------------------------------- */

static json_t *
sentinel_json(const struct plan *p, const struct plan_account *a, size_t i)
{
	const struct sentinel *s = &a->sentinel[i];
	int64_t seen = s->to_ms, gone = 0;
	bool looked = false;

	for (size_t k = 0; k < a->looks; k++) {
		const struct look *l = &a->look[k];
		if (l->window.what != LOOK_MAIL || l->state != LOOK_DONE)
			continue;
		looked = true;
		if (s->present)
			seen = l->from_ms;
		else
			gone = l->to_ms;
	}
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:s, s:s, s:b}", "kind", kinds[s->kind].name,
	    "what", kinds[s->kind].text, "planted", instant(s->from_ms), "last_seen", instant(seen),
	    "first_gone", instant(gone), "finding", plan_finding(p, a, i), "where", s->where,
	    "intact", looked && s->present && s->intact);
}

static json_t *
look_json(const struct plan_account *a, const struct look *l)
{
	static const char *const states[] = { "waits", "begun", "done", "missed" };
	static const char *const lives[] = { "", "there", "gone" };
	bool planted = a->planting == PLANT_DONE;

	return json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:s, s:i, s:s, s:s}", "what",
	    l->window.what == LOOK_MAIL ? "mail" : "account", "due",
	    instant(planted ? a->to_ms + l->window.due_ms : 0), "until",
	    instant(planted ? a->from_ms + l->window.until_ms : 0), "state", states[l->state],
	    "from", instant(l->from_ms), "to", instant(l->to_ms), "life", lives[l->life], "tries",
	    (int)l->tries, "cause", l->cause, "why", l->why);
}

static json_t *
account_json(const struct plan *p, const struct plan_account *a)
{
	static const char *const plantings[] = { "waits", "begun", "done" };
	json_t *looks = json_array(), *sentinels = json_array();

	for (size_t i = 0; i < a->looks; i++)
		json_array_append_new(looks, look_json(a, &a->look[i]));
	for (size_t i = 0; i < a->sentinels; i++)
		json_array_append_new(sentinels, sentinel_json(p, a, i));
	return json_pack("{s:s, s:s, s:b, s:s, s:s, s:s, s:o, s:o}", "name", a->name, "group",
	    group_name(a->group), "inbox_selected", a->select_inbox, "planting",
	    plantings[a->planting], "cause", a->cause, "why", a->why, "looks", looks, "sentinels",
	    sentinels);
}

/* Accounts that the relay has to keep for a while because of us. */
static json_t *
left_behind(const struct plan *p)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->n; i++) {
		bool gone = false;
		for (size_t k = 0; k < p->list[i].looks; k++)
			gone = gone || p->list[i].look[k].life == LIFE_GONE;
		if (p->list[i].planting != PLANT_WAITS && !gone)
			json_array_append_new(list, json_string(p->list[i].address));
	}
	for (size_t i = 0; i < p->made_later_n; i++)
		json_array_append_new(list, json_string(p->made_later[i]));
	return list;
}

/* ---- the whole ------------------------------------------------------------------------- */

static const char *
headline(enum exit_code code)
{
	switch (code) {
	case EXIT_CONFORMS: return "KEPT";
	case EXIT_FAILS: return "BROKEN";
	case EXIT_UNDECIDED: return "NOT DECIDED";
	case EXIT_PENDING: return "PENDING";
	case EXIT_INTERRUPTED: return "INTERRUPTED";
	case EXIT_STALE:
	case EXIT_USAGE:
	case EXIT_INTERNAL: break;
	}
	return "INTERNAL ERROR";
}

json_t *
plan_report(const struct plan *p, bool interrupted)
{
	struct plan_verdict v;
	json_t *checks = json_array(), *accounts = json_array();
	char now[WHEN_ISO];

	plan_judge(p, &v);
	v.tally.interrupted = interrupted;
	enum exit_code code = tally_exit(&v.tally);
	for (size_t i = 0; i < v.rows; i++)
		json_array_append_new(checks, check_json(p, &v, &v.row[i]));
	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(accounts, account_json(p, &p->list[i]));
	when_iso(now);
	return json_pack("{s:s, s:{s:s, s:s}, s:s, s:o, s:{s:s, s:i, s:o, s:i, s:i, s:i, s:i}, "
			 "s:o, s:o, s:o}",
	    "schema", "relayspec-verify-1", "tool", "name", "relayspec", "version",
	    RELAYSPEC_VERSION, "written", now, "plan", plan_json(p), "summary", "headline",
	    headline(code), "exit", (int)code, "next", instant(vigil_next(p)), "PASS",
	    (int)v.tally.n[VERDICT_PASS], "FAIL", (int)v.tally.n[VERDICT_FAIL], "PENDING",
	    (int)v.tally.n[VERDICT_PENDING], "INCONCLUSIVE", (int)v.tally.n[VERDICT_INCONCLUSIVE],
	    "checks", checks, "accounts", accounts, "left_behind", left_behind(p));
}
