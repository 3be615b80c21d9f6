/* The rate limiter: the arithmetic and the table of accounts. */
#include "reference/core/rate.h"
#include "reference/shell/rate_table.h"

#include <check.h>
#include <stdlib.h>

static const struct rate_limit limit = { .interval = 1000, .burst = 10 };

START_TEST(SUB_RATE_LIMIT)
{
	uint64_t tat = 0, now = 5000;

	for (int i = 0; i < 10; i++)
		ck_assert(rate_take(&limit, &tat, now));
	uint64_t before = tat;
	ck_assert(!rate_take(&limit, &tat, now));
	ck_assert_uint_eq(tat, before);
	ck_assert(!rate_take(&limit, &tat, now + 999));
	ck_assert(rate_take(&limit, &tat, now + 1000));
	ck_assert(!rate_take(&limit, &tat, now + 1001));
	for (int i = 0; i < 10; i++)
		ck_assert(rate_take(&limit, &tat, now + 60000));
	ck_assert(!rate_take(&limit, &tat, now + 60000));
}
END_TEST

/* The start of the clock is like any other time. */
START_TEST(from_zero)
{
	uint64_t tat = 0, now[100];

	for (int i = 0; i < 10; i++)
		ck_assert(rate_take(&limit, &tat, 0));
	ck_assert(!rate_take(&limit, &tat, 0));
	for (size_t i = 0; i < 100; i++)
		now[i] = 100 * i;
	ck_assert_uint_eq(rate_run(&limit, now, 100), 19);
}
END_TEST

START_TEST(SUB_RATE_PER_SENDER)
{
	struct rate_table *t = rate_table_new();

	ck_assert_ptr_nonnull(t);
	for (int64_t account = 1; account <= 1000; account++)
		for (int i = 0; i < 11; i++)
			ck_assert_int_eq(rate_table_take(t, &limit, account, 7), i < 10);
	/* a minute later all have recovered and their places are used again */
	for (int64_t account = 5001; account <= 15000; account++)
		ck_assert(rate_table_take(t, &limit, account, 60007 + 2000 * (uint64_t)account));
	rate_table_free(t);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("rate");
	TCase *t = tcase_create("rate");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, SUB_RATE_LIMIT);
	tcase_add_test(t, from_zero);
	tcase_add_test(t, SUB_RATE_PER_SENDER);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
