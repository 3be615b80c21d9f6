/* The way from outcomes to a verdict, and from verdicts to an exit code. */
#include "conformance/engine/verdict.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* One letter an outcome: P pass, F fail, N not applicable, I internal, T throttled, S setup,
 * U unreachable, A no account, O timeout, Q statistics, G timing. */
static struct outcome
outcome_of(char letter)
{
	static const struct {
		char letter;
		enum outcome_kind kind;
		const char *cause;
	} letters[] = { { 'P', OUTCOME_PASS, "" }, { 'F', OUTCOME_FAIL, "expectation" },
		{ 'N', OUTCOME_NA, "" }, { 'V', OUTCOME_NA, "vantage" },
		{ 'I', OUTCOME_INTERNAL, "internal" }, { 'T', OUTCOME_INCONCLUSIVE, "throttled" },
		{ 'S', OUTCOME_INCONCLUSIVE, "setup" },
		{ 'U', OUTCOME_INCONCLUSIVE, "unreachable" },
		{ 'A', OUTCOME_INCONCLUSIVE, "no-account" },
		{ 'O', OUTCOME_INCONCLUSIVE, "timeout" },
		{ 'Q', OUTCOME_INCONCLUSIVE, "statistics" },
		{ 'G', OUTCOME_INCONCLUSIVE, "timing" } };
	struct outcome o = { .kind = OUTCOME_INTERNAL };

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (letters[i].letter != letter)
			continue;
		o.kind = letters[i].kind;
		snprintf(o.cause, sizeof(o.cause), "%s", letters[i].cause);
	}
	return o;
}

/* Plays and twins in the order in which the course must ask for them: "p" or "t" before each
 * outcome. */
static const struct {
	bool has_twin;
	unsigned repeat;
	const char *way;
	enum verdict verdict;
	const char *cause;
} ways[] = {
	{ false, 1, "pP", VERDICT_PASS, "" },
	{ false, 3, "pPpPpP", VERDICT_PASS, "" },
	{ true, 1, "pPtP", VERDICT_PASS, "" },
	{ true, 2, "pPtPpP", VERDICT_PASS, "" },
	{ false, 1, "pFpFpF", VERDICT_FAIL, "expectation" },
	{ true, 1, "pFtPpFpF", VERDICT_FAIL, "expectation" },
	{ false, 5, "pFpFpFpFpF", VERDICT_FAIL, "expectation" },
	{ false, 1, "pFpP", VERDICT_INCONCLUSIVE, "flaky" },
	{ false, 1, "pFpFpP", VERDICT_INCONCLUSIVE, "flaky" },
	{ false, 2, "pPpF", VERDICT_INCONCLUSIVE, "flaky" },
	{ false, 1, "pFpS", VERDICT_INCONCLUSIVE, "flaky" },
	{ true, 1, "pPtF", VERDICT_INCONCLUSIVE, "twin" },
	{ true, 1, "pFtF", VERDICT_INCONCLUSIVE, "twin" },
	{ true, 1, "pPtStP", VERDICT_PASS, "" },
	{ true, 1, "pPtStS", VERDICT_INCONCLUSIVE, "twin" },
	{ true, 1, "pPtO", VERDICT_INCONCLUSIVE, "twin" },
	{ true, 1, "pPtN", VERDICT_INCONCLUSIVE, "twin" },
	{ false, 1, "pSpP", VERDICT_PASS, "" },
	{ false, 1, "pSpS", VERDICT_INCONCLUSIVE, "setup" },
	{ false, 1, "pSpFpFpF", VERDICT_FAIL, "expectation" },
	{ false, 1, "pApP", VERDICT_PASS, "" },
	{ false, 1, "pApA", VERDICT_INCONCLUSIVE, "no-account" },
	{ false, 1, "pU", VERDICT_INCONCLUSIVE, "unreachable" },
	{ false, 1, "pO", VERDICT_INCONCLUSIVE, "timeout" },
	{ false, 1, "pQ", VERDICT_INCONCLUSIVE, "statistics" },
	{ false, 1, "pG", VERDICT_INCONCLUSIVE, "timing" },
	{ false, 1, "pTpTpP", VERDICT_PASS, "" },
	{ true, 1, "pPtTtP", VERDICT_PASS, "" },
	{ false, 1, "pTpTpTpTpT", VERDICT_INCONCLUSIVE, "throttled" },
	{ false, 1, "pFpTpFpF", VERDICT_FAIL, "expectation" },
	{ false, 1, "pN", VERDICT_NA, "not-applicable" },
	{ false, 1, "pV", VERDICT_NA, "vantage" },
	{ false, 1, "pFpN", VERDICT_INCONCLUSIVE, "flaky" },
	{ false, 2, "pPpN", VERDICT_INCONCLUSIVE, "flaky" },
	{ false, 1, "pI", VERDICT_INCONCLUSIVE, "internal" },
	{ true, 1, "pPtI", VERDICT_INCONCLUSIVE, "internal" },
};

