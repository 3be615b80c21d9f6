/* The table of requirements joined with the table of cases.  Both are made by
 * the build: build/gen/requirements.inc and build/gen/cases.inc. */
#include "conformance/engine/registry.h"

#include "conformance/engine/digest.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define X(ID) extern const struct test_case ID;
#include "cases.inc"
#undef X

static const struct requirement laws[] = {
#define REQUIREMENT(ID, AREA, LEVEL, POSITIVE, PROFILES, TEXT, ACCEPT, SOURCE, FIX, WHY)           \
	{ #ID, AREA, LEVEL, POSITIVE, PROFILES, TEXT, ACCEPT, SOURCE, FIX, WHY },
#include "requirements.inc"
#undef REQUIREMENT
	{ .id = NULL }
};

static const struct {
	const char *id;
	const struct test_case *test;
} cases[] = {
#define X(ID) { #ID, &ID },
#include "cases.inc"
#undef X
	{ NULL, NULL }
};

// clang-format off
static const struct area areas[] = {
#define AREA(NAME, TITLE) { NAME, TITLE },
#include "areas.inc"
#undef AREA
};
static const struct {
	const char *prefix, *area;
} prefixes[] = {
	{ "ACC_", "account" }, { "SUB_", "submission" }, { "SJ_", "gate" },
	{ "DLV_", "delivery" }, { "DEL_", "deletion" }, { "LAT_", "latency" },
	{ "MBOX_", "mailbox" }, { "META_", "metadata" }, { "RT_", "realtime" },
	{ "MXD_", "mxdeliv" }, { "OUT_", "outbound" }, { "FED_", "federation" },
	{ "RET_", "retention" }, { "DUR_", "durability" },
};
// clang-format on

enum { LAWS = COUNT_OF(laws) - 1, CASES = COUNT_OF(cases) - 1, NAME_OCTETS = 32 };

static struct entry table[LAWS + CASES + 1];
static char guessed[CASES + 1][NAME_OCTETS];
static size_t entries;

/* The area of an id without a stanza: its first word. */
static const char *
area_of_id(const char *id, char *out)
{
	for (size_t i = 0; i < COUNT_OF(prefixes); i++)
		if (strncmp(id, prefixes[i].prefix, strlen(prefixes[i].prefix)) == 0)
			return prefixes[i].area;
	size_t n = strcspn(id, "_");
	if (n >= NAME_OCTETS)
		n = NAME_OCTETS - 1;
	for (size_t i = 0; i < n; i++)
		out[i] = (char)tolower((unsigned char)id[i]);
	return out;
}

static size_t
area_rank(const char *name)
{
	size_t i = 0;

	while (i < COUNT_OF(areas) && strcmp(areas[i].name, name) != 0)
		i++;
	return i;
}

static int
by_area_and_id(const void *a, const void *b)
{
	const struct requirement *x = &((const struct entry *)a)->law;
	const struct requirement *y = &((const struct entry *)b)->law;
	size_t rx = area_rank(x->area), ry = area_rank(y->area);

	if (rx != ry)
		return rx < ry ? -1 : 1;
	int areas_differ = strcmp(x->area, y->area);
	return areas_differ != 0 ? areas_differ : strcmp(x->id, y->id);
}

struct entry
entry_without_law(const char *id, const char *area, const struct test_case *test)
{
	return (struct entry){ .law = { .id = id,
				   .area = area,
				   .positive = test->twin == NULL,
				   .profiles = "chatmail strict",
				   .text = test->text,
				   .accept = "",
				   .source = "",
				   .fix = "",
				   .why = "" },
		.test = test };
}

static void
join_tables(void)
{
	for (size_t i = 0; laws[i].id != NULL; i++)
		table[entries++].law = laws[i];
	for (size_t i = 0; cases[i].id != NULL; i++) {
		size_t at = 0;
		while (at < entries && strcmp(table[at].law.id, cases[i].id) != 0)
			at++;
		if (at == entries)
			table[entries++] = entry_without_law(
			    cases[i].id, area_of_id(cases[i].id, guessed[i]), cases[i].test);
		table[at].test = cases[i].test;
	}
	qsort(table, entries, sizeof(table[0]), by_area_and_id);
}

size_t
registry_entries(const struct entry **all)
{
	if (entries == 0)
		join_tables();
	*all = table;
	return entries;
}

const struct entry *
registry_find(const char *id)
{
	const struct entry *all;
	size_t n = registry_entries(&all);

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].law.id, id) == 0)
			return &all[i];
	return NULL;
}

size_t
registry_areas(const struct area **all)
{
	*all = areas;
	return COUNT_OF(areas);
}

const char *
level_name(enum level l)
{
	static const char *const name[] = { "MUST", "SHOULD", "MAY" };

	return name[l];
}

bool
profile_holds(const char *profiles, const char *name)
{
	size_t n = strlen(name);

	while (*profiles != '\0') {
		size_t word = strcspn(profiles, " ");
		if (word == n && memcmp(profiles, name, n) == 0)
			return true;
		profiles += word;
		profiles += strspn(profiles, " ");
	}
	return false;
}

bool
profile_known(const char *name)
{
	const struct entry *all;
	size_t n = registry_entries(&all);

	for (size_t i = 0; i < n; i++)
		if (profile_holds(all[i].law.profiles, name))
			return true;
	return false;
}

void
registry_digest(char hex[DIGEST_HEX])
{
	const struct entry *all;
	size_t n = registry_entries(&all);
	struct digest *d = digest_begin();

	for (size_t i = 0; i < n; i++) {
		const struct requirement *r = &all[i].law;
		const char *const fields[] = { r->id, r->area, level_name(r->level),
			r->positive ? "positive" : "negative", r->profiles, r->text, r->accept,
			r->source, r->fix, r->why };
		for (size_t f = 0; f < COUNT_OF(fields); f++)
			digest_add(d, SPAN_OF(fields[f], strlen(fields[f]) + 1));
	}
	digest_end(d, hex);
}

void
profile_digest(const char *name, char hex[DIGEST_HEX])
{
	const struct entry *all;
	size_t n = registry_entries(&all);
	struct digest *d = digest_begin();

	for (size_t i = 0; i < n; i++) {
		const struct requirement *r = &all[i].law;
		if (!profile_holds(r->profiles, name))
			continue;
		digest_add(d, SPAN_OF(r->id, strlen(r->id) + 1));
		digest_add(d, SPAN_OF(level_name(r->level), strlen(level_name(r->level)) + 1));
	}
	digest_end(d, hex);
}
