/* Editing needs its text exactly once; anything else is our own mistake and
 * said so. */
#include "conformance/engine/run.h"

#include <check.h>

static struct outcome out;
static struct run run;
static const struct test_case nothing = { .text = "nothing" };
static const struct attempt_plan plan = { .test = &nothing, .id = "TEST" };

static void
begin(void)
{
	run_init(&run, &plan, &out);
}

static void
end(void)
{
	run_end(&run);
}

START_TEST(edits_in_place)
{
	struct span s = SPAN("one two three");

	ck_assert(span_eq(edit_replace(&run, s, "two", "2"), SPAN("one 2 three")));
	ck_assert(span_eq(edit_replace(&run, s, "one ", ""), SPAN("two three")));
	ck_assert(span_eq(edit_before(&run, s, "two", SPAN("<")), SPAN("one <two three")));
	ck_assert(span_eq(edit_after(&run, s, "three", SPAN("\0>")), SPAN("one two three\0>")));
	ck_assert(span_eq(edit_join(&run, s, SPAN("")), s));
	ck_assert(span_eq(s, SPAN("one two three")));
	ck_assert(run_ok(&run));
}
END_TEST

START_TEST(missing_text_is_internal)
{
	edit_replace(&run, SPAN("abc"), "x", "y");
	ck_assert(!run_ok(&run));
	ck_assert_int_eq(out.kind, OUTCOME_INTERNAL);
}
END_TEST

START_TEST(double_text_is_internal)
{
	edit_before(&run, SPAN("aa"), "a", SPAN("y"));
	ck_assert_int_eq(out.kind, OUTCOME_INTERNAL);
}
END_TEST

START_TEST(overlapping_text_is_internal)
{
	edit_after(&run, SPAN("aaa"), "aa", SPAN("y"));
	ck_assert_int_eq(out.kind, OUTCOME_INTERNAL);
}
END_TEST

START_TEST(first_verdict_stays)
{
	expect_true(&run, true, "x", "never %d", 1);
	ck_assert(run_ok(&run));
	expect_true(&run, false, "green", "red %d", 7);
	need_true(&run, false, "later");
	run_not_applicable(&run, "later");
	ck_assert_int_eq(out.kind, OUTCOME_FAIL);
	ck_assert_str_eq(out.expected, "green");
	ck_assert_str_eq(out.actual, "red 7");
}
END_TEST

START_TEST(verdict_classes)
{
	need_true(&run, false, "a precondition");
	ck_assert_int_eq(out.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(out.cause, "setup");
	end();
	begin();
	run_inconclusive(&run, "timing", "after %d s", 3);
	ck_assert_str_eq(out.cause, "timing");
	ck_assert_str_eq(out.actual, "after 3 s");
	end();
	begin();
	run_not_applicable(&run, "no QUOTA");
	ck_assert_int_eq(out.kind, OUTCOME_NA);
}
END_TEST

START_TEST(tokens_follow_the_seed)
{
	struct outcome o;
	struct run a, b;
	struct attempt_plan p = plan;

	p.seed = 5;
	run_init(&a, &p, &o);
	run_init(&b, &p, &o);
	ck_assert_str_eq(run_token(&a), run_token(&b));
	run_end(&b);
	p.number = 2;
	run_init(&b, &p, &o);
	ck_assert_str_ne(run_token(&a), run_token(&b));
	run_end(&b);
	p.number = 0;
	p.twin = true;
	run_init(&b, &p, &o);
	ck_assert_str_ne(run_token(&a), run_token(&b));
	run_end(&b);
	run_end(&a);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("edit");
	TCase *t = tcase_create("run");

	suite_add_tcase(s, t);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, edits_in_place);
	tcase_add_test(t, missing_text_is_internal);
	tcase_add_test(t, double_text_is_internal);
	tcase_add_test(t, overlapping_text_is_internal);
	tcase_add_test(t, first_verdict_stays);
	tcase_add_test(t, verdict_classes);
	tcase_add_test(t, tokens_follow_the_seed);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
