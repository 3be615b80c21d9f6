/* The operator's hook: what it says it can do, how it is run, and what cases make of
 * its answers.  The hooks here are one-line scripts. */
#include "conformance/engine/evidence.h"
#include "conformance/engine/hook.h"
#include "conformance/engine/run.h"
#include "conformance/engine/when.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECOND = 1000000 };

static char directory[64], error[4400], why[HOOK_WHY], memory[4096];
static struct buf out;

static void
setup(void)
{
	snprintf(directory, sizeof(directory), "/tmp/test_hook.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	ck_assert_int_eq(setenv("HOOK_TEST", directory, 1), 0);
	buf_init(&out, memory, sizeof(memory));
}

static void
teardown(void)
{
	static const char *const names[] = { "calls", "disk" };
	char path[128];

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
		unlink(path);
	}
	ck_assert_int_eq(rmdir(directory), 0);
}

/* What a hook wrote to this file. */
static const char *
contents(const char *name)
{
	static char text[4096];
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	FILE *f = fopen(path, "re");
	text[f != NULL ? fread(text, 1, sizeof(text) - 1, f) : 0] = '\0';
	if (f != NULL)
		fclose(f);
	return text;
}

/* ---- verbs --------------------------------------------------------------------- */

static const struct {
	const char *says;
	unsigned lends;
} sayings[] = {
	{ "clock", NEED_CLOCK },
	{ "clock\nclock-back", NEED_CLOCK | NEED_CLOCK_BACK },
	{ "disk logs", NEED_DISK | NEED_LOGS },
	{ "crash\nrestart\n", NEED_CRASH },
	{ "crash clock", NEED_CLOCK },
	{ "clock clock-back crash restart disk logs",
	    NEED_CLOCK | NEED_CLOCK_BACK | NEED_CRASH | NEED_DISK | NEED_LOGS },
};

START_TEST(verbs_become_needs)
{
	struct hook h;
	char command[200];

	snprintf(command, sizeof(command), "printf '%s'; :", sayings[_i].says);
	ck_assert_msg(hook_open(&h, command, error, sizeof(error)), "%s", error);
	ck_assert_uint_eq(h.lends, sayings[_i].lends);
}
END_TEST

static const struct {
	const char *command, *complaint;
} useless[] = {
	{ "/nonexistent/hook", "failed" },
	{ "echo not today >&2; false", "not today" },
	{ "exit 3; :", "exit code 3" },
	{ "kill -9 $$; :", "signal 9" },
	{ "echo clock crahs; :", "`crahs'" },
	{ ":", "nothing that a case can use" },
	{ "echo crash; :", "nothing that a case can use" },
	{ "echo clock-back; :", "nothing that a case can use" },
};

START_TEST(a_useless_hook_is_told_in_one_line)
{
	struct hook h;

	ck_assert(!hook_open(&h, useless[_i].command, error, sizeof(error)));
	ck_assert_msg(strstr(error, useless[_i].complaint) != NULL, "%s", error);
	ck_assert_ptr_nonnull(strstr(error, "--hook"));
	ck_assert_ptr_null(strchr(error, '\n'));
}
END_TEST

/* ---- running --------------------------------------------------------------------- */

START_TEST(it_reads_and_prints)
{
	ck_assert(hook_run("cat; echo", "disk now", SPAN("needle\n"), 20 * SECOND, &out, why));
	ck_assert(span_eq(buf_span(&out), SPAN("needle\ndisk now\n")));
	ck_assert_str_eq(why, "");
}
END_TEST

START_TEST(its_last_words_are_the_reason)
{
	ck_assert(!hook_run("{ echo one; printf 'two\\033\\n\\n'; } >&2; false", "crash", SPAN(""),
	    20 * SECOND, &out, why));
	ck_assert_str_eq(why, "two?");
}
END_TEST

START_TEST(what_it_leaves_running_holds_nobody_up)
{
	int64_t began = when_us();

	ck_assert(hook_run("sleep 30 & echo $!; :", "restart", SPAN(""), 20 * SECOND, &out, why));
	ck_assert_int_lt(when_us() - began, 10 * SECOND);
	memory[out.n] = '\0';
	ck_assert_int_eq(kill((pid_t)atoi(memory), SIGKILL), 0);
}
END_TEST

