/* What a line of a plan says.  Reading a file and adding to it come through the
 * same door, so what was written is what will be read.
 *
 * Members that are not known are passed over, types of lines are not: a later
 * version that needs more than a member raises PLAN_SCHEMA and keeps reading
 * what is below. */
#include "conformance/engine/plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const life_names[] = { "unknown", "there", "gone" };

PRINTF_LIKE(3, 4)
static bool
wrong(char *error, size_t size, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(error, size, fmt, args);
	va_end(args);
	return false;
}

static const char *
keep(struct plan *p, const char *s)
{
	return arena_str(p->arena, span_str(s));
}

static bool
instant(const json_t *line, const char *name, int64_t *ms)
{
	const char *text = json_string_value(json_object_get(line, name));

	return text != NULL && when_read(text, ms);
}

static const char *
text_of(const json_t *line, const char *name)
{
	const char *s = json_string_value(json_object_get(line, name));

	return s != NULL ? s : "";
}

/* ---- the plan itself ---------------------------------------------------------------- */

static bool
take_head(struct plan *p, const json_t *line, char *error, size_t size)
{
	const char *host, *domain, *made, *tool;
	json_int_t schema = 0, retention, large, inactive, grace, octets, each, accounts, offset;
	int insecure;
	const json_t *ports = json_object_get(line, "ports"),
		     *left_out = json_object_get(line, "left_out");

	if (json_unpack((json_t *)(uintptr_t)line, "{s:I}", "schema", &schema) != 0 || schema < 1)
		return wrong(error, size, "not the beginning of a plan");
	if (schema > PLAN_SCHEMA)
		return wrong(error, size,
		    "schema %lld is of a later relayspec; this one reads up to %d",
		    (long long)schema, PLAN_SCHEMA);
	if (json_unpack((json_t *)(uintptr_t)line,
		"{s:s, s:s, s:s, s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "host", &host,
		"domain", &domain, "made", &made, "tool", &tool, "insecure", &insecure,
		"retention_s", &retention, "large_s", &large, "inactive_s", &inactive, "grace_s",
		&grace, "large_octets", &octets, "accounts_each", &each, "accounts", &accounts,
		"clock_offset_s", &offset) != 0 ||
	    accounts < 1 || accounts > 100000)
		return wrong(error, size, "the terms of the plan are not complete");
	p->host = keep(p, host);
	p->domain = keep(p, domain);
	p->made = keep(p, made);
	p->tool = keep(p, tool);
	p->insecure = insecure;
	p->terms = (struct terms){ retention * 1000, large * 1000, inactive * 1000, grace * 1000 };
	p->large_octets = octets;
	p->each = (unsigned)each;
	p->head = (unsigned)accounts + 1;
	p->offset_s = offset;
	p->moved = offset != 0;
	for (int i = 0; i < PORTS; i++) {
		const json_t *port = json_object_get(ports, port_name[i]);
		p->port[i] = json_is_integer(port) ? (int32_t)json_integer_value(port) : -1;
	}
	for (size_t i = 0; i < json_array_size(left_out); i++) {
		enum group g;
		const char *name = json_string_value(json_array_get(left_out, i));
		if (name != NULL && group_named(name, &g))
			p->left_out[g] = true;
	}
	p->list = arena_take(p->arena, (size_t)accounts * sizeof(p->list[0]));
	return p->list != NULL || wrong(error, size, "out of memory");
}

static bool
take_looks(struct plan_account *a, const json_t *looks)
{
	for (size_t i = 0; i < json_array_size(looks); i++) {
		const char *what;
		json_int_t due, until;
		if (i == LOOKS_MOST ||
		    json_unpack(json_array_get(looks, i), "{s:s, s:I, s:I}", "what", &what,
			"due_ms", &due, "until_ms", &until) != 0)
			return false;
		bool account = strcmp(what, "account") == 0;
		if (!account && strcmp(what, "mail") != 0)
			return false;
		a->look[a->looks++].window = (struct window){
			.what = account ? LOOK_ACCOUNT : LOOK_MAIL, .due_ms = due, .until_ms = until
		};
	}
	return a->looks > 0;
}

