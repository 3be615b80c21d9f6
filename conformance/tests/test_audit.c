/* The run loop from end to end, with an attempt made of a table instead of a
 * relay: verdicts, cause codes, exit codes, and what is left on the disk when
 * the run is interrupted or killed. */
#include "conformance/engine/audit.h"
#include "conformance/engine/discover.h"
#include "conformance/engine/evidence.h"
#include "conformance/tests/execute.h"
#include "conformance/tests/schema.h"

#include <arpa/inet.h>
#include <check.h>
#include <jansson.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int ready_pipe[2];  /* a hanging attempt says here that it hangs */
static int played_pipe[2]; /* every attempt and first login, a letter each; see played() */
static const struct hook *lent_hook;
static int listener;
static uint16_t port;
static char directory[64];

static void
never(struct run *r)
{
	(void)r; /* the table plays */
}

static const struct test_case plain = {
	.text = "plain", .needs = NEED_IMAPS, .accounts = 1, .mails = 1, .seconds = 1, .play = never
};
static const struct test_case twinned = { .text = "twinned",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.mails = 1,
	.seconds = 1,
	.play = never,
	.twin = never };
static const struct test_case fresh = {
	.text = "fresh", .needs = NEED_IMAPS, .fresh = 5, .play = never
};
static const struct test_case lonely = {
	.text = "alone", .needs = NEED_IMAPS, .alone = true, .play = never
};
static const struct test_case dark = { .text = "port 143", .needs = NEED_IMAP, .play = never };
static const struct test_case unseen = { .text = "push", .needs = NEED_PUSH, .play = never };
static const struct test_case aging = {
	.text = "time passes", .needs = NEED_IMAPS | NEED_CLOCK, .accounts = 2, .play = never
};
static const struct test_case nowhere = { .text = "no web", .needs = NEED_HTTPS, .play = never };
static const struct test_case simple = {
	.text = "no accounts", .needs = NEED_IMAPS, .play = never
};

/* Outcomes attempt by attempt; the last one repeats.  P F N I as in test_verdict.c, T throttled,
 * S setup, X crash, H hang, A making the account fails, Q statistics. */
static const struct row {
	const char *id;
	const struct test_case *test;
	enum level level;
	int attempts;
	const char *outcomes, *verdict, *cause;
} rows[] = {
	{ "A_PASS", &plain, LEVEL_MUST, 1, "P", "PASS", "" },
	{ "A_TWIN", &twinned, LEVEL_MUST, 2, "PP", "PASS", "" },
	{ "A_TWIN_FAILS", &twinned, LEVEL_MUST, 2, "PF", "INCONCLUSIVE", "twin" },
	{ "A_FAIL", &plain, LEVEL_MUST, 3, "F", "FAIL", "expectation" },
	{ "A_FAIL_TWIN", &twinned, LEVEL_MUST, 4, "FPFF", "FAIL", "expectation" },
	{ "A_FLAKY", &plain, LEVEL_MUST, 2, "FP", "INCONCLUSIVE", "flaky" },
	{ "A_THROTTLED", &plain, LEVEL_MUST, 3, "TTP", "PASS", "" },
	{ "A_THROTTLED_ALWAYS", &plain, LEVEL_MUST, 5, "T", "INCONCLUSIVE", "throttled" },
	{ "A_SETUP", &plain, LEVEL_MUST, 2, "SP", "PASS", "" },
	{ "A_SETUP_ALWAYS", &plain, LEVEL_MUST, 2, "S", "INCONCLUSIVE", "setup" },
	{ "A_CRASH", &plain, LEVEL_MUST, 1, "X", "INCONCLUSIVE", "internal" },
	{ "A_HANG", &simple, LEVEL_MUST, 1, "H", "INCONCLUSIVE", "timeout" },
	{ "A_NA", &plain, LEVEL_MUST, 1, "N", "NA", "not-applicable" },
	{ "A_STATISTICS", &plain, LEVEL_MUST, 1, "Q", "INCONCLUSIVE", "statistics" },
	{ "A_NO_ACCOUNT", &plain, LEVEL_MUST, 2, "A", "INCONCLUSIVE", "no-account" },
	{ "A_SHOULD", &plain, LEVEL_SHOULD, 3, "F", "FAIL", "expectation" },
	{ "A_ALONE", &lonely, LEVEL_MUST, 1, "P", "PASS", "" },
	{ "A_DARK", &dark, LEVEL_MUST, 0, "P", "INCONCLUSIVE", "unreachable" },
	{ "A_NOT_OFFERED", &nowhere, LEVEL_MUST, 0, "P", "NA", "not-offered" },
	{ "A_VANTAGE", &unseen, LEVEL_MUST, 0, "P", "NA", "vantage" },
	{ "A_FRESH", &fresh, LEVEL_MUST, 1, "P", "PASS", "" },
	{ "A_HOOK", &aging, LEVEL_MUST, 0, "P", "NA", "vantage" },
	{ "A_HOOK_FAIL", &aging, LEVEL_MUST, 0, "F", "NA", "vantage" },
};

