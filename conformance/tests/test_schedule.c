/* Dates of a deletion audit, and what one look may conclude: by a second reading of the promise,
 * for messages that go at any time a relay is free to choose and for some it is not. */
#include "conformance/engine/schedule.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SECOND = 1000, HOUR = 3600 * SECOND, DAY = 24 * HOUR };

/* The published limits; and what tests use, where all is over in seconds. */
static const struct terms all_terms[] = {
	{ 20 * (int64_t)DAY, 7 * (int64_t)DAY, 90 * (int64_t)DAY, 25 * (int64_t)HOUR },
	{ 8 * SECOND, 5 * SECOND, 12 * SECOND, 2 * SECOND },
	{ 1 * (int64_t)DAY, 1 * (int64_t)DAY, 3 * (int64_t)DAY, 25 * (int64_t)HOUR },
	{ 10 * SECOND, 10 * SECOND, 20 * SECOND, 1 * SECOND },
};
enum { TERMS = 4 };

START_TEST(published_dates)
{
	struct window w[LOOKS_MOST];

	ck_assert_uint_eq(group_windows(GROUP_LATE, &all_terms[0], w), 1);
	ck_assert_int_eq(w[0].due_ms, 20 * (int64_t)DAY + 25 * (int64_t)HOUR);
	ck_assert_uint_eq(group_windows(GROUP_EARLY, &all_terms[0], w), 1);
	ck_assert_int_eq(w[0].due_ms, 20 * (int64_t)DAY - 26 * (int64_t)HOUR);
	ck_assert_int_eq(w[0].until_ms, 20 * (int64_t)DAY - HOUR);
	ck_assert_uint_eq(group_windows(GROUP_PROBE, &all_terms[0], w), 1);
	ck_assert_int_eq(w[0].due_ms, 25 * (int64_t)HOUR);
	ck_assert_uint_eq(group_windows(GROUP_KEPT, &all_terms[0], w), 2);
	ck_assert_int_eq(w[1].what, LOOK_ACCOUNT);
	ck_assert_int_eq(w[1].due_ms, 90 * (int64_t)DAY + 25 * (int64_t)HOUR);
	ck_assert_int_eq(kept_interval(&all_terms[0]), 7 * (int64_t)DAY);
}
END_TEST

START_TEST(windows_are_open)
{
	const struct terms *t = &all_terms[_i];
	struct window w[LOOKS_MOST];

	for (unsigned g = 0; g < GROUPS; g++) {
		size_t n = group_windows((enum group)g, t, w);
		ck_assert_uint_ge(n, 1);
		for (size_t i = 0; i < n; i++) {
			ck_assert_int_ge(w[i].due_ms, 0);
			ck_assert_int_gt(w[i].until_ms, w[i].due_ms);
		}
	}
	/* What is dated back but young is young at the end of the probe's window, too. */
	group_windows(GROUP_PROBE, t, w);
	for (size_t k = 0; k < KINDS; k++) {
		int64_t low, high;
		kind_bounds(k, true, t, &low, &high);
		if (kinds[k].dating == DATED_UNDER && kind_age(k, t) > 0)
			ck_assert_int_le(kind_age(k, t) + w[0].until_ms, low - SECOND);
		if (kinds[k].dating == DATED_OVER)
			ck_assert_int_ge(kind_age(k, t), high + SECOND);
	}
}
END_TEST

/* Of a message that was there until the age `gone`: what a look at the age `at` finds. */
static enum finding
look_at(const struct terms *t, int64_t low, int64_t high, int64_t gone, int64_t at)
{
	struct window early[LOOKS_MOST] = { { 0 } }, late[LOOKS_MOST] = { { 0 } };
	group_windows(GROUP_EARLY, t, early);
	group_windows(GROUP_LATE, t, late);
	struct observation o = { .least_ms = low,
		.due_ms = early[0].due_ms,
		.until_ms = late[0].until_ms,
		.most_ms = high,
		.from_ms = 5 * (int64_t)DAY,
		.to_ms = 5 * (int64_t)DAY + 40,
		.look_from_ms = 5 * (int64_t)DAY + 40 + at,
		.look_to_ms = 5 * (int64_t)DAY + 40 + at + 30,
		.present = at < gone };

	return schedule_judge(&o, t);
}

/* A relay that keeps the promise is never said to break it, whenever anybody looks; and within the
 * windows it is said to keep it. */