static bool
take_account(struct plan *p, const json_t *line, char *error, size_t size)
{
	const char *name, *group, *address, *box;
	int select_inbox;
	const json_t *sentinels = json_object_get(line, "sentinels");

	if (p->list == NULL || p->n + 1 >= p->head)
		return wrong(error, size, "more accounts than the plan announces");
	struct plan_account *a = &p->list[p->n];
	if (json_unpack((json_t *)(uintptr_t)line, "{s:s, s:s, s:s, s:s, s:b}", "name", &name,
		"group", &group, "address", &address, "password", &box, "select_inbox",
		&select_inbox) != 0 ||
	    !group_named(group, &a->group) || !take_looks(a, json_object_get(line, "looks")))
		return wrong(error, size, "an account that cannot be understood");
	a->name = keep(p, name);
	a->address = keep(p, address);
	a->box = keep(p, box);
	a->select_inbox = select_inbox;
	for (size_t i = 0; i < json_array_size(sentinels); i++) {
		const char *kind = json_string_value(json_array_get(sentinels, i));
		size_t k = kind != NULL ? kind_named(kind) : KINDS;
		if (k == KINDS || a->sentinels == KINDS)
			return wrong(error, size, "a kind of message that is not known");
		a->sentinel[a->sentinels++].kind = k;
	}
	p->n++;
	return true;
}

/* ---- what has happened ----------------------------------------------------------------- */

static struct plan_account *
account_of(struct plan *p, const json_t *line)
{
	const char *name = text_of(line, "account");

	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->list[i].name, name) == 0)
			return &p->list[i];
	return NULL;
}

static struct look *
look_of(struct plan_account *a, const json_t *line)
{
	json_int_t i = json_integer_value(json_object_get(line, "look"));

	return i >= 0 && (size_t)i < a->looks ? &a->look[i] : NULL;
}

static struct sentinel *
sentinel_of(struct plan_account *a, const json_t *o)
{
	size_t kind = kind_named(text_of(o, "kind"));

	for (size_t i = 0; i < a->sentinels; i++)
		if (a->sentinel[i].kind == kind)
			return &a->sentinel[i];
	return NULL;
}

static void
take_cause(const json_t *line, char cause[CAUSE_OCTETS], char why[PLAN_WHY])
{
	snprintf(cause, CAUSE_OCTETS, "%s", text_of(line, "cause"));
	snprintf(why, PLAN_WHY, "%s", text_of(line, "why"));
}

static bool
take_planted(struct plan_account *a, const json_t *line)
{
	const json_t *list = json_object_get(line, "sentinels");

	if (a->planting != PLANT_BEGUN || json_array_size(list) != a->sentinels)
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		struct sentinel *s = sentinel_of(a, o);
		if (s == NULL || !instant(o, "from", &s->from_ms) || !instant(o, "to", &s->to_ms))
			return false;
		snprintf(s->token, sizeof(s->token), "%s", text_of(o, "token"));
		snprintf(s->digest, sizeof(s->digest), "%s", text_of(o, "body"));
		if (s->token[0] == '\0')
			return false;
	}
	a->planting = PLANT_DONE;
	a->validity = json_integer_value(json_object_get(line, "validity"));
	return instant(line, "from", &a->from_ms) && instant(line, "to", &a->to_ms) &&
	    (a->kept_ms = a->to_ms) > 0;
}

static bool
take_looked(struct plan *p, struct plan_account *a, struct look *l, const json_t *line)
{
	const json_t *list = json_object_get(line, "sentinels");
	const char *life = text_of(line, "life"), *made = text_of(line, "made");

	if (l->state != LOOK_BEGUN || !instant(line, "from", &l->from_ms) ||
	    !instant(line, "to", &l->to_ms))
		return false;
	/* Each of them was there or was not. */
	if (l->window.what == LOOK_MAIL && json_array_size(list) != a->sentinels)
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		struct sentinel *s = sentinel_of(a, o);
		if (s == NULL)
			return false;
		s->present = json_is_true(json_object_get(o, "present"));
		s->intact = json_is_true(json_object_get(o, "intact"));
		snprintf(s->where, sizeof(s->where), "%s", text_of(o, "where"));
	}
	for (unsigned i = 0; i < COUNT_OF(life_names); i++)
		if (strcmp(life, life_names[i]) == 0)
			l->life = (enum life)i;
	take_cause(line, l->cause, l->why);
	l->state = LOOK_DONE;
	if (made[0] != '\0' && p->made_later_n < COUNT_OF(p->made_later))
		p->made_later[p->made_later_n++] = keep(p, made);
	return true;
}

