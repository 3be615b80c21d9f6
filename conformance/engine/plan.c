/* The plan's file: drawn once, opened again and again, added to.  Says nothing
 * to the network. */
#include "conformance/engine/plan.h"

#include "conformance/engine/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- drawing ----------------------------------------------------------------------- */

unsigned
plan_wants(const struct plan *p)
{
	unsigned n = 0;

	for (unsigned g = 0; g < GROUPS; g++)
		if (!p->left_out[g])
			n += group_accounts((enum group)g, p->each);
	return n;
}

static json_t *
head_line(const struct plan *p)
{
	json_t *ports = json_object(), *left_out = json_array();
	char made[WHEN_ISO];

	when_iso(made);
	for (int i = 0; i < PORTS; i++)
		json_object_set_new(ports, port_name[i], json_integer(p->port[i]));
	for (unsigned g = 0; g < GROUPS; g++)
		if (p->left_out[g])
			json_array_append_new(left_out, json_string(group_name((enum group)g)));
	return json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:o, s:b, s:I, s:I, s:I, s:I, s:I, "
			 "s:i, s:o, s:i, s:I}",
	    "type", "plan", "schema", PLAN_SCHEMA, "tool", RELAYSPEC_VERSION, "made", made, "key",
	    p->seal.id, "host", p->host, "domain", p->domain, "ports", ports, "insecure",
	    p->insecure, "retention_s", (json_int_t)(p->terms.retention_ms / 1000), "large_s",
	    (json_int_t)(p->terms.large_ms / 1000), "inactive_s",
	    (json_int_t)(p->terms.inactive_ms / 1000), "grace_s",
	    (json_int_t)(p->terms.grace_ms / 1000), "large_octets", (json_int_t)p->large_octets,
	    "accounts_each", (int)p->each, "left_out", left_out, "accounts", (int)plan_wants(p),
	    "clock_offset_s", (json_int_t)p->offset_s);
}

static json_t *
account_line(const struct plan *p, enum group g, unsigned i, const struct account *a)
{
	struct window windows[LOOKS_MOST];
	size_t n = group_windows(g, &p->terms, windows);
	char name[PLAN_NAME];
	char *box = seal_close(&p->seal, p->arena, a->address, a->password);
	json_t *looks = json_array(), *sentinels = json_array();

	snprintf(name, sizeof(name), "%s-%u", group_name(g), i + 1);
	for (size_t k = 0; k < n; k++)
		json_array_append_new(looks,
		    json_pack("{s:s, s:I, s:I}", "what",
			windows[k].what == LOOK_MAIL ? "mail" : "account", "due_ms",
			(json_int_t)windows[k].due_ms, "until_ms",
			(json_int_t)windows[k].until_ms));
	for (size_t k = 0; k < KINDS; k++)
		if (group_holds(g, k))
			json_array_append_new(sentinels, json_string(kinds[k].name));
	/* The first of each group has its INBOX selected once, the second never, and so on. */
	return json_pack("{s:s, s:s, s:s, s:s, s:s?, s:b, s:o, s:o}", "type", "account", "name",
	    name, "group", group_name(g), "address", a->address, "password", box, "select_inbox",
	    i % 2 == 0, "sentinels", sentinels, "looks", looks);
}

bool
plan_create(
    struct plan *p, const char *path, const struct account *drawn, char *error, size_t error_size)
{
	unsigned n = plan_wants(p), at = 0;
	json_t **lines = calloc(n + 1, sizeof(json_t *));

	if (lines == NULL)
		return false;
	lines[at++] = head_line(p);
	for (unsigned g = 0; g < GROUPS; g++)
		for (unsigned i = 0; !p->left_out[g] && i < group_accounts((enum group)g, p->each);
		     i++, at++)
			lines[at] = account_line(p, (enum group)g, i, &drawn[at - 1]);
	bool ok = ledger_create(&p->ledger, &p->seal, path, lines, at);
	if (!ok)
		snprintf(error, error_size, "%s", p->ledger.error);
	free(lines);
	return ok;
}

/* ---- going on ------------------------------------------------------------------------ */

bool
plan_open(
    struct plan *p, struct arena *a, const char *path, bool write, char *error, size_t error_size)
{
	struct seal seal = p->seal;

	*p = (struct plan){ .arena = a, .seal = seal };
	bool ok = ledger_open(&p->ledger, &p->seal, path, write, plan_take, p);
	if (ok && p->n + 1 != p->head) {
		snprintf(p->ledger.error, sizeof(p->ledger.error),
		    "%.3000s: the plan has fewer accounts than it announces", path);
		ledger_close(&p->ledger);
		ok = false;
	}
	if (!ok)
		snprintf(error, error_size, "%s", p->ledger.error);
	return ok;
}

void
plan_close(struct plan *p)
{
	ledger_close(&p->ledger);
}

char *
plan_password(const struct plan *p, const struct plan_account *a)
{
	return seal_open(&p->seal, p->arena, a->address, a->box);
}

int64_t
plan_now(const struct plan *p)
{
	return when_utc_ms() + p->offset_s * 1000;
}

bool
plan_happened(struct plan *p, const char *type, json_t *line)
{
	char at[WHEN_ISO], why[PLAN_WHY] = "";
	json_t *whole = json_object();

	when_iso(at);
	json_object_set_new(whole, "type", json_string(type));
	json_object_set_new(whole, "at", json_string(at));
	bool ok = line != NULL && json_object_update(whole, line) == 0;
	json_decref(line);
	/* Taken first: what would not be read again is not written. */
	if (!ok || !plan_take(p, p->ledger.lines + 1, whole, why, sizeof(why))) {
		json_decref(whole);
		snprintf(p->ledger.error, sizeof(p->ledger.error), "%.3000s: nothing was added: %s",
		    p->ledger.path, ok ? why : "no JSON can be made of it");
		return false;
	}
	return ledger_append(&p->ledger, whole);
}

void
plan_digests(const struct plan *p, char plan_hex[65], char file_hex[65])
{
	ledger_digest(&p->ledger, p->head, plan_hex);
	ledger_digest(&p->ledger, p->ledger.lines, file_hex);
}