static const struct row *
row_of(const char *id)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (strcmp(rows[i].id, id) == 0)
			return &rows[i];
	abort();
}

static void
say(struct outcome *o, enum outcome_kind kind, const char *cause)
{
	o->kind = kind;
	snprintf(o->cause, sizeof(o->cause), "%s", cause);
	snprintf(o->stage, sizeof(o->stage), "DATA");
	snprintf(o->expected, sizeof(o->expected), "523");
	snprintf(o->actual, sizeof(o->actual), "250 <CR><LF>");
	o->took_us = 1500;
	o->mails = 1;
}

static void
played(char what)
{
	if (write(played_pipe[1], &what, 1) != 1)
		abort();
}

static void
fake_play(const struct attempt_plan *plan, struct outcome *out)
{
	const struct row *r = row_of(plan->id);
	size_t n = strlen(r->outcomes);
	bool login = plan->accounts == NULL && plan->test->fresh == 1;
	char c = r->outcomes[plan->number <= n ? plan->number - 1 : n - 1];

	played(login ? 'l' : evidence_by_hook(r->test) ? 'h' : r->test->alone ? 'a' : 't');
	if (login) {
		say(out, c == 'A' ? OUTCOME_FAIL : OUTCOME_PASS, c == 'A' ? "expectation" : "");
		return;
	}
	FILE *f = fopen(plan->transcript, "w");
	if (f != NULL) {
		fprintf(f, "+000000001 -- connection 1 to relay\n+000000002 S: hello\n");
		fclose(f);
	}
	switch (c) {
	case 'P': say(out, OUTCOME_PASS, ""); return;
	case 'F': say(out, OUTCOME_FAIL, "expectation"); return;
	case 'N': say(out, OUTCOME_NA, ""); return;
	case 'T': say(out, OUTCOME_INCONCLUSIVE, "throttled"); return;
	case 'S': say(out, OUTCOME_INCONCLUSIVE, "setup"); return;
	case 'Q': say(out, OUTCOME_INCONCLUSIVE, "statistics"); return;
	case 'X': _exit(3);
	case 'H':
		if (write(ready_pipe[1], "h", 1) == 1)
			for (;;)
				pause();
		abort();
	default: say(out, OUTCOME_INTERNAL, "internal"); return;
	}
}

static void
setup(void)
{
	struct sockaddr_in where = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(where);

	snprintf(directory, sizeof(directory), "/tmp/test_audit.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	ck_assert_int_eq(pipe(ready_pipe), 0);
	ck_assert_int_eq(pipe(played_pipe), 0);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&where, sizeof(where)), 0);
	ck_assert_int_eq(listen(listener, 5), 0);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&where, &n), 0);
	port = ntohs(where.sin_port);
}

static void
teardown(void)
{
	ck_assert_int_eq(execute("rm", "-r", directory), 0);
	close(listener);
}