START_TEST(a_hook_that_hangs_is_ended_with_its_children)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/calls", directory);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	/* Whoever lives holds the writing end: the other one comes to its end when nobody does. */
	pid_t reader = fork();
	if (reader == 0) {
		FILE *all = fopen(path, "re");
		_exit(all != NULL && fgetc(all) == EOF ? 0 : 1);
	}
	ck_assert(!hook_run("exec 4>$HOOK_TEST/calls; sleep 1000 & sleep 1000; :", "crash",
	    SPAN(""), SECOND / 2, &out, why));
	ck_assert_ptr_nonnull(strstr(why, "took longer"));
	int status;
	alarm(20);
	ck_assert_int_eq(waitpid(reader, &status, 0), reader);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
END_TEST

START_TEST(nothing_of_ours_is_open_there)
{
	int mine = dup(1);

	ck_assert_int_gt(mine, 2);
	ck_assert(hook_run("for i in 3 4 5 6 7 8 9; do [ ! -e /proc/$$/fd/$i ] || echo $i; done; :",
	    "verbs", SPAN(""), 20 * SECOND, &out, why));
	ck_assert_uint_eq(out.n, 0);
	close(mine);
}
END_TEST

/* ---- what cases make of it ---------------------------------------------------------- */

static void (*what)(struct run *r);

static void
play(struct run *r)
{
	what(r);
}

static struct outcome
play_lent(const char *command, unsigned lends, unsigned needs, void (*doing)(struct run *))
{
	struct hook hook = { .command = command, .lends = lends };
	struct target target = { .host = "127.0.0.1", .domain = "chat.test", .hook = &hook };
	const struct test_case test = { .text = "", .needs = needs, .play = play };
	struct attempt_plan plan = {
		.target = &target, .test = &test, .id = "HOOK", .number = 1, .timeout_scale = 1
	};
	struct outcome o;

	what = doing;
	attempt_play(&plan, &o);
	return o;
}

static struct outcome
play_with(const char *command, void (*doing)(struct run *))
{
	return play_lent(command, NEED_HOOK, NEED_HOOK, doing);
}

static void
do_all(struct run *r)
{
	need_time(r, 1728000);
	need_time(r, -60);
	need_time_and_crash(r, 5);
	need_crash(r);
	need_restart(r);
	need_absence(r, 7);
}

START_TEST(verbs_have_their_words)
{
	struct outcome o = play_with("echo >>$HOOK_TEST/calls", do_all);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s", o.actual);
	ck_assert_str_eq(contents("calls"),
	    "advance 1728000\nadvance -60\nadvance-crash 5\ncrash\nrestart\nabsence 7\n");
}
END_TEST

static void
go_back(struct run *r)
{
	need_time(r, -60);
}

START_TEST(what_the_case_does_not_name_it_may_not_use)
{
	static const unsigned lacking[] = { NEED_CLOCK, NEED_CLOCK_BACK, NEED_CRASH };
	unsigned rest = NEED_HOOK & ~lacking[_i];
	struct outcome o = play_lent(":", rest, rest, do_all);

	ck_assert_int_eq(o.kind, OUTCOME_INTERNAL);
	o = play_lent(":", rest, NEED_HOOK, do_all);
	ck_assert_int_eq(o.kind, OUTCOME_NA);
	/* Backwards where it can, in a case about time. */
	o = play_lent(":", NEED_HOOK, NEED_CLOCK, go_back);
	ck_assert_int_eq(o.kind, OUTCOME_PASS);
}
END_TEST

START_TEST(a_failing_hook_decides_nothing)
{
	struct outcome o = play_with("echo the relay is gone >&2; false", do_all);

	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "hook");
	ck_assert_str_eq(o.stage, "advance 1728000");
	ck_assert_str_eq(o.actual, "the relay is gone");
}
END_TEST

/* A disk that holds what the file `disk` does; whoever looks removes its first line. */
#define DISK "grep -x -F -f $HOOK_TEST/disk; sed -i 1d $HOOK_TEST/disk;"

