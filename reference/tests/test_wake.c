/* The schedule of push notifications. */
#include "reference/core/wake.h"

#include <check.h>
#include <stdlib.h>

START_TEST(PUSH_RETRY_503)
{
	const int64_t first = 1790000000;
	const int64_t delays[] = { 8, 64, 512, 4096 };
	int64_t now = first;

	for (uint32_t failed = 1; failed <= 4; failed++) {
		int64_t next = wake_next(first, failed, now);
		ck_assert_int_eq(next, now + delays[failed - 1]);
		now = next;
	}
	ck_assert_int_eq(wake_next(first, 5, now), 0);
	ck_assert_int_eq(wake_next(first, UINT32_MAX, now), 0);
}
END_TEST

START_TEST(five_hours)
{
	const int64_t first = 1000, last = first + 5 * 3600;

	ck_assert(!wake_late(first, first));
	ck_assert(!wake_late(first, last));
	ck_assert(wake_late(first, last + 1));
	ck_assert_int_eq(wake_next(first, 1, last - 8), last);
	ck_assert_int_eq(wake_next(first, 1, last - 7), 0);
	ck_assert_int_eq(wake_next(first, 4, last - 4096), last);
	ck_assert_int_eq(wake_next(first, 4, last - 4095), 0);
}
END_TEST

/* The clock was set back: the delay counts from now. */
START_TEST(clock_back)
{
	ck_assert(!wake_late(5000, 1000));
	ck_assert_int_eq(wake_next(5000, 2, 1000), 1064);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("wake");
	TCase *t = tcase_create("wake");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, PUSH_RETRY_503);
	tcase_add_test(t, five_hours);
	tcase_add_test(t, clock_back);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
