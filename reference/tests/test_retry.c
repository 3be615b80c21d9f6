/* The schedule of mail for other servers. */
#include "reference/core/retry.h"

#include <check.h>
#include <stdlib.h>

static const struct retry_rules rules = { .delay = 60, .lifetime = 2 * 86400 };

/* 1, 2, 4, ... 32 minutes, then an hour each time. */
START_TEST(OUT_RETRY)
{
	const int64_t delays[] = { 0, 60, 120, 240, 480, 960, 1920, 3600, 3600 };
	const int64_t first = 1790000000;

	for (uint32_t failed = 0; failed < sizeof(delays) / sizeof(delays[0]); failed++) {
		ck_assert_int_eq(retry_delay(60, failed), delays[failed]);
		ck_assert_int_eq(
		    retry_next(&rules, first, failed, first + 7), first + 7 + delays[failed]);
	}
	ck_assert_int_eq(retry_delay(1, 12), 2048);
	ck_assert_int_eq(retry_delay(1, 13), 3600);
	ck_assert_int_eq(retry_delay(1, UINT32_MAX), 3600);
	ck_assert_int_eq(retry_delay(7200, 1), 7200); /* longer than an hour: always */
	ck_assert_int_eq(retry_delay(7200, 9), 7200);
}
END_TEST

/* The last try is when the lifetime ends; after it the sender is told. */
START_TEST(OUT_LIFETIME)
{
	const int64_t first = 1000, last = first + 2 * 86400;

	ck_assert_int_eq(retry_next(&rules, first, 40, last - 3601), last - 1);
	ck_assert_int_eq(retry_next(&rules, first, 40, last - 3600), last);
	ck_assert_int_eq(retry_next(&rules, first, 40, last - 1), last);
	ck_assert_int_eq(retry_next(&rules, first, 40, last), 0);
	ck_assert_int_eq(retry_next(&rules, first, 0, last + 5000), 0);
}
END_TEST

/* The clock was set back: the delay counts from now. */
START_TEST(clock_back)
{
	ck_assert_int_eq(retry_next(&rules, 500000, 2, 1000), 1120);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("retry");
	TCase *t = tcase_create("retry");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, OUT_RETRY);
	tcase_add_test(t, OUT_LIFETIME);
	tcase_add_test(t, clock_back);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
