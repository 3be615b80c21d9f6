/* Mail for other domains: the store's half of its way out. */
#ifndef SHELL_STORE_OUTGOING_H
#define SHELL_STORE_OUTGOING_H

#include "base/cdefs.h"
#include "base/span.h"

#include <uv.h>

struct store;

enum {
	OUTGOING_WINDOW = 64,      /* messages that the outbound process has at a time, */
	OUTGOING_TROUBLED = 32,    /* of them for domains that did not answer the last time, */
	OUTGOING_DOMAIN = 4,       /* and for one domain: this many, */
	OUTGOING_PROBE = 1,        /* or so many when it did not answer the last time */
	OUTGOING_ROWS = 10000,     /* of one sender */
	OUTGOING_SMALL = 1 << 20,  /* octets; what is larger is, all together, */
	OUTGOING_LARGE = 96 << 20, /* no more than this, or one: it is in memory */
	DOMAIN_MOST = 253          /* octets; no name in DNS is longer (DNS_NAME_MAX) */
};

/* A destination, by its domain in lower case. */
struct destination {
	size_t n;
	uint8_t domain[DOMAIN_MOST];
	bool trouble;
};

/* A row of the queue that the outbound process has.  It has landed when its
 * results are there, and ends with the commit of what they change. */
struct outgoing_flight {
	int64_t id;
	struct destination to;
	int64_t large;    /* octets of a large message */
	uint8_t *results; /* malloc'ed; NULL: under way */
	size_t results_n;
	bool lost;    /* the outbound process ended before it had any */
	bool written; /* in the transaction of this turn */
};

struct outgoing {
	uv_timer_t timer;
	uint64_t outbound; /* which one: what it said when it was ready */
	bool ready;
	bool look;     /* something may be due that is not under way */
	int64_t large; /* octets of large messages under way */
	size_t n;
	struct outgoing_flight flights[OUTGOING_WINDOW];
};

void outgoing_start(struct store *s);

/* After each turn: hands out what is due. */
void outgoing_look(struct store *s);

/* What landed in this turn is written down for good, or not at all. */
void outgoing_committed(struct store *s);
void outgoing_undone(struct store *s);

#endif