static void
write_disk(const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/disk", directory);
	FILE *f = fopen(path, "we");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

static void
search(struct run *r)
{
	need_on_disk(r, "the canary");
	expect_not_on_disk(r, "the canary");
}

static void
search_blindly(struct run *r)
{
	expect_not_on_disk(r, "the canary");
}

static void
search_lines(struct run *r)
{
	need_on_disk(r, "the\ncanary");
}

static const struct {
	const char *disk, *command;
	void (*play)(struct run *);
	enum outcome_kind kind;
	const char *cause;
} searches[] = {
	{ "the canary\nthe canary\nother\nother\n", DISK ":", search, OUTCOME_PASS, "" },
	{ "other\n", DISK ":", search, OUTCOME_INCONCLUSIVE, "hook" },
	{ "", "cat; :", search, OUTCOME_FAIL, "" },
	{ "", "echo all of it; :", search, OUTCOME_INCONCLUSIVE, "hook" },
	{ "", "cat; :", search_blindly, OUTCOME_INTERNAL, "internal" },
	{ "", "cat; :", search_lines, OUTCOME_INTERNAL, "internal" },
};

START_TEST(a_search_is_seen_to_find)
{
	write_disk(searches[_i].disk);
	struct outcome o = play_with(searches[_i].command, searches[_i].play);
	ck_assert_msg(o.kind == searches[_i].kind, "%d: %s", (int)o.kind, o.actual);
	ck_assert_str_eq(o.cause, searches[_i].cause);
}
END_TEST

static void
search_logs(struct run *r)
{
	expect_not_in_logs(r, "the canary");
}

START_TEST(logs_are_searched_once)
{
	struct outcome o = play_with("cat; :", search_logs);

	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	o = play_with("grep -x e; :", search_logs);
	ck_assert_int_eq(o.kind, OUTCOME_PASS);
	o = play_with(
	    "cat >/dev/null; :", search_logs); /* a relay that logs nothing, or a blind hook */
	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "hook");
}
END_TEST

/* ---- grades ---------------------------------------------------------------------------- */

static const struct {
	const char *area;
	unsigned needs;
	bool claim;
	const char *grade;
} grades[] = {
	{ "smtp", NEED_MAIL, false, "" },
	{ "smtp", NEED_CRASH, false, "" },
	{ "deletion", NEED_MAIL, false, "A" },
	{ "retention", NEED_MAIL | NEED_CLOCK, false, "B" },
	{ "durability", NEED_MAIL | NEED_CRASH, false, "B" },
	{ "zero", NEED_DISK, false, "B" },
	{ "zero", NEED_LOGS, false, "B" },
	{ "retention", NEED_HTTPS, true, "C" },
};

START_TEST(evidence_has_its_grade)
{
	const struct test_case test = {
		.text = "", .needs = grades[_i].needs, .claim = grades[_i].claim, .play = play
	};
	const struct entry e = { .law = { .area = grades[_i].area }, .test = &test };

	ck_assert_str_eq(evidence_of(&e), grades[_i].grade);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("hook");
	TCase *c = tcase_create("hook");

	suite_add_tcase(s, c);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, verbs_become_needs, 0, (int)COUNT_OF(sayings));
	tcase_add_loop_test(c, a_useless_hook_is_told_in_one_line, 0, (int)COUNT_OF(useless));
	tcase_add_test(c, it_reads_and_prints);
	tcase_add_test(c, its_last_words_are_the_reason);
	tcase_add_test(c, what_it_leaves_running_holds_nobody_up);
	tcase_add_test(c, a_hook_that_hangs_is_ended_with_its_children);
	tcase_add_test(c, nothing_of_ours_is_open_there);
	tcase_add_test(c, verbs_have_their_words);
	tcase_add_loop_test(c, what_the_case_does_not_name_it_may_not_use, 0, 3);
	tcase_add_test(c, a_failing_hook_decides_nothing);
	tcase_add_loop_test(c, a_search_is_seen_to_find, 0, (int)COUNT_OF(searches));
	tcase_add_test(c, logs_are_searched_once);
	tcase_add_loop_test(c, evidence_has_its_grade, 0, (int)COUNT_OF(grades));
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
