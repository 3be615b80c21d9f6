/* The rate limiter's memory: one number for each account that sent lately. */
#ifndef SHELL_RATE_TABLE_H
#define SHELL_RATE_TABLE_H

#include "base/cdefs.h"
#include "reference/core/rate.h"

struct rate_table;

/* NULL: no memory. */
struct rate_table *rate_table_new(void) MUST_USE;
void rate_table_free(struct rate_table *t);

/* rate_take() for an account, at `now` milliseconds. */
bool rate_table_take(
    struct rate_table *t, const struct rate_limit *r, int64_t account, uint64_t now) MUST_USE;

#endif
