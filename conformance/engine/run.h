/* The inside of one attempt, for engine and wire; cases see only case.h.
 *
 * The verdict is sticky: run_decide() writes the first outcome that is not a
 * pass and later ones are ignored.  Everything on the wire asks run_ok() first
 * and does nothing once it is false, so a case runs on to its end without harm.
 * What is taken with run_take() lives until run_end(). */
#ifndef ENGINE_RUN_H
#define ENGINE_RUN_H

#include "base/arena.h"
#include "conformance/case.h"
#include "conformance/engine/attempt.h"
#include "conformance/engine/transcript.h"

enum { TOKEN_OCTETS = 17, RUN_MAILBOXES = 16 };

struct linkc; /* wire/linkc.h */
struct dnsc;  /* wire/dnsc.h */
struct sinks; /* wire/sinkc.h */

/* Where in a mailbox the messages of this attempt can begin. */
struct run_mailbox {
	const char *address;
	uint32_t base; /* UIDNEXT before this attempt sent anything */
};

struct run {
	const struct attempt_plan *plan;
	struct outcome *out;
	bool decided;
	struct arena arena;
	struct transcript log;
	uint64_t random;
	char token[TOKEN_OCTETS];
	unsigned messages, fences, connections;
	struct linkc *links;                       /* all that were opened, newest first */
	struct dnsc *dns;                          /* names of this attempt; NULL: none yet */
	const struct attempt_plan *first, *second; /* once there are two relays, else NULL */
	const struct account *pair_account[4];
	struct sinks *sinks; /* servers of this attempt; NULL: none yet */
	bool disk_seen;      /* a search of the relay's files has found something */
	bool logs_seen;      /* ... of its logs */
	const char *from;    /* the address that connections come from; NULL: any */
	struct run_mailbox mailbox[RUN_MAILBOXES];
	size_t mailboxes;
};

/* Whose fault a disappointment is: MOOD_NEED the preparation's (INCONCLUSIVE), MOOD_EXPECT the
 * relay's (FAIL). */
enum mood { MOOD_NEED, MOOD_EXPECT };

void run_init(struct run *r, const struct attempt_plan *plan, struct outcome *out);
void run_end(struct run *r);

/* Zeroed memory; never NULL: an attempt that takes a gigabyte is aborted, and with it only the
 * worker that plays it. */
void *run_take(struct run *r, size_t n);
struct span run_keep(struct run *r, struct span s);
uint64_t run_random(struct run *r);
/* A word of 16 letters and digits that occurs nowhere else. */
void run_word(struct run *r, char word[TOKEN_OCTETS]);
/* Monotonic microseconds, `seconds` from now, stretched by --timeout-scale. */
int64_t run_deadline(const struct run *r, unsigned seconds);

/* expected and actual may be NULL; actual is raw octets, made visible here. */
void run_decide(struct run *r, enum outcome_kind kind, const char *cause, const char *stage,
    const char *expected, struct span actual);
void run_disappoint(
    struct run *r, enum mood mood, const char *stage, const char *expected, struct span actual);
void run_throttled(struct run *r, const char *stage, const char *expected, struct span actual);
/* Says which of several variants it was in a verdict that has just been recorded. */
void run_name_variant(struct run *r, const char *name);
/* Our own mistake: a case that edits text that is not there. */
void run_internal(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
