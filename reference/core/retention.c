/* How long messages and accounts stay.  Knows neither clock nor storage, deletes
 * nothing itself. */
#include "reference/core/retention.h"

/*@
  requires 1 <= seconds <= 0x20000000000;
  assigns  \nothing;
  ensures  \result == RetentionAfter(t, seconds);
*/
static int64_t
after(int64_t t, int64_t seconds)
{
	return t > INT64_MAX - seconds ? INT64_MAX : t + seconds;
}

/*@
  requires \valid_read(r) && Retention(*r);
  assigns  \nothing;
  ensures  \result == RetentionStep(*r);
  ensures  1 <= \result <= 86400;
*/
static int64_t
step(const struct retention *r)
{
	const int64_t s = r->keep_account / RETENTION_ACCOUNT_STEPS;

	if (s < 1)
		return 1;
	return s < RETENTION_DAY ? s : RETENTION_DAY;
}

int64_t
retention_since(int64_t internaldate, int64_t now)
{
	/* RET_APPEND_FUTURE, RET_APPEND_PAST */
	return internaldate < now ? internaldate : now;
}

int64_t
retention_message_due(const struct retention *r, int64_t since, uint64_t size)
{
	/* RET_LARGE, RET_LARGE_LIMIT */
	if (size > RETENTION_LARGE && r->keep_large < r->keep)
		return after(since, r->keep_large);
	return after(since, r->keep); /* RET_GONE, RET_NOT_EARLY */
}

int64_t
retention_active(const struct retention *r, int64_t now)
{
	/* A clock that stands before 1970 is wrong anyway. */
	if (now < 0)
		return now;
	return now - now % step(r);
}

int64_t
retention_account_due(const struct retention *r, int64_t active)
{
	/* RET_ACCOUNT, RET_ACCOUNT_NOT_EARLY: the login may have been in the last second. */
	return after(active, r->keep_account + step(r) - 1);
}

int64_t
retention_tombstone_due(const struct retention *r, int64_t deleted)
{
	return after(deleted, r->keep_account); /* RET_TOMBSTONE_ENDS */
}

/* That many percent of n, rounded down: n * percent / 100 without the product. */
/*@
  requires percent <= 100;
  assigns  \nothing;
  ensures  \result <= n;
  ensures  \result * 100 <= n * percent < (\result + 1) * 100;
*/
static uint64_t
percent_of(uint64_t n, uint64_t percent)
{
	const uint64_t hundreds = n / 100, rest = n % 100;

	//@ assert n == hundreds * 100 + rest && rest < 100;
	//@ assert hundreds * percent <= hundreds * 100;
	//@ assert rest * percent <= rest * 100;
	return hundreds * percent + rest * percent / 100;
}

uint64_t
retention_quota_excess(uint64_t quota, uint64_t used)
{
	/* RET_QUOTA */
	if (used <= percent_of(quota, RETENTION_QUOTA_HIGH))
		return 0;
	return used - percent_of(quota, RETENTION_QUOTA_LOW);
}

bool
retention_quota_may(int64_t since, int64_t now)
{
	/* RET_QUOTA_GUARD */
	return now >= INT64_MIN + RETENTION_QUOTA_GUARD && since <= now - RETENTION_QUOTA_GUARD;
}
