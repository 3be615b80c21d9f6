/* The arena: a list of blocks, newest first. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_OCTETS = 16384 };

struct arena_block {
	struct arena_block *next;
	size_t n, cap;
	_Alignas(max_align_t) uint8_t memory[];
};

void
arena_init(struct arena *a, size_t limit)
{
	*a = (struct arena){ .limit = limit };
}

static struct arena_block *
block_new(struct arena *a, size_t n)
{
	size_t cap = n > BLOCK_OCTETS ? n : BLOCK_OCTETS;
	struct arena_block *b = malloc(sizeof(*b) + cap);

	if (b == NULL)
		return NULL;
	b->next = a->blocks;
	b->n = 0;
	b->cap = cap;
	a->blocks = b;
	return b;
}

void *
arena_take(struct arena *a, size_t n)
{
	struct arena_block *b = a->blocks;
	size_t unit = _Alignof(max_align_t);

	if (n > SIZE_MAX - unit)
		return NULL;
	n = (n + unit - 1) / unit * unit;
	if (n > a->limit - a->used)
		return NULL;
	if (b == NULL || n > b->cap - b->n)
		b = block_new(a, n);
	if (b == NULL)
		return NULL;
	void *p = b->memory + b->n;
	b->n += n;
	a->used += n;
	return memset(p, 0, n);
}

char *
arena_str(struct arena *a, struct span s)
{
	char *p = arena_take(a, s.n + 1);

	if (p != NULL && s.n > 0)
		memcpy(p, s.p, s.n);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args, again;

	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	char *p = n < 0 ? NULL : arena_take(a, (size_t)n + 1);
	if (p != NULL)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

void
arena_free(struct arena *a)
{
	while (a->blocks != NULL) {
		struct arena_block *next = a->blocks->next;
		free(a->blocks);
		a->blocks = next;
	}
	a->used = 0;
}