/* Runs the rows of these ids; `more` adjusts the options. */
static enum exit_code
run_ids(struct audit *a, const char *const *ids, size_t n, struct options *o)
{
	static struct entry entries[COUNT_OF(rows)];

	for (size_t i = 0; i < n; i++) {
		const struct row *r = row_of(ids[i]);
		entries[i] = (struct entry){ .law = { .id = r->id,
						 .area = "smtp",
						 .level = r->level,
						 .profiles = "chatmail strict",
						 .text = "the law",
						 .accept = "",
						 .source = "RFC",
						 .fix = "do",
						 .why = "because" },
			.test = r->test };
	}
	*a = (struct audit){ .entries = entries, .entry_count = n };
	if (o->profile == NULL)
		o->profile = "chatmail";
	o->out = directory;
	if (o->domain == NULL)
		o->domain = "chat.test";
	o->seed_given = true;
	o->seed = 7;
	o->repeat = o->repeat > 0 ? o->repeat : 1;
	o->timeout_scale = 0.2;
	for (int p = 0; p < PORTS; p++)
		o->port[p] = 0;
	o->port[PORT_IMAPS] = port;
	o->port[PORT_HTTPS] = PORT_NONE;
	enum exit_code code = audit_prepare(a, o, "127.0.0.1", NULL, 0);
	if (code != EXIT_CONFORMS)
		return code;
	ck_assert_int_eq(audit_open_output(a), EXIT_CONFORMS);
	discover_ports(&a->target, 1.0);
	a->target.hook = lent_hook;
	a->play = fake_play;
	a->backoff_us = 1000;
	char word[] = "audit", *argv[] = { word };
	progress_begin(&a->progress, true, false, false);
	return audit_run(a, 1, argv);
}

static json_t *
load_run(void)
{
	char path[128];
	json_error_t e;

	snprintf(path, sizeof(path), "%s/run.json", directory);
	json_t *run = json_load_file(path, 0, &e);
	char wrong[300];
	ck_assert_msg(run != NULL, "%s: %s", path, e.text);
	ck_assert_msg(schema_check(RUN_SCHEMA, run, wrong, sizeof(wrong)), "%s", wrong);
	return run;
}

static const char *
str(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s != NULL ? s : "(absent)";
}

START_TEST(verdicts)
{
	struct audit a;
	struct options o = { .jobs = 4, .level = LEVEL_MAY };
	const struct row *r = &rows[_i];

	enum exit_code code = run_ids(&a, &r->id, 1, &o);
	json_t *run = load_run(), *c = json_array_get(json_object_get(run, "cases"), 0);
	ck_assert_str_eq(str(c, "verdict"), r->verdict);
	ck_assert_str_eq(str(c, "reason_code"), r->cause);
	ck_assert_int_eq((int)json_array_size(json_object_get(c, "attempts")), r->attempts);
	enum exit_code wanted = strcmp(r->cause, "internal") == 0 ? EXIT_INTERNAL
	    : strcmp(r->verdict, "FAIL") == 0                     ? EXIT_FAILS
	    : strcmp(r->verdict, "PASS") != 0                     ? EXIT_UNDECIDED
								  : EXIT_CONFORMS;
	ck_assert_int_eq(code, wanted);
	json_t *s = json_object_get(run, "summary");
	ck_assert_int_eq((int)json_integer_value(json_object_get(s, "exit")), (int)wanted);
	ck_assert(json_is_true(json_object_get(json_object_get(run, "run"), "complete")));
	json_decref(run);
	audit_free(&a);
}
END_TEST

static const char *const everything[] = { "A_PASS", "A_TWIN", "A_TWIN_FAILS", "A_FAIL",
	"A_FAIL_TWIN", "A_FLAKY", "A_THROTTLED", "A_SETUP", "A_NA", "A_ALONE", "A_DARK",
	"A_FRESH" };

START_TEST(all_at_once)
{
	struct audit a;
	struct options o = { .jobs = 5 };

	ck_assert_int_eq(run_ids(&a, everything, COUNT_OF(everything), &o), EXIT_FAILS);
	for (size_t i = 0; i < COUNT_OF(everything); i++) {
		const struct row *r = row_of(a.jobs[i].entry->law.id);
		ck_assert_str_eq(verdict_name(a.jobs[i].verdict), r->verdict);
		ck_assert_str_eq(a.jobs[i].course.cause, r->cause);
	}
	audit_free(&a);
}
END_TEST

