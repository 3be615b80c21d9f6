/* The latency verdict against the exact table of the binomial test (alpha 5 %,
 * one-sided). */
#include "conformance/engine/quantile.h"

#include "base/cdefs.h"

#include <check.h>
#include <math.h>
#include <stdint.h>

static size_t
most_passing(size_t n, double q)
{
	size_t late = 0;

	while (late <= n && quantile_decide(n, late, q, 0.05) == QUANTILE_PASS)
		late++;
	return late == 0 ? SIZE_MAX : late - 1;
}

static size_t
least_failing(size_t n, double q)
{
	size_t late = 0;

	while (late <= n && quantile_decide(n, late, q, 0.05) != QUANTILE_FAIL)
		late++;
	return late;
}

START_TEST(table)
{
	static const struct row {
		size_t n;
		double q;
		size_t pass, fail;
	} rows[] = {
		{ 59, 0.95, 0, 7 },
		{ 100, 0.95, 1, 10 },
		{ 300, 0.95, 8, 22 },
		{ 473, 0.95, 15, 33 },
		{ 600, 0.95, 20, 40 },
		{ 900, 0.95, 34, 57 },
		{ 59, 0.99, SIZE_MAX, 3 },
		{ 300, 0.99, 0, 7 },
		{ 900, 0.99, 3, 15 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ck_assert_uint_eq(most_passing(rows[i].n, rows[i].q), rows[i].pass);
		ck_assert_uint_eq(least_failing(rows[i].n, rows[i].q), rows[i].fail);
	}
}
END_TEST

START_TEST(smallest_samples)
{
	ck_assert_int_eq(quantile_decide(58, 0, 0.95, 0.05), QUANTILE_UNDECIDED);
	ck_assert_int_eq(quantile_decide(59, 0, 0.95, 0.05), QUANTILE_PASS);
	ck_assert_int_eq(quantile_decide(298, 0, 0.99, 0.05), QUANTILE_UNDECIDED);
	ck_assert_int_eq(quantile_decide(299, 0, 0.99, 0.05), QUANTILE_PASS);
}
END_TEST

START_TEST(tails_meet)
{
	for (size_t n = 1; n < 200; n += 13)
		for (size_t k = 1; k <= n; k++) {
			double sum =
			    quantile_at_most(n, 0.05, k - 1) + quantile_at_least(n, 0.05, k);
			ck_assert(fabs(sum - 1) < 1e-9);
		}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("quantile");
	TCase *t = tcase_create("binomial");

	suite_add_tcase(s, t);
	tcase_add_test(t, table);
	tcase_add_test(t, smallest_samples);
	tcase_add_test(t, tails_meet);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
