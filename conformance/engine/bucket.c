/* GCRA.  Time comes in as an argument; nothing here waits. */
#include "conformance/engine/bucket.h"

void
bucket_init(struct bucket *b, unsigned per_minute, unsigned burst)
{
	*b = (struct bucket){ 0 };
	if (per_minute == 0)
		return;
	b->interval_us = 60 * INT64_C(1000000) / per_minute;
	b->slack_us = b->interval_us * (burst > 0 ? burst - 1 : 0);
}

int64_t
bucket_when(const struct bucket *b, unsigned units, int64_t now_us)
{
	if (b->interval_us == 0 || units == 0)
		return now_us;
	/* The last of `units` arrives now and sees units - 1 intervals more of debt. */
	int64_t ahead = b->interval_us * (int64_t)(units - 1);
	if (ahead > b->slack_us)
		ahead = b->slack_us;
	int64_t when = b->next_us + ahead - b->slack_us;
	return when > now_us ? when : now_us;
}

void
bucket_take(struct bucket *b, unsigned units, int64_t now_us)
{
	if (b->interval_us == 0)
		return;
	if (b->next_us < now_us)
		b->next_us = now_us;
	b->next_us += b->interval_us * (int64_t)units;
}
