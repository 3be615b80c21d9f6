/* Memory that dies together: everything of one connection, one case or one
 * report is taken from an arena and given back by one arena_free().  An arena
 * has a ceiling, so a peer cannot make us take more than we planned. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/cdefs.h"
#include "base/span.h"

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t used, limit;
};

/* limit: octets in all, the unit of malloc. */
void arena_init(struct arena *a, size_t limit);

/* n zeroed octets, aligned for any type, or NULL above the limit. */
void *arena_take(struct arena *a, size_t n) MUST_USE;

/* A copy of s with a NUL behind it; NULL above the limit. */
char *arena_str(struct arena *a, struct span s) MUST_USE;

/* printf into the arena; NULL above the limit. */
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3) MUST_USE;

/* Gives everything back; the arena may be used again. */
void arena_free(struct arena *a);

#endif