START_TEST(courses)
{
	struct course c;

	course_begin(&c, ways[_i].has_twin, ways[_i].repeat);
	for (const char *at = ways[_i].way; *at != '\0'; at += 2) {
		struct outcome o = outcome_of(at[1]);
		ck_assert_msg(
		    c.next == (at[0] == 't' ? NEXT_TWIN : NEXT_PLAY), "%s at %s", ways[_i].way, at);
		course_tell(&c, &o);
	}
	ck_assert_msg(c.next == NEXT_DECIDED, "%s", ways[_i].way);
	ck_assert_msg(
	    c.verdict == ways[_i].verdict, "%s: %s", ways[_i].way, verdict_name(c.verdict));
	ck_assert_str_eq(c.cause, ways[_i].cause);
}
END_TEST

static const struct {
	struct tally tally;
	enum exit_code code;
} exits[] = {
	{ { .n = { [VERDICT_PASS] = 1 } }, EXIT_CONFORMS },
	{ { .n = { [VERDICT_PASS] = 1, [VERDICT_NA] = 1, [VERDICT_XFAIL] = 1 } }, EXIT_CONFORMS },
	{ { .n = { [VERDICT_XFAIL] = 1 } }, EXIT_CONFORMS },
	/* Nothing was decided. */
	{ { .n = { [VERDICT_NA] = 3 } }, EXIT_UNDECIDED },
	{ { .n = { [VERDICT_NA] = 1, [VERDICT_SKIP] = 1 } }, EXIT_UNDECIDED },
	{ { .n = { 0 } }, EXIT_UNDECIDED },
	{ { .n = { [VERDICT_FAIL] = 1 } }, EXIT_FAILS },
	{ { .n = { [VERDICT_INCONCLUSIVE] = 1 } }, EXIT_UNDECIDED },
	{ { .n = { [VERDICT_XPASS] = 1 } }, EXIT_STALE },
	{ { .n = { [VERDICT_XFAIL] = 1 }, .stale = true }, EXIT_STALE },
	{ { .n = { [VERDICT_PENDING] = 1 } }, EXIT_PENDING },
	{ { .internal = true }, EXIT_INTERNAL },
	{ { .interrupted = true }, EXIT_INTERRUPTED },
	/* The order: 70, 130, 1, 4, 3, 5. */
	{ { .n = { 1, 1, 1, 1, 1, 1, 1, 1 }, .stale = true, .internal = true, .interrupted = true },
	    EXIT_INTERNAL },
	{ { .n = { 1, 1, 1, 1, 1, 1, 1, 1 }, .stale = true, .interrupted = true },
	    EXIT_INTERRUPTED },
	{ { .n = { 1, 1, 1, 1, 1, 1, 1, 1 }, .stale = true }, EXIT_FAILS },
	{ { .n = { 1, 0, 1, 1, 1, 1, 1, 1 } }, EXIT_STALE },
	{ { .n = { 1, 0, 1, 1, 1, 1, 1, 0 } }, EXIT_UNDECIDED },
	{ { .n = { 1, 0, 0, 1, 1, 1, 1, 0 } }, EXIT_PENDING },
};

START_TEST(exit_codes)
{
	ck_assert_int_eq(tally_exit(&exits[_i].tally), exits[_i].code);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("verdict");
	TCase *c = tcase_create("verdict");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(c, courses, 0, (int)(sizeof(ways) / sizeof(ways[0])));
	tcase_add_loop_test(c, exit_codes, 0, (int)(sizeof(exits) / sizeof(exits[0])));
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
