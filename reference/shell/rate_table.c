/* Theoretical arrival times by account, in chains.
 *
 * An account whose time has passed is as good as one that never sent, so its
 * entry is dropped when its chain is walked: the table holds only who sent in
 * the last minutes, and nothing about when or to whom. */
#include "reference/shell/rate_table.h"

#include <stdlib.h>

enum { BUCKETS = 4096 };

struct entry {
	struct entry *next;
	int64_t account;
	uint64_t tat;
};

struct rate_table {
	struct entry *buckets[BUCKETS];
};

struct rate_table *
rate_table_new(void)
{
	return calloc(1, sizeof(struct rate_table));
}

void
rate_table_free(struct rate_table *t)
{
	for (size_t i = 0; t != NULL && i < BUCKETS; i++) {
		while (t->buckets[i] != NULL) {
			struct entry *e = t->buckets[i];
			t->buckets[i] = e->next;
			free(e);
		}
	}
	free(t);
}

/* The entry of account; others of its chain that have no effect any more go. */
static struct entry *
find(struct rate_table *t, int64_t account, uint64_t now)
{
	struct entry **at = &t->buckets[(uint64_t)account % BUCKETS];
	struct entry *found = NULL;

	while (*at != NULL) {
		struct entry *e = *at;
		if (e->account == account) {
			found = e;
		} else if (e->tat <= now) {
			*at = e->next;
			free(e);
			continue;
		}
		at = &e->next;
	}
	return found;
}

bool
rate_table_take(struct rate_table *t, const struct rate_limit *r, int64_t account, uint64_t now)
{
	struct entry *e = find(t, account, now);

	if (e == NULL) {
		e = calloc(1, sizeof(*e));
		if (e == NULL)
			return false; /* no memory: later is better than without limit */
		e->account = account;
		e->next = t->buckets[(uint64_t)account % BUCKETS];
		t->buckets[(uint64_t)account % BUCKETS] = e;
	}
	return rate_take(r, &e->tat, now);
}
