/* What has to go, and when: the decision alone, without clock or storage.
 *
 * Times are seconds since 1970, whatever the caller's clock says; no input makes
 * a sum overflow.  spec/retention.rec. */
#ifndef CORE_RETENTION_H
#define CORE_RETENTION_H

#include <stdbool.h>
#include <stdint.h>

enum {
	RETENTION_LARGE = 200000,      /* octets; a message above it is a large one */
	RETENTION_QUOTA_HIGH = 75,     /* percent of the quota that begin a cleanup ... */
	RETENTION_QUOTA_LOW = 70,      /* ... and that end it */
	RETENTION_QUOTA_GUARD = 86400, /* seconds that no cleanup touches a message */
	RETENTION_DAY = 86400, /* a login is remembered no finer, unless accounts live shorter */
	RETENTION_ACCOUNT_STEPS = 90 /* than so many of these */
};

/* Seconds, all of them from 1 to 2^40. */
struct retention {
	int64_t keep;         /* a message */
	int64_t keep_large;   /* a large one, but never longer than the others */
	int64_t keep_account; /* an account after its last login; its tombstone as long again */
};

// clang-format off
/*@
  predicate IsPeriod(integer s) = 1 <= s <= 0x10000000000;
  predicate Retention(struct retention r) =
    IsPeriod(r.keep) && IsPeriod(r.keep_large) && IsPeriod(r.keep_account);

  logic integer RetentionMin(integer a, integer b) = a < b ? a : b;
  logic integer RetentionMax(integer a, integer b) = a > b ? a : b;
  // A time after the last one that can be written down never comes.
  logic integer RetentionAfter(integer t, integer s) =
    RetentionMin(t + s, 0x7fffffffffffffff);
  logic integer RetentionKeep(struct retention r, integer size) =
    size > 200000 ? RetentionMin(r.keep, r.keep_large) : r.keep;
  logic integer RetentionStep(struct retention r) =
    RetentionMax(1, RetentionMin(86400, r.keep_account / 90));
*/
// clang-format on

/* Since when a message counts: INTERNALDATE, but nobody dates into the future. */
/*@
  assigns \nothing;
  ensures RET_APPEND_FUTURE: \result <= now;
  ensures RET_APPEND_PAST: \result == RetentionMin(internaldate, now);
*/
int64_t retention_since(int64_t internaldate, int64_t now);

/* The second in which a message goes: present before, gone from then on. */
/*@
  requires \valid_read(r) && Retention(*r);
  assigns  \nothing;
  ensures  RET_GONE: \result <= since + r->keep;
  ensures  RET_LARGE: size > 200000 ==> \result <= since + r->keep_large;
  ensures  RET_NOT_EARLY: \result == RetentionAfter(since, RetentionKeep(*r, size));
  ensures  RET_LARGE_NOT_EARLY: size > 200000 ==>
             \result >= RetentionAfter(since, RetentionMin(r->keep, r->keep_large));
  ensures  RET_LARGE_LIMIT: size <= 200000 ==> \result == RetentionAfter(since, r->keep);
*/
int64_t retention_message_due(const struct retention *r, int64_t since, uint64_t size);

/* The time of a login as it is written down (promise Zero State: not finer than needed). */
/*@
  requires \valid_read(r) && Retention(*r);
  assigns  \nothing;
  ensures  RET_LOGIN_RENEWS: \result <= now < \result + RetentionStep(*r);
  ensures  coarse: now >= 0 ==> \result >= 0 && \result % RetentionStep(*r) == 0;
*/
int64_t retention_active(const struct retention *r, int64_t now);

/* The second in which an account goes; active: from retention_active(). */
/*@
  requires \valid_read(r) && Retention(*r);
  assigns  \nothing;
  ensures  RET_ACCOUNT: \result ==
             RetentionAfter(active, r->keep_account + RetentionStep(*r) - 1);
  ensures  RET_ACCOUNT_NOT_EARLY: \forall integer login;
             active <= login < active + RetentionStep(*r) ==>
             \result >= RetentionAfter(login, r->keep_account);
*/
int64_t retention_account_due(const struct retention *r, int64_t active);

/* The second in which the tombstone of an account goes that was deleted at `deleted`. */
/*@
  requires \valid_read(r) && Retention(*r);
  assigns  \nothing;
  ensures  RET_TOMBSTONE_ENDS: \result == RetentionAfter(deleted, r->keep_account);
*/
int64_t retention_tombstone_due(const struct retention *r, int64_t deleted);

/* Octets that a cleanup has to free, oldest first; 0 while `used` is not above the high mark. */
/*@
  assigns \nothing;
  ensures RET_QUOTA: \result > 0 <==> used * 100 > quota * 75;
  ensures freed: \result <= used;
  ensures RET_QUOTA_OLDEST: \result > 0 ==>
            (used - \result) * 100 <= quota * 70 < (used - \result + 1) * 100;
*/
uint64_t retention_quota_excess(uint64_t quota, uint64_t used);

/* May a cleanup take a message of that age? */
/*@
  assigns \nothing;
  ensures RET_QUOTA_GUARD: \result <==> now - since >= 86400;
*/
bool retention_quota_may(int64_t since, int64_t now);

#endif