START_TEST(honest_relays_never_fail)
{
	const struct terms *t = &all_terms[_i];
	struct window early[LOOKS_MOST], late[LOOKS_MOST];
	int64_t low = t->retention_ms, step = t->grace_ms / 40;

	group_windows(GROUP_EARLY, t, early);
	group_windows(GROUP_LATE, t, late);
	for (int64_t gone = low; gone < low + t->grace_ms; gone += step)
		for (int64_t at = 0; at < late[0].until_ms + 2 * t->grace_ms; at += step) {
			enum finding f = look_at(t, low, low, gone, at);
			ck_assert_int_ne(f, FINDING_EARLY);
			ck_assert_int_ne(f, FINDING_LATE);
			if (at >= early[0].due_ms && at <= early[0].until_ms)
				ck_assert_int_eq(f, FINDING_THERE);
			if (at >= late[0].due_ms && at + 100 <= late[0].until_ms)
				ck_assert_int_eq(f, FINDING_GONE);
		}
}
END_TEST

START_TEST(others_fail_in_their_windows)
{
	const struct terms *t = &all_terms[_i];
	struct window early[LOOKS_MOST], late[LOOKS_MOST];
	int64_t low = t->retention_ms, step = t->grace_ms / 40;

	group_windows(GROUP_EARLY, t, early);
	group_windows(GROUP_LATE, t, late);
	for (int64_t at = early[0].due_ms; at + 100 <= early[0].until_ms; at += step)
		ck_assert_int_eq(look_at(t, low, low, early[0].due_ms, at), FINDING_EARLY);
	for (int64_t at = late[0].due_ms; at < 3 * late[0].until_ms; at += step)
		ck_assert_int_eq(look_at(t, low, low, INT64_MAX, at), FINDING_LATE);
	/* Too late to tell: neither. */
	ck_assert_int_eq(look_at(t, low, low, low, late[0].until_ms + 1), FINDING_NONE);
}
END_TEST

/* A large message that nobody noticed may go at either limit. */
START_TEST(large_ones)
{
	const struct terms *t = &all_terms[0];
	size_t large = kind_named("large");
	int64_t low, high;

	kind_bounds(large, true, t, &low, &high);
	ck_assert_int_eq(low, 7 * (int64_t)DAY);
	ck_assert_int_eq(high, low);
	kind_bounds(large, false, t, &low, &high);
	ck_assert_int_eq(low, 7 * (int64_t)DAY);
	ck_assert_int_eq(high, 20 * (int64_t)DAY);
	ck_assert_int_eq(group_decides(GROUP_LARGE_LATE, large, true), DECIDES_GONE);
	ck_assert_int_eq(group_decides(GROUP_LARGE_LATE, large, false), DECIDES_NOTHING);
	ck_assert_int_eq(group_decides(GROUP_LATE, large, false), DECIDES_GONE);
	ck_assert_int_eq(group_decides(GROUP_LATE, large, true), DECIDES_NOTHING);
	for (int64_t gone = low; gone < high; gone += DAY)
		for (int64_t at = 0; at < 30 * (int64_t)DAY; at += HOUR) {
			enum finding f = look_at(t, low, high, gone, at);
			ck_assert(f != FINDING_EARLY && f != FINDING_LATE);
		}
}
END_TEST

/* Every kind is decided about in both directions by some date. */
START_TEST(every_kind_is_decided)
{
	bool gone = false, early = false;

	for (unsigned g = 0; g < GROUPS; g++)
		for (int selected = 0; selected < 2; selected++) {
			enum decides d = group_decides((enum group)g, (size_t)_i, selected);
			gone = gone || d == DECIDES_GONE;
			early = early || d == DECIDES_EARLY;
			if (d != DECIDES_NOTHING)
				ck_assert(group_holds((enum group)g, (size_t)_i));
		}
	if (kinds[_i].dating != DATED_UNDER)
		ck_assert(gone);
	if (kinds[_i].dating != DATED_OVER)
		ck_assert(early);
	ck_assert_uint_eq(kind_named(kinds[_i].name), (size_t)_i);
}
END_TEST

START_TEST(bound_is_honest)
{
	ck_assert(fabs(schedule_bound(6) - 0.393) < 0.001);
	ck_assert(fabs(schedule_bound(30) - 0.095) < 0.001);
	ck_assert(schedule_bound(58) > 0.05);
	ck_assert(schedule_bound(59) <= 0.05);
	ck_assert(schedule_bound(298) > 0.01);
	ck_assert(schedule_bound(299) <= 0.01);
	ck_assert(schedule_bound(0) >= 1);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("schedule");
	TCase *c = tcase_create("schedule");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, published_dates);
	tcase_add_loop_test(c, windows_are_open, 0, TERMS);
	tcase_add_loop_test(c, honest_relays_never_fail, 0, TERMS);
	tcase_add_loop_test(c, others_fail_in_their_windows, 0, TERMS);
	tcase_add_test(c, large_ones);
	tcase_add_loop_test(c, every_kind_is_decided, 0, KINDS);
	tcase_add_test(c, bound_is_honest);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
