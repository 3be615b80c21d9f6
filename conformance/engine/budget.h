/* How much a run may ask of a relay: accounts, messages, connections a minute. */
#ifndef ENGINE_BUDGET_H
#define ENGINE_BUDGET_H

#include <stdbool.h>
#include <stddef.h>

struct budget {
	unsigned accounts;         /* addresses that may come into being */
	unsigned mails;            /* messages offered in all */
	unsigned conns_per_minute; /* 0: no limit */
};

/* Loopback: as much as the cases want.  Elsewhere: polite. */
struct budget budget_default(bool loopback);

/* "accounts=6,mails=400,conns/min=20", any part of it; false with one line in `error`. */
bool budget_parse(const char *text, struct budget *b, char *error, size_t error_size);

#endif
