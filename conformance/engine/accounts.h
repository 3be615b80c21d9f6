/* The accounts of a run.
 *
 * A relay of this kind makes an account at its first login, so ours are names
 * and passwords from the operating system's random source, made by the first
 * attempt that uses them.  They do not derive from the seed: a seed is printed,
 * a password never is, and a name that exists already cannot be had again.
 * Where the relay does not make accounts, --creds gives existing ones.
 *
 * An account is lent to one attempt at a time.  Its bucket is the model of the
 * relay's limit per sender, so reuse does not run into the limit. */
#ifndef ENGINE_ACCOUNTS_H
#define ENGINE_ACCOUNTS_H

#include "base/arena.h"
#include "conformance/case.h"
#include "conformance/engine/bucket.h"

enum { LEND_MOST = 32, MAILS_PER_MINUTE = 60, MAILS_BURST = 10 };

struct lent {
	struct account account; /* strings live as long as the pool's arena */
	bool made;              /* exists: a login as preparation is not needed */
	bool busy;
	bool given;  /* by --creds: not ours, not left behind by us */
	bool listed; /* is in the report as left behind; set by the engine */
	bool used;   /* has been lent, or given away as fresh */
	bool spent;  /* given away as fresh: not lent any more */
	struct bucket mails;
};

struct accounts {
	struct arena *arena;
	const char *domain;
	struct lent *list;
	unsigned spent;     /* of the n, given away as fresh */
	unsigned n, cap;    /* cap: most accounts that exist for cases, budget and --creds */
	unsigned addresses; /* names handed out, fresh ones included */
	unsigned most;      /* the budget */
	bool fixed;         /* by --creds: none are made */
	unsigned misses;    /* logins that failed to make an account, since the last success */
};

/* share: how many of `most` may become lendable accounts; the rest is for fresh addresses. */
bool accounts_init(
    struct accounts *p, struct arena *a, const char *domain, unsigned most, unsigned share);
/* Lines `address password`; false with one line in `error`.  Turns off making accounts. */
bool accounts_read(struct accounts *p, const char *path, char *error, size_t error_size);

/* n accounts, the first of which may send `mails` now.  LEND_LATER: *when_us tells the earliest
 * time (INT64_MAX: when one comes back); LEND_NEVER: the pool is too small. */
enum lend { LEND_DONE, LEND_LATER, LEND_NEVER };
enum lend accounts_lend(struct accounts *p, unsigned n, unsigned mails, int64_t now_us,
    unsigned *indexes, int64_t *when_us);
void accounts_return(
    struct accounts *p, const unsigned *indexes, unsigned n, unsigned mails, int64_t now_us);

/* n addresses that nobody has used; false when the budget or the file is spent.  With --creds they
 * are accounts of the file that were not lent so far, unless `making` asks for ones that do not
 * exist. */
bool accounts_fresh(struct accounts *p, unsigned n, bool making, struct account *out);
/* Could n fresh addresses still be had? */
bool accounts_afford(const struct accounts *p, unsigned n, bool making);

#endif
