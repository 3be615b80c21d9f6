/* What goes when: the seconds around every limit. */
#include "reference/core/retention.h"

#include <check.h>
#include <stdlib.h>

enum { DAY = 86400 };

static const struct retention usual = {
	.keep = 20 * DAY, .keep_large = 7 * DAY, .keep_account = 90 * DAY
};
static const struct retention quick = { .keep = 10, .keep_large = 5, .keep_account = 20 };
static const int64_t now = 1790000000;

START_TEST(RET_APPEND_FUTURE)
{
	ck_assert_int_eq(retention_since(now + 1, now), now);
	ck_assert_int_eq(retention_since(INT64_MAX, now), now);
}
END_TEST

START_TEST(RET_APPEND_PAST)
{
	ck_assert_int_eq(retention_since(now, now), now);
	ck_assert_int_eq(retention_since(now - 30 * DAY, now), now - 30 * DAY);
	ck_assert_int_eq(retention_since(INT64_MIN, now), INT64_MIN);
}
END_TEST

START_TEST(RET_GONE)
{
	ck_assert_int_eq(retention_message_due(&usual, now, 0), now + 20 * DAY);
	ck_assert_int_eq(retention_message_due(&quick, now, 1000), now + 10);
	/* no sum overflows */
	ck_assert_int_eq(retention_message_due(&usual, INT64_MAX - 1, 1), INT64_MAX);
	ck_assert_int_eq(retention_message_due(&usual, INT64_MIN, 1), INT64_MIN + 20 * DAY);
}
END_TEST

START_TEST(RET_LARGE)
{
	ck_assert_int_eq(retention_message_due(&usual, now, 200001), now + 7 * DAY);
	ck_assert_int_eq(retention_message_due(&usual, now, UINT64_MAX), now + 7 * DAY);
	ck_assert_int_eq(retention_message_due(&usual, INT64_MAX, 200001), INT64_MAX);
}
END_TEST

START_TEST(RET_LARGE_LIMIT)
{
	const struct retention odd = { .keep = 5, .keep_large = 10, .keep_account = 20 };

	ck_assert_int_eq(retention_message_due(&usual, now, 200000), now + 20 * DAY);
	/* large ones never stay longer than the others */
	ck_assert_int_eq(retention_message_due(&odd, now, 200001), now + 5);
}
END_TEST

/* A day for accounts that live for months, finer for those of tests. */
START_TEST(RET_LOGIN_RENEWS)
{
	ck_assert_int_eq(retention_active(&usual, now), now / DAY * DAY);
	ck_assert_int_eq(retention_active(&usual, now / DAY * DAY), now / DAY * DAY);
	ck_assert_int_eq(retention_active(&quick, now), now);
	const struct retention hours = { .keep = 1, .keep_large = 1, .keep_account = 90 * 3600 };
	ck_assert_int_eq(retention_active(&hours, now), now / 3600 * 3600);
	const struct retention years = { .keep = 1, .keep_large = 1, .keep_account = 3650 * DAY };
	ck_assert_int_eq(retention_active(&years, now), now / DAY * DAY);
	ck_assert_int_eq(retention_active(&usual, 0), 0);
	ck_assert_int_eq(retention_active(&usual, -5), -5);
	ck_assert_int_eq(retention_active(&usual, INT64_MIN), INT64_MIN);
}
END_TEST

START_TEST(RET_ACCOUNT_NOT_EARLY)
{
	const int64_t midnight = now / DAY * DAY;

	for (int64_t login = midnight; login < midnight + DAY; login += DAY / 2 - 1) {
		int64_t due = retention_account_due(&usual, retention_active(&usual, login));
		ck_assert_int_ge(due, login + 90 * DAY);
		ck_assert_int_lt(due, login + 91 * DAY);
	}
	ck_assert_int_eq(retention_account_due(&quick, retention_active(&quick, now)), now + 20);
	ck_assert_int_eq(retention_account_due(&usual, INT64_MAX), INT64_MAX);
}
END_TEST

START_TEST(RET_TOMBSTONE_ENDS)
{
	ck_assert_int_eq(retention_tombstone_due(&usual, now), now + 90 * DAY);
	ck_assert_int_eq(retention_tombstone_due(&usual, INT64_MAX - 3), INT64_MAX);
}
END_TEST

/* Above three quarters, down to seven tenths. */
START_TEST(RET_QUOTA)
{
	ck_assert_uint_eq(retention_quota_excess(1000, 0), 0);
	ck_assert_uint_eq(retention_quota_excess(1000, 750), 0);
	ck_assert_uint_eq(retention_quota_excess(1000, 751), 51);
	ck_assert_uint_eq(retention_quota_excess(1000, 5000), 4300);
	/* a quota that has no exact percents */
	ck_assert_uint_eq(retention_quota_excess(7, 5), 0);
	ck_assert_uint_eq(retention_quota_excess(7, 6), 2);
	ck_assert_uint_eq(retention_quota_excess(0, 0), 0);
	ck_assert_uint_eq(retention_quota_excess(0, 9), 9);
	ck_assert_uint_eq(retention_quota_excess(UINT64_MAX, UINT64_MAX), UINT64_MAX / 10 * 3 + 2);
}
END_TEST

START_TEST(RET_QUOTA_GUARD)
{
	ck_assert(!retention_quota_may(now, now));
	ck_assert(!retention_quota_may(now - DAY + 1, now));
	ck_assert(retention_quota_may(now - DAY, now));
	ck_assert(!retention_quota_may(now + 5, now));
	ck_assert(!retention_quota_may(INT64_MIN, INT64_MIN));
	ck_assert(!retention_quota_may(INT64_MIN, INT64_MIN + DAY - 1));
	ck_assert(retention_quota_may(INT64_MIN, INT64_MIN + DAY));
	ck_assert(retention_quota_may(INT64_MIN, INT64_MAX));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("retention");
	TCase *t = tcase_create("retention");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, RET_APPEND_FUTURE);
	tcase_add_test(t, RET_APPEND_PAST);
	tcase_add_test(t, RET_GONE);
	tcase_add_test(t, RET_LARGE);
	tcase_add_test(t, RET_LARGE_LIMIT);
	tcase_add_test(t, RET_LOGIN_RENEWS);
	tcase_add_test(t, RET_ACCOUNT_NOT_EARLY);
	tcase_add_test(t, RET_TOMBSTONE_ENDS);
	tcase_add_test(t, RET_QUOTA);
	tcase_add_test(t, RET_QUOTA_GUARD);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