/* A login of a control, by which it stays. */
static void
take_kept(struct plan *p, struct plan_account *a, const json_t *line)
{
	int64_t at = p->last_ms + p->offset_s * 1000;

	if (at - a->kept_ms > a->pause_ms)
		a->pause_ms = at - a->kept_ms;
	a->kept_ms = at;
	a->replaced = a->replaced || json_is_true(json_object_get(line, "replaced"));
}

static bool
take_planting(struct plan_account *a, const char *type, const json_t *line)
{
	if (strcmp(type, "planted") == 0)
		return take_planted(a, line);
	if (a->planting == PLANT_DONE)
		return false;
	if (strcmp(type, "planting") == 0) {
		a->planting = PLANT_BEGUN;
		a->tries++;
		return true;
	}
	a->planting = PLANT_WAITS;
	take_cause(line, a->cause, a->why);
	return true;
}

static bool
take_look(struct plan *p, struct plan_account *a, const char *type, const json_t *line)
{
	struct look *l = look_of(a, line);

	if (l == NULL || l->state == LOOK_DONE || l->state == LOOK_MISSED)
		return false;
	if (strcmp(type, "looked") == 0)
		return take_looked(p, a, l, line);
	if (strcmp(type, "looking") == 0) {
		l->state = LOOK_BEGUN;
		l->tries++;
		return true;
	}
	if (strcmp(type, "missed") == 0) {
		l->state = LOOK_MISSED;
		l->from_ms = l->to_ms = p->last_ms + p->offset_s * 1000;
		return true;
	}
	l->state = LOOK_WAITS;
	take_cause(line, l->cause, l->why);
	return true;
}

static bool
take_event(struct plan *p, const char *type, const json_t *line, char *error, size_t size)
{
	static const char *const planting[] = { "planting", "planted", "not-planted" };
	static const char *const looking[] = { "looking", "looked", "not-looked", "missed" };
	struct plan_account *a = account_of(p, line);
	bool known = false, ok = false;

	for (size_t i = 0; i < COUNT_OF(planting) && a != NULL; i++)
		if (strcmp(type, planting[i]) == 0) {
			known = true;
			ok = take_planting(a, type, line);
		}
	for (size_t i = 0; i < COUNT_OF(looking) && a != NULL; i++)
		if (strcmp(type, looking[i]) == 0) {
			known = true;
			ok = take_look(p, a, type, line);
		}
	if (a != NULL && strcmp(type, "kept") == 0) {
		known = ok = true;
		take_kept(p, a, line);
	}
	if (!known)
		return wrong(error, size, "a line of type `%.40s' that is not known here", type);
	return ok || wrong(error, size, "`%s' does not fit to what is before it", type);
}

bool
plan_take(void *plan, unsigned number, const json_t *line, char *error, size_t size)
{
	struct plan *p = plan;
	const char *type = text_of(line, "type");

	if (number == 1)
		return strcmp(type, "plan") == 0
		    ? take_head(p, line, error, size)
		    : wrong(error, size, "not the beginning of a plan");
	if (strcmp(type, "account") == 0)
		return take_account(p, line, error, size);
	if (p->n + 1 != p->head)
		return wrong(error, size, "fewer accounts than the plan announces");
	if (!instant(line, "at", &p->last_ms))
		return wrong(error, size, "no time");
	if (strcmp(type, "clock") == 0) {
		p->offset_s = json_integer_value(json_object_get(line, "offset_s"));
		p->hooked = p->hooked || json_is_true(json_object_get(line, "hook"));
		p->moved = true;
		return true;
	}
	if (strcmp(type, "all-planted") == 0) {
		p->planted = true;
		return true;
	}
	return take_event(p, type, line, error, size);
}