/* The hook's cases are the last, and their accounts are logged in before every attempt. */
START_TEST(by_the_hook_is_last_and_made_anew)
{
	static const char *const ids[] = { "A_HOOK", "A_HOOK_FAIL", "A_PASS", "A_TWIN", "A_ALONE",
		"A_FRESH" };
	static const struct hook all = { .command = ":", .lends = NEED_HOOK };
	char order[64];
	struct audit a;
	struct options o = { .jobs = 5 };

	lent_hook = &all;
	ck_assert_int_eq(run_ids(&a, ids, COUNT_OF(ids), &o), EXIT_FAILS);
	ssize_t n = read(played_pipe[0], order, sizeof(order) - 1);
	ck_assert_int_gt(n, 0);
	order[n] = '\0';
	const char *tail = strchr(order, 'a');
	ck_assert_msg(tail != NULL, "%s", order);
	/* One attempt that passes, three that fail. */
	ck_assert_str_eq(tail, "allhllhllhllh");
	ck_assert_uint_eq(a.jobs[1].attempts, 3);
	audit_free(&a);
}
END_TEST

START_TEST(secrets_stay_out)
{
	struct audit a;
	struct options o = { .jobs = 5 };
	char path[128], text[200000];

	run_ids(&a, everything, COUNT_OF(everything), &o);
	snprintf(path, sizeof(path), "%s/run.json", directory);
	FILE *f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	size_t n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	ck_assert(feof(f));
	fclose(f);
	ck_assert_uint_gt(a.accounts.n, 0);
	for (unsigned i = 0; i < a.accounts.n; i++) {
		ck_assert_ptr_null(strstr(text, a.accounts.list[i].account.password));
		ck_assert_ptr_nonnull(strstr(text, a.accounts.list[i].account.address));
	}
	audit_free(&a);
}
END_TEST

START_TEST(budget_ends_cases)
{
	static char budget[] = "accounts=3,mails=2";
	static const char *const ids[] = { "A_FRESH", "A_FAIL" };
	struct audit a;
	struct options o = { .jobs = 1, .budget = budget };

	/* Five fresh addresses are too many; the third mail of A_FAIL is too. */
	ck_assert_int_eq(run_ids(&a, ids, 2, &o), EXIT_UNDECIDED);
	ck_assert_str_eq(a.jobs[0].course.cause, "budget");
	ck_assert_str_eq(a.jobs[1].course.cause, "flaky");
	ck_assert_uint_eq(a.mails, 2);
	ck_assert_uint_le(a.accounts.addresses, 3);
	audit_free(&a);
}
END_TEST

/* Attempts that run at the same time do not spend the same message twice. */
START_TEST(budget_holds_for_all_places)
{
	static char budget[] = "mails=2";
	static const char *const ids[] = { "A_PASS", "A_NA", "A_STATISTICS", "A_SETUP_ALWAYS" };
	struct audit a;
	struct options o = { .jobs = 4, .budget = budget };

	ck_assert_int_eq(run_ids(&a, ids, COUNT_OF(ids), &o), EXIT_UNDECIDED);
	ck_assert_uint_eq(a.mails, 2);
	audit_free(&a);
}
END_TEST

/* A worker that was ended cannot say what it sent; all that its case may send is counted. */
START_TEST(a_crash_costs_its_mails)
{
	static const char *const ids[] = { "A_CRASH" };
	struct audit a;
	struct options o = { .jobs = 1 };

	ck_assert_int_eq(run_ids(&a, ids, 1, &o), EXIT_INTERNAL);
	ck_assert_uint_gt(plain.mails, 0);
	ck_assert_uint_eq(a.mails, plain.mails);
	audit_free(&a);
}
END_TEST

START_TEST(a_domain_is_ascii)
{
	static const char *const wrong[] = { "", "caf\xe9.test", "caf\xc3\xa9.test", "a b" };
	static const char *const ids[] = { "A_PASS" };
	struct audit a;
	struct options o = { .domain = wrong[_i] };

	ck_assert_int_eq(run_ids(&a, ids, 1, &o), EXIT_USAGE);
	audit_free(&a);
}
END_TEST

START_TEST(level_decides_what_counts)
{
	static const char *const ids[] = { "A_PASS", "A_SHOULD" };
	struct audit a;
	struct options o = { .level = LEVEL_SHOULD };

	ck_assert_int_eq(run_ids(&a, ids, 2, &o), EXIT_FAILS);
	audit_free(&a);
	o = (struct options){ .level = LEVEL_MUST };
	ck_assert_int_eq(run_ids(&a, ids, 2, &o), EXIT_CONFORMS);
	audit_free(&a);
}
END_TEST

