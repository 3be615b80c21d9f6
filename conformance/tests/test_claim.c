/* Clusters, Holm, two looks: what a latency run may conclude. */
#include "conformance/engine/claim.h"

#include "base/cdefs.h"

#include <check.h>
#include <math.h>

/* n blocks of m samples, these many late */
static size_t
fill(struct cluster_block *b, size_t m, const size_t *late, size_t n)
{
	for (size_t i = 0; i < n; i++)
		b[i] = (struct cluster_block){ m, late[i] };
	return n;
}

START_TEST(no_correlation)
{
	struct cluster_block b[6];
	const size_t even[6] = { 3, 3, 3, 3, 3, 3 }, one[6] = { 1 };
	struct cluster c = cluster_estimate(b, fill(b, 50, even, 6));

	ck_assert_uint_eq(c.n, 300);
	ck_assert_uint_eq(c.late, 18);
	ck_assert_double_eq(c.rho, 0);
	ck_assert_double_eq(c.deff, 1);
	c = cluster_estimate(b, fill(b, 50, one, 6));
	ck_assert_double_eq_tol(c.deff, 1, 1e-9);
}
END_TEST

START_TEST(correlation)
{
	struct cluster_block b[6];
	const size_t whole[6] = { 50, 0, 0, 0, 0, 0 }, some[6] = { 12, 1, 0, 2, 0, 0 };
	struct cluster c = cluster_estimate(b, fill(b, 50, whole, 6));

	/* nothing varies inside a block */
	ck_assert_double_eq_tol(c.rho, 1, 1e-9);
	ck_assert_double_eq_tol(c.deff, 50, 1e-9);
	c = cluster_estimate(b, fill(b, 50, some, 6));
	double mean = 15.0 / 300, between = 0, within = 0;
	for (size_t i = 0; i < 6; i++) {
		double share = (double)some[i] / 50;
		between += 50 * (share - mean) * (share - mean) / 5;
		within += 50 * share * (1 - share) / 294;
	}
	ck_assert_double_eq_tol(c.rho, (between - within) / (between + 49 * within), 1e-9);
	ck_assert_double_gt(c.deff, 3);
	cluster_at_least(&c, 0.01);
	ck_assert_double_gt(c.rho, 0.01);
	cluster_at_least(&c, 0.9);
	ck_assert_double_eq_tol(c.deff, 1 + 49 * 0.9, 1e-9);
}
END_TEST

START_TEST(too_little)
{
	struct cluster_block b[2] = { { 59, 7 }, { 0, 0 } };
	struct cluster c = cluster_estimate(b, 2);

	ck_assert_uint_eq(c.blocks, 1);
	ck_assert_double_eq(c.deff, 1);
	c = cluster_estimate(b, 0);
	ck_assert_uint_eq(c.n, 0);
	ck_assert_double_eq(claim_weigh(&(struct claim_data){ .block = b }, 0.95).pass, 1);
}
END_TEST

/* Without correlation the evidence is the binomial test itself. */
START_TEST(plain)
{
	struct cluster_block b[6];
	const size_t late[6] = { 1, 1, 1, 1, 1, 2 };
	struct claim_data d = { .block = b, .blocks = fill(b, 50, late, 6) };
	struct claim_evidence e = claim_weigh(&d, 0.95);

	ck_assert_uint_eq(e.n, 300);
	ck_assert_uint_eq(e.high, 7);
	ck_assert_double_eq_tol(e.pass, quantile_at_most(300, 0.05, 7), 1e-12);
	ck_assert_double_eq_tol(e.fail, quantile_at_least(300, 0.05, 7), 1e-12);
}
END_TEST

/* At least this much correlation: fewer samples count, rounded against the verdict. */
START_TEST(floor_of_rho)
{
	struct cluster_block b[30];
	const size_t late[30] = { 1, 1, 1, 1 };
	struct claim_data d = { .block = b, .blocks = fill(b, 10, late, 30), .rho_least = 0.05 };
	struct claim_evidence e = claim_weigh(&d, 0.95);

	ck_assert_double_eq_tol(e.cluster.deff, 1.45, 1e-9);
	ck_assert_uint_eq(e.n, 206);
	ck_assert_uint_eq(e.high, 3);
	ck_assert_uint_eq(e.low, 2);
	ck_assert(!e.as_trials);
}
END_TEST

/* One bad hour of six: the rounds are the trials, and six decide nothing. */
START_TEST(bad_round)
{
	struct cluster_block b[6], r[6];
	const size_t late[6] = { 30, 0, 0, 0, 0, 0 };
	struct claim_data d = { .block = b, .round = r };

	d.blocks = fill(b, 50, late, 6);
	d.rounds = fill(r, 50, late, 6);
	struct claim_evidence e = claim_weigh(&d, 0.95);
	ck_assert(e.as_trials);
	ck_assert_uint_eq(e.n, 6);
	ck_assert_uint_eq(e.high, 1);
	ck_assert_uint_eq(e.low, 1);
	ck_assert_double_gt(e.pass, 0.05);
	ck_assert_double_gt(e.fail, 0.05);
}
END_TEST

START_TEST(holm)
{
	struct claim_evidence e[3] = { { .pass = 0.02, .fail = 1 }, { .pass = 0.01, .fail = 1 },
		{ .pass = 0.06, .fail = 1 } };
	enum quantile v[3] = { QUANTILE_UNDECIDED, QUANTILE_UNDECIDED, QUANTILE_UNDECIDED };

	claim_look(e, 3, 0.05, v); /* 0.01 <= 0.05 / 3, 0.02 <= 0.05 / 2, 0.06 > 0.05 */
	ck_assert_int_eq(v[0], QUANTILE_PASS);
	ck_assert_int_eq(v[1], QUANTILE_PASS);
	ck_assert_int_eq(v[2], QUANTILE_UNDECIDED);
	e[1].pass = 0.017; /* the least one fails, and none behind it is looked at */
	e[0].pass = e[2].pass = 0.018;
	v[0] = v[1] = v[2] = QUANTILE_UNDECIDED;
	claim_look(e, 3, 0.05, v);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(v[i], QUANTILE_UNDECIDED);
}
END_TEST

START_TEST(failing)
{
	struct claim_evidence e[2] = { { .pass = 1, .fail = 0.001 }, { .pass = 1, .fail = 0.03 } };
	enum quantile v[2] = { QUANTILE_UNDECIDED, QUANTILE_UNDECIDED };

	claim_look(e, 2, 0.025, v);
	ck_assert_int_eq(v[0], QUANTILE_FAIL);
	ck_assert_int_eq(v[1], QUANTILE_UNDECIDED);
	/* What a look has decided stays decided. */
	e[0] = (struct claim_evidence){ .pass = 0.0001, .fail = 1 };
	e[1] = (struct claim_evidence){ .pass = 0.0001, .fail = 1 };
	claim_look(e, 2, 0.025, v);
	ck_assert_int_eq(v[0], QUANTILE_FAIL);
	ck_assert_int_eq(v[1], QUANTILE_PASS);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("claim");
	TCase *t = tcase_create("claim");

	suite_add_tcase(s, t);
	tcase_add_test(t, no_correlation);
	tcase_add_test(t, correlation);
	tcase_add_test(t, too_little);
	tcase_add_test(t, plain);
	tcase_add_test(t, floor_of_rho);
	tcase_add_test(t, bad_round);
	tcase_add_test(t, holm);
	tcase_add_test(t, failing);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
