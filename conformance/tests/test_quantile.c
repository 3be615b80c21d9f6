/* The latency verdict against the exact table of the binomial test (alpha 5 %,
 * one-sided). */
#include "conformance/engine/quantile.h"

#include "base/cdefs.h"

#include <check.h>
#include <math.h>
#include <stdint.h>

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
		{ 100, 0.99, SIZE_MAX, 4 },
		{ 300, 0.99, 0, 7 },
		{ 473, 0.99, 1, 10 },
		{ 600, 0.99, 1, 11 },
		{ 900, 0.99, 3, 15 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ck_assert_uint_eq(quantile_most_late(rows[i].n, rows[i].q, 0.05), rows[i].pass);
		ck_assert_uint_eq(quantile_least_late(rows[i].n, rows[i].q, 0.05), rows[i].fail);
	}
}
END_TEST

/* Half of alpha for each of two looks. */
START_TEST(two_looks)
{
	ck_assert_uint_eq(quantile_most_late(300, 0.95, 0.025), 7);
	ck_assert_uint_eq(quantile_least_late(300, 0.95, 0.025), 24);
	ck_assert_uint_eq(quantile_most_late(600, 0.95, 0.025), 19);
	ck_assert_uint_eq(quantile_least_late(600, 0.95, 0.025), 42);
	ck_assert_uint_eq(quantile_most_late(300, 0.99, 0.025), SIZE_MAX);
	ck_assert_uint_eq(quantile_most_late(600, 0.99, 0.025), 1);
}
END_TEST

/* How often relays of these qualities pass with 300 samples. */
START_TEST(power)
{
	ck_assert_double_eq_tol(quantile_at_most(300, 0.01, 8), 0.996, 0.001);
	ck_assert_double_eq_tol(quantile_at_most(300, 0.02, 8), 0.85, 0.005);
	ck_assert_double_eq_tol(quantile_at_most(300, 0.03, 8), 0.45, 0.01);
	ck_assert_double_eq_tol(quantile_at_most(300, 0.05, 8), 0.034, 0.001);
}
END_TEST

/* By plain summation over all outcomes, for numbers where that is exact enough. */
START_TEST(small_cases)
{
	ck_assert_double_eq_tol(quantile_at_most(4, 0.5, 1), 5.0 / 16, 1e-12);
	ck_assert_double_eq_tol(quantile_at_least(4, 0.5, 3), 5.0 / 16, 1e-12);
	ck_assert_double_eq_tol(quantile_at_most(59, 0.05, 0), pow(0.95, 59), 1e-12);
	ck_assert_double_eq_tol(quantile_at_least(59, 0.05, 1), 1 - pow(0.95, 59), 1e-12);
	ck_assert_double_eq(quantile_at_most(10, 0.3, 10), 1);
	ck_assert_double_eq(quantile_at_least(10, 0.3, 0), 1);
	ck_assert_double_eq(quantile_at_least(10, 0.3, 11), 0);
	ck_assert_double_eq(quantile_at_most(10, 0, 0), 1);
	ck_assert_double_eq(quantile_at_least(10, 1, 10), 1);
	ck_assert_double_eq(quantile_at_most(10, 1, 9), 0);
}
END_TEST

/* Far out in the tails the first term is no number any more. */
START_TEST(far_tails)
{
	ck_assert_double_eq(quantile_at_least(1000000, 0.05, 1), 1);
	ck_assert_double_eq(quantile_at_most(1000000, 0.05, 1), 0);
	ck_assert_double_eq(quantile_at_least(1000000, 0.05, 900000), 0);
	ck_assert_double_eq(quantile_at_most(1000000, 0.05, 900000), 1);
}
END_TEST

START_TEST(enough)
{
	size_t n = quantile_enough(300, 0.03, 0.95, 0.05);

	ck_assert_uint_gt(n, 300);
	ck_assert_uint_lt(n, 700);
	ck_assert_int_eq(
	    quantile_decide(n, (size_t)llround((double)n * 0.03), 0.95, 0.05), QUANTILE_PASS);
	ck_assert_uint_eq(quantile_enough(300, 0.05, 0.95, 0.05), SIZE_MAX);
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
	tcase_add_test(t, two_looks);
	tcase_add_test(t, power);
	tcase_add_test(t, small_cases);
	tcase_add_test(t, far_tails);
	tcase_add_test(t, enough);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
