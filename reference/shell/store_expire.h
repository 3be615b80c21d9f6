/* What goes by itself in the store process, and what keeps it: retention, quota,
 * activity, and how what is gone leaves the disk. */
#ifndef SHELL_STORE_EXPIRE_H
#define SHELL_STORE_EXPIRE_H

#include "base/cdefs.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct store;
struct store_session;

enum {
	EXPIRE_ROWS = 64,        /* of one step; each step is a transaction */
	EXPIRE_OCTETS = 1 << 20, /* likewise, and one message may go beyond */
	EXPIRE_QUOTAS = 256, /* accounts that wait for a cleanup; the next mail tells of others */
	SESSION_BUCKETS = 1024,
	TOMBSTONE_DIGEST = 32,
	TOMBSTONE_VERIFIER = 64 /* at most */
};

struct expire {
	uv_timer_t timer;
	int64_t next;  /* the second in which something goes, as far as is known */
	int64_t tidy;  /* the same for device tokens */
	bool settling; /* clock_settled() is awaited */
	size_t n_quotas;
	struct expire_quota {
		int64_t account;
		uint64_t left; /* octets to be freed; 0: not known yet */
	} quotas[EXPIRE_QUOTAS];
	struct store_session *sessions[SESSION_BUCKETS]; /* by account */
	uint8_t tombstone_key[TOMBSTONE_DIGEST];
};

/* What one step may still do. */
struct expire_budget {
	unsigned rows;
	uint64_t octets;
	bool used; /* something was done */
};
/* False: it is used up, the next step goes on. */
bool expire_may(const struct expire_budget *b);
void expire_spend(struct expire_budget *b, uint64_t octets);

/* ---- store.c: deleted octets leave the write-ahead log ---- */

void store_truncate(struct store *s); /* between turns only */
void store_truncate_soon(struct store *s);

/* ---- store_expire.c ---- */

/* What went while nobody ran goes first, as far as a moment suffices (RET_CATCH_UP). */
int expire_start(struct store *s) MUST_USE;
/* Something will be due then. */
void expire_expect(struct store *s, int64_t due);
/* A message of that size comes into the account, which uses so much. */
void expire_quota(struct store *s, int64_t account, uint64_t used);

/* ---- store_account.c: the end of accounts ---- */

/* When the first one ends; INT64_MAX: none. */
int64_t account_due(struct store *s);
int account_expire(struct store *s, int64_t now, struct expire_budget *b) MUST_USE;

/* ---- store_tombstone.c ---- */

/* What is left of an account that was deleted. */
struct tombstone {
	uint8_t digest[TOMBSTONE_DIGEST]; /* of its address */
	uint8_t verifier[TOMBSTONE_VERIFIER];
	size_t verifier_n;
	int64_t uid_validity;
};
int tombstone_start(struct store *s) MUST_USE; /* -1 */
/* SQLITE_ROW, or SQLITE_DONE when there is none; the digest is there in any case. */
int tombstone_find(struct store *s, struct span address, struct tombstone *t) MUST_USE;
int tombstone_add(struct store *s, struct span address, struct span verifier, int64_t uid_validity,
    int64_t now) MUST_USE;
int64_t tombstone_due(struct store *s);
int tombstone_expire(struct store *s, int64_t now, struct expire_budget *b) MUST_USE;

/* ---- store_session.c: who is logged in ---- */

/* False: no memory.  active: as the account's row says. */
bool session_begin(struct store *s, int64_t account, int64_t active) MUST_USE;
void session_end(struct store *s, int64_t account);
bool session_is_open(const struct store *s, int64_t account);
/* RET_SESSION_RENEWS: somebody is there, and that is not written down yet; writes it down. */
bool session_stale(const struct store *s, int64_t now);
void session_refresh(struct store *s, int64_t now, struct expire_budget *b);
/* What was written in this turn is undone. */
void session_undone(struct store *s);

#endif
