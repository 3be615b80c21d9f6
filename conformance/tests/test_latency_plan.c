/* The plan of a latency run: what is due when, and what its digest covers. */
#include "conformance/engine/latency_plan.h"

#include "base/cdefs.h"

#include <check.h>
#include <string.h>

static struct latency_plan plan, other;
static const struct target target = { .host = "relay.example", .domain = "relay.example" };

static bool
make(struct latency_plan *p, uint64_t seed, const char *option, const char *value)
{
	static char words[4][40];
	char *argv[] = { words[0], words[1], words[2], NULL };
	struct options o;

	snprintf(words[0], sizeof(words[0]), "latency");
	snprintf(words[1], sizeof(words[1]), "%s", option != NULL ? option : "host");
	snprintf(words[2], sizeof(words[2]), "%s", value != NULL ? value : "host");
	ck_assert(options_parse(&o, option != NULL ? 3 : 2, argv,
	    "quantile limit samples blocks rounds pause senders rate sender-rate warm-up cut-off"));
	return latency_plan_make(p, &o, seed);
}

static void
digest(const struct latency_plan *p, char hex[65])
{
	json_t *json = latency_plan_json(p, &target);

	ck_assert_ptr_nonnull(json);
	latency_plan_digest(json, hex);
	json_decref(json);
}

START_TEST(usual)
{
	ck_assert(make(&plan, 1, NULL, NULL));
	ck_assert_uint_eq(plan.samples, 300);
	ck_assert_uint_eq(plan.blocks, 30);
	ck_assert_uint_eq(plan.rounds, 6);
	ck_assert_uint_eq(plan.claims, 2);
	ck_assert_double_eq(plan.claim[0].quantile, 0.95);
	ck_assert_double_eq(plan.claim[1].quantile, 0.99);
}
END_TEST

/* Each message in its own part of the grid, and the grid begins anew with each round. */
START_TEST(grid)
{
	bool jitter = false;

	ck_assert(make(&plan, 7, NULL, NULL));
	int64_t every = 60000000 / plan.per_minute;
	for (unsigned look = 0; look < CLAIM_LOOKS; look++)
		for (unsigned r = 0; r < plan.rounds; r++) {
			unsigned first = latency_plan_round(&plan, r);
			for (unsigned i = first; i < latency_plan_round(&plan, r + 1); i++) {
				int64_t in = plan.due_us[look * plan.samples + i] -
				    (int64_t)(i - first) * every;
				ck_assert(in >= 0 && in < every);
				jitter = jitter || in > every / 2;
			}
		}
	ck_assert(jitter);
	ck_assert_uint_eq(latency_plan_round(&plan, plan.rounds), plan.samples);
	ck_assert_uint_eq(latency_plan_block(&plan, plan.blocks), plan.samples);
}
END_TEST

/* Never more than the relay grants: the limit modelled as refrelay and others have it. */
START_TEST(within_limits)
{
	ck_assert(make(&plan, 3, "--rate", "300"));
	for (unsigned r = 0; r < plan.rounds; r++)
		for (unsigned sender = 0; sender < plan.accounts; sender++) {
			int64_t interval = 60000000 / plan.sender_per_minute, next = 0;
			unsigned first = latency_plan_round(&plan, r);
			for (unsigned i = first; i < latency_plan_round(&plan, r + 1); i++) {
				if ((i - first) % plan.accounts != sender)
					continue;
				ck_assert(plan.due_us[i] >= next - 9 * interval);
				next = (plan.due_us[i] > next ? plan.due_us[i] : next) + interval;
			}
		}
}
END_TEST

START_TEST(digests)
{
	static const char *const option[][2] = { { "--quantile", "0.95" }, { "--limit", "999" },
		{ "--samples", "310" }, { "--blocks", "60" }, { "--rounds", "3" },
		{ "--pause", "1" }, { "--senders", "6" }, { "--rate", "99" },
		{ "--sender-rate", "61" }, { "--warm-up", "4" }, { "--cut-off", "59" } };
	char first[65], hex[65];

	ck_assert(make(&plan, 1, NULL, NULL));
	digest(&plan, first);
	ck_assert(make(&other, 1, NULL, NULL));
	digest(&other, hex);
	ck_assert_str_eq(first, hex);
	ck_assert(make(&other, 2, NULL, NULL));
	digest(&other, hex);
	ck_assert_str_ne(first, hex);
	for (size_t i = 0; i < COUNT_OF(option); i++) {
		ck_assert(make(&other, 1, option[i][0], option[i][1]));
		digest(&other, hex);
		ck_assert_str_ne(first, hex);
	}
	ck_assert(make(&other, 1, NULL, NULL));
	other.due_us[599]++;
	digest(&other, hex);
	ck_assert_str_ne(first, hex);
}
END_TEST

START_TEST(rounds_that_fit)
{
	ck_assert(make(&plan, 1, "--samples", "20"));
	ck_assert_uint_eq(plan.blocks, 2);
	ck_assert_uint_eq(plan.rounds, 2);
	ck_assert(make(&plan, 1, "--samples", "350"));
	ck_assert_uint_eq(plan.blocks, 35);
	ck_assert_uint_eq(plan.rounds, 5);
	ck_assert(make(&plan, 1, "--samples", "6000"));
	ck_assert_uint_eq(plan.blocks, 600);
	ck_assert(!make(&plan, 1, "--rounds", "7"));
	ck_assert(!make(&plan, 1, "--rate", "301"));
	ck_assert(!make(&plan, 1, "--quantile", "95"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("latency_plan");
	TCase *t = tcase_create("plan");

	suite_add_tcase(s, t);
	tcase_add_test(t, usual);
	tcase_add_test(t, grid);
	tcase_add_test(t, within_limits);
	tcase_add_test(t, digests);
	tcase_add_test(t, rounds_that_fit);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