START_TEST(something_must_count)
{
	static const char *const ids[] = { "A_SHOULD" };
	struct audit a;
	struct options o = { .level = LEVEL_MUST };

	ck_assert_int_eq(run_ids(&a, ids, 1, &o), EXIT_USAGE);
	audit_free(&a);
}
END_TEST

START_TEST(repeat_plays_often)
{
	static const char *const ids[] = { "A_PASS" };
	struct audit a;
	struct options o = { .repeat = 5 };

	ck_assert_int_eq(run_ids(&a, ids, 1, &o), EXIT_CONFORMS);
	ck_assert_uint_eq(a.jobs[0].attempts, 5);
	audit_free(&a);
}
END_TEST

START_TEST(wrong_profile)
{
	static const char *const ids[] = { "A_PASS" };
	struct audit a;
	struct options o = { .profile = "no-such-profile" };

	ck_assert_int_eq(run_ids(&a, ids, 1, &o), EXIT_USAGE);
	audit_free(&a);
}
END_TEST

static const char *const hanging[] = { "A_PASS", "A_TWIN", "A_HANG" };

/* A run in a process of its own, up to the moment when the last attempt hangs. */
static pid_t
start_hanging(void)
{
	char c;
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		struct audit a;
		struct options o = { .jobs = 1 };
		/* 20 x 0.2 s and grace: long enough to be hit by the signal first */
		_exit((int)run_ids(&a, hanging, 3, &o));
	}
	ck_assert_int_eq((int)read(ready_pipe[0], &c, 1), 1);
	return pid;
}

START_TEST(interrupt_leaves_a_report)
{
	static const int signals[] = { SIGINT, SIGTERM };
	int status;
	pid_t pid = start_hanging();

	ck_assert_int_eq(kill(pid, signals[_i]), 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), EXIT_INTERRUPTED);
	json_t *run = load_run();
	json_t *cases = json_object_get(run, "cases"), *r = json_object_get(run, "run");
	ck_assert_str_eq(str(json_array_get(cases, 0), "verdict"), "PASS");
	ck_assert_str_eq(str(json_array_get(cases, 2), "verdict"), "SKIP");
	ck_assert_str_eq(str(json_array_get(cases, 2), "reason_code"), "not-run");
	ck_assert(json_is_true(json_object_get(r, "interrupted")));
	ck_assert(!json_is_true(json_object_get(r, "complete")));
	json_decref(run);
}
END_TEST

START_TEST(kill_leaves_a_report)
{
	int status;
	pid_t pid = start_hanging();

	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status));
	json_t *run = load_run();
	json_t *cases = json_object_get(run, "cases"), *r = json_object_get(run, "run");
	ck_assert_str_eq(str(json_array_get(cases, 0), "verdict"), "PASS");
	ck_assert_str_eq(str(json_array_get(cases, 2), "verdict"), "SKIP");
	ck_assert(!json_is_true(json_object_get(r, "complete")));
	ck_assert(json_is_null(json_object_get(r, "ended")));
	ck_assert_int_eq(
	    (int)json_integer_value(json_object_get(json_object_get(run, "summary"), "exit")),
	    EXIT_INTERRUPTED);
	json_decref(run);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("audit");
	TCase *c = tcase_create("audit");
	SRunner *r = srunner_create(s);

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, verdicts, 0, (int)COUNT_OF(rows));
	tcase_add_test(c, all_at_once);
	tcase_add_test(c, by_the_hook_is_last_and_made_anew);
	tcase_add_test(c, secrets_stay_out);
	tcase_add_test(c, budget_ends_cases);
	tcase_add_test(c, budget_holds_for_all_places);
	tcase_add_test(c, a_crash_costs_its_mails);
	tcase_add_loop_test(c, a_domain_is_ascii, 0, 4);
	tcase_add_test(c, level_decides_what_counts);
	tcase_add_test(c, something_must_count);
	tcase_add_test(c, repeat_plays_often);
	tcase_add_test(c, wrong_profile);
	tcase_add_loop_test(c, interrupt_leaves_a_report, 0, 2);
	tcase_add_test(c, kill_leaves_a_report);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
