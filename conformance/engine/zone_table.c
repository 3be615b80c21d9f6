/* The names that the judge's DNS knows, what is at them, and how often they were
 * asked for. */
#include "conformance/engine/zone_data.h"

#include <string.h>

static size_t
slot_of(const struct zone_name *name)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < name->n; i++)
		h = (h ^ name->p[i]) * 16777619U;
	return h % ZONE_SLOTS;
}

void
zone_table_init(struct zone_table *t, size_t memory)
{
	memset(t, 0, sizeof(*t));
	arena_init(&t->arena, memory);
}

struct zone_node *
zone_find(struct zone_table *t, const struct zone_name *name)
{
	struct zone_node *n = t->slot[slot_of(name)];

	while (n != NULL && !zone_name_eq(&n->name, name))
		n = n->next;
	return n;
}

static struct zone_node *
make_one(struct zone_table *t, const struct zone_name *name)
{
	struct zone_node *n = arena_take(&t->arena, sizeof(*n));
	size_t slot = slot_of(name);

	if (n == NULL)
		return NULL;
	*n = (struct zone_node){ .name = *name, .next = t->slot[slot] };
	t->slot[slot] = n;
	return n;
}

struct zone_node *
zone_make(struct zone_table *t, const struct zone_name *name)
{
	struct zone_name at = *name;
	struct zone_node *first = NULL, *lower = NULL;

	for (;;) {
		struct zone_node *n = zone_find(t, &at);
		bool old = n != NULL;
		if (!old)
			n = make_one(t, &at);
		if (n == NULL)
			return NULL;
		if (first == NULL)
			first = n;
		if (lower != NULL)
			lower->parent = n;
		if (old || at.p[0] == 0)
			return first;
		lower = n;
		zone_name_parent(&at, &at);
	}
}

bool
zone_exists(const struct zone_node *n)
{
	return n != NULL && (n->records != NULL || n->below > 0 || n->cut);
}

static void
count_above(struct zone_node *n, int change)
{
	for (n = n->parent; n != NULL; n = n->parent)
		n->below = (unsigned)((int)n->below + change);
}

bool
zone_put(struct zone_table *t, struct zone_node *n, uint16_t type, uint32_t ttl, struct span data)
{
	struct zone_record *r = arena_take(&t->arena, sizeof(*r));
	char *kept = arena_str(&t->arena, data);

	if (r == NULL || kept == NULL)
		return false;
	for (const struct zone_record *old = n->records; old != NULL; old = old->next)
		if (old->type == type && span_eq(old->data, data))
			return true;
	if (n->records == NULL)
		count_above(n, 1);
	*r = (struct zone_record){ .type = type, .ttl = ttl, .data = SPAN_OF(kept, data.n) };
	struct zone_record **last = &n->records;
	while (*last != NULL)
		last = &(*last)->next;
	*last = r;
	return true;
}

void
zone_drop(struct zone_node *n, uint16_t type)
{
	bool any = n->records != NULL;

	for (struct zone_record **r = &n->records; *r != NULL;)
		if (type == ZONE_ANY || (*r)->type == type)
			*r = (*r)->next;
		else
			r = &(*r)->next;
	if (any && n->records == NULL)
		count_above(n, -1);
}

const struct zone_record *
zone_first(const struct zone_node *n, uint16_t type)
{
	const struct zone_record *r = n != NULL ? n->records : NULL;

	while (r != NULL && r->type != type)
		r = r->next;
	return r;
}

struct zone_node *
zone_nearest(struct zone_table *t, const struct zone_name *name)
{
	struct zone_name at = *name;

	for (;;) {
		struct zone_node *n = zone_find(t, &at);
		if (n != NULL || at.p[0] == 0)
			return n;
		zone_name_parent(&at, &at);
	}
}

uint32_t
zone_asked(struct zone_table *t, const struct zone_name *name, uint16_t type, bool beneath)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < ZONE_SLOTS; i++)
		for (const struct zone_node *n = t->slot[i]; n != NULL; n = n->next) {
			if (beneath ? !zone_name_is_beneath(&n->name, name)
				    : !zone_name_eq(&n->name, name))
				continue;
			for (const struct zone_count *c = n->asked; c != NULL; c = c->next)
				if (type == 0 || c->type == type)
					sum += c->n;
		}
	return sum;
}
