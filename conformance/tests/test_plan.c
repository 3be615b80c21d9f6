/* Plans, and verdicts on relays that are simulated: one that keeps the promise, and one for each way
 * of breaking it.  No network; weeks pass by being written down. */
#include "conformance/engine/plan_report.h"
#include "conformance/engine/plan_verdict.h"
#include "conformance/tests/schema.h"
#include "reports/report.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ACCOUNTS_MOST = 60, DAY_MS = 86400000, NEVER = -1 };

static char directory[] = "/tmp/test_plan.XXXXXX", path[64], key[64], error[LEDGER_ERROR];
static struct arena arena;
static struct plan plan;
static struct plan_verdict verdict;

static const struct terms published = { 20 * (int64_t)DAY_MS, 7 * (int64_t)DAY_MS,
	90 * (int64_t)DAY_MS, 25 * (int64_t)3600000 };

static void
draw(unsigned each)
{
	struct account drawn[ACCOUNTS_MOST];

	plan = (struct plan){ .arena = &arena,
		.seal = plan.seal,
		.host = "relay.example",
		.domain = "chat.test",
		.terms = published,
		.large_octets = 200000,
		.each = each };
	unsigned n = plan_wants(&plan);
	ck_assert_uint_le(n, ACCOUNTS_MOST);
	for (unsigned i = 0; i < n; i++)
		drawn[i] = (struct account){ arena_printf(&arena, "account%02u@chat.test", i),
			arena_printf(&arena, "correct horse %u", i) };
	ck_assert_msg(plan_create(&plan, path, drawn, error, sizeof(error)), "%s", error);
	ck_assert_msg(plan_open(&plan, &arena, path, true, error, sizeof(error)), "%s", error);
}

static bool
read_again(void)
{
	plan_close(&plan);
	return plan_open(&plan, &arena, path, true, error, sizeof(error));
}

static void
prepare(void)
{
	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/plan", directory);
	snprintf(key, sizeof(key), "%s/key", directory);
	arena_init(&arena, 64 << 20);
	ck_assert(seal_make(&plan.seal, key, error, sizeof(error)));
	draw(2);
}

static void
clean(void)
{
	plan_close(&plan);
	arena_free(&arena);
	unlink(path);
	unlink(key);
	ck_assert_int_eq(rmdir(directory), 0);
}

/* ---- relays ----------------------------------------------------------------------- */

/* At what age, counted from its planting, is it gone?  NEVER: it stays. */
typedef int64_t relay(const struct plan_account *a, size_t kind);

static int64_t
honest(const struct plan_account *a, size_t kind)
{
	int64_t low, high, age = kind_age(kind, &published);

	kind_bounds(kind, a->select_inbox, &published, &low, &high);
	/* A job at midnight; what is dated into the future counts from now. */
	int64_t left = kinds[kind].dating == DATED_FUTURE ? high : high - age;
	return (left > 0 ? left : 0) + DAY_MS / 2;
}

static int64_t
keeps_all(const struct plan_account *a, size_t kind)
{
	(void)a;
	(void)kind;
	return NEVER;
}

static int64_t
at_once(const struct plan_account *a, size_t kind)
{
	(void)a;
	(void)kind;
	return 1000;
}

/* Two days early: a look meets it somewhere in the day before the limit. */
static int64_t
days_early(const struct plan_account *a, size_t kind)
{
	int64_t at = honest(a, kind) - 2 * (int64_t)DAY_MS;

	return at > 0 ? at : 0;
}

static int64_t
forgets_folders(const struct plan_account *a, size_t kind)
{
	return kinds[kind].box == BOX_APART ? NEVER : honest(a, kind);
}

static int64_t
only_noticed(const struct plan_account *a, size_t kind)
{
	return kind_noticed(kind, a->select_inbox) ? honest(a, kind) : NEVER;
}

static int64_t
keeps_flagged(const struct plan_account *a, size_t kind)
{
	return kinds[kind].flags[0] != '\0' && strstr(kinds[kind].flags, "Flagged") != NULL
	    ? NEVER
	    : honest(a, kind);
}

static int64_t
keeps_large(const struct plan_account *a, size_t kind)
{
	return kinds[kind].large ? published.retention_ms + DAY_MS / 2 : honest(a, kind);
}

static int64_t
believes_the_future(const struct plan_account *a, size_t kind)
{
	return kinds[kind].dating == DATED_FUTURE ? NEVER : honest(a, kind);
}

/* As deployed relays might: the date of APPEND does not count. */
static int64_t
from_arrival(const struct plan_account *a, size_t kind)
{
	return kinds[kind].dating == DATED_OVER ? published.retention_ms : honest(a, kind);
}

static int64_t
half_of_the_old(const struct plan_account *a, size_t kind)
{
	return strcmp(kinds[kind].name, "old-folder") == 0 ? NEVER : honest(a, kind);
}

static int64_t life_ms; /* of an account nobody logs in to; NEVER */
static bool renews;

/* ---- weeks pass -------------------------------------------------------------------- */

static json_t *
at(json_t *line, const char *name, int64_t ms)
{
	char text[WHEN_ISO];

	when_iso_at(ms, text);
	json_object_set_new(line, name, json_string(text));
	return line;
}

static void
happen(const char *type, json_t *line)
{
	ck_assert_msg(plan_happened(&plan, type, line), "%s", plan.ledger.error);
}

static void
plant_all(int64_t now)
{
	for (size_t i = 0; i < plan.n; i++, now += 5000) {
		struct plan_account *a = &plan.list[i];
		json_t *list = json_array();
		for (size_t k = 0; k < a->sentinels; k++) {
			char token[PLAN_TOKEN];
			snprintf(token, sizeof(token), "token%zu.%zu", i, k);
			json_t *s = json_pack("{s:s, s:s, s:s}", "kind",
			    kinds[a->sentinel[k].kind].name, "token", token, "body", "00");
			at(s, "from", now + 100 * (int64_t)k);
			json_array_append_new(list, at(s, "to", now + 100 * (int64_t)k + 50));
		}
		happen("planting", json_pack("{s:s}", "account", a->name));
		json_t *line = json_pack(
		    "{s:s, s:i, s:o}", "account", a->name, "validity", 7, "sentinels", list);
		happen("planted", at(at(line, "from", now), "to", now + 2000));
	}
	happen("all-planted", json_object());
}

static json_t *
saw(const struct plan_account *a, relay *r, int64_t from)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->sentinels; i++) {
		int64_t gone = r(a, a->sentinel[i].kind);
		bool there = gone == NEVER || from - a->sentinel[i].from_ms < gone;
		json_array_append_new(list,
		    json_pack("{s:s, s:b, s:b, s:s}", "kind", kinds[a->sentinel[i].kind].name,
			"present", there, "intact", there, "where", there ? "INBOX" : ""));
	}
	return list;
}

static void
look_at(struct plan_account *a, size_t look, relay *r, int64_t from)
{
	json_t *line = json_pack("{s:s, s:i}", "account", a->name, "look", (int)look);
	int64_t age = from - a->to_ms;

	at(at(line, "from", from), "to", from + 700);
	if (a->look[look].window.what == LOOK_MAIL)
		json_object_set_new(line, "sentinels", saw(a, r, from));
	else if (a->group == GROUP_KEPT)
		json_object_set_new(line, "life", json_string(renews ? "there" : "gone"));
	else
		json_object_set_new(line, "life",
		    json_string(life_ms == NEVER || age < life_ms ? "there" : "gone"));
	happen("looking", json_pack("{s:s, s:i}", "account", a->name, "look", (int)look));
	happen("looked", line);
}

/* Every look, a third into its window; those of group `but` not. */
static void
look_at_all(relay *r, unsigned but)
{
	for (size_t i = 0; i < plan.n; i++) {
		struct plan_account *a = &plan.list[i];
		for (size_t k = 0; k < a->looks && a->group != but; k++) {
			struct window w = a->look[k].window;
			look_at(a, k, r, a->to_ms + w.due_ms + (w.until_ms - w.due_ms) / 3);
		}
	}
}

static enum exit_code
judge(void)
{
	plan_judge(&plan, &verdict);
	return tally_exit(&verdict.tally);
}

static const struct plan_row *
row(const char *id, bool dated_back)
{
	for (size_t i = 0; i < verdict.rows; i++)
		if (strcmp(verdict.row[i].id, id) == 0 && verdict.row[i].dated_back == dated_back)
			return &verdict.row[i];
	ck_abort_msg("%s is not judged", id);
	return NULL;
}

/* ---- tests --------------------------------------------------------------------------- */

static const struct {
	relay *relay;
	int64_t life;
	bool renews;
	enum exit_code code;
	const char *fails; /* ids, all of them; dated back ones with a star */
} relays[] = {
	{ honest, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_CONFORMS, "" },
	{ keeps_all, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_FAILS,
	    "RET_GONE RET_UNSEEN RET_FLAGGED RET_APPEND_FUTURE RET_FOLDERS RET_LARGE" },
	{ at_once, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_FAILS,
	    "RET_NOT_EARLY RET_LARGE_NOT_EARLY RET_NOT_EARLY* RET_LARGE_NOT_EARLY*" },
	{ days_early, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_FAILS,
	    "RET_NOT_EARLY RET_LARGE_NOT_EARLY RET_NOT_EARLY* RET_LARGE_NOT_EARLY*" },
	{ forgets_folders, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_FAILS,
	    "RET_FOLDERS RET_APPEND_PAST*" },
	{ only_noticed, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_FAILS,
	    "RET_GONE RET_UNSEEN RET_FLAGGED RET_APPEND_FUTURE RET_FOLDERS RET_LARGE "
	    "RET_APPEND_PAST*" },
	{ keeps_flagged, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_FAILS, "RET_FLAGGED" },
	{ keeps_large, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_FAILS,
	    "RET_LARGE RET_APPEND_PAST*" },
	{ believes_the_future, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_FAILS,
	    "RET_APPEND_FUTURE" },
	{ from_arrival, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_UNDECIDED, "" },
	{ half_of_the_old, 90 * (int64_t)DAY_MS + 3600000, true, EXIT_FAILS, "RET_APPEND_PAST*" },
	{ honest, NEVER, true, EXIT_FAILS, "RET_ACCOUNT" },
	{ honest, 85 * (int64_t)DAY_MS, true, EXIT_FAILS, "RET_ACCOUNT_NOT_EARLY" },
	{ honest, 90 * (int64_t)DAY_MS + 3600000, false, EXIT_FAILS, "RET_LOGIN_RENEWS" },
};
enum { RELAYS = 14 };

START_TEST(relay_is_judged)
{
	char fails[400] = "";

	life_ms = relays[_i].life;
	renews = relays[_i].renews;
	plant_all(1000 * (int64_t)DAY_MS);
	look_at_all(relays[_i].relay, GROUPS);
	/* The control logged in every week, as far as the lines know. */
	enum exit_code code = judge();
	for (size_t i = 0; i < verdict.rows; i++) {
		const struct plan_row *r = &verdict.row[i];
		size_t n = strlen(fails);
		if (r->verdict == VERDICT_FAIL)
			snprintf(fails + n, sizeof(fails) - n, " %s%s ", r->id,
			    r->dated_back ? "*" : "");
	}
	for (size_t i = 0; i < verdict.rows; i++) {
		char word[80], list[400];
		snprintf(word, sizeof(word), " %s%s ", verdict.row[i].id,
		    verdict.row[i].dated_back ? "*" : "");
		snprintf(list, sizeof(list), " %s ", relays[_i].fails);
		ck_assert_msg((strstr(list, word) != NULL) == (strstr(fails, word) != NULL),
		    "relay %d: %s; failed:%s", _i, word, fails);
	}
	ck_assert_int_eq(code, relays[_i].code);
	/* And the same when the file is read anew. */
	ck_assert_msg(read_again(), "%s", error);
	ck_assert_int_eq(judge(), relays[_i].code);
}
END_TEST

START_TEST(arrival_is_no_fault)
{
	life_ms = 90 * (int64_t)DAY_MS + 3600000;
	renews = true;
	plant_all(1000 * (int64_t)DAY_MS);
	look_at_all(from_arrival, GROUPS);
	ck_assert_int_eq(judge(), EXIT_UNDECIDED);
	ck_assert_str_eq(row("RET_APPEND_PAST", true)->cause, "arrival-clock");
	ck_assert_int_eq(row("RET_GONE", false)->verdict, VERDICT_PASS);
}
END_TEST

START_TEST(drawn)
{
	char plan_hex[65], before[65], file_hex[65];
	struct stat st;

	ck_assert_uint_eq(plan.n, 7 * 2 + 1);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	for (size_t i = 0; i < plan.n; i++) {
		char want[40];
		snprintf(want, sizeof(want), "correct horse %zu", i);
		ck_assert_str_eq(plan_password(&plan, &plan.list[i]), want);
		ck_assert_uint_ge(plan.list[i].looks, 1);
	}
	ck_assert(plan.list[0].select_inbox && !plan.list[1].select_inbox);
	/* No password is in it. */
	FILE *f = fopen(path, "r");
	char text[4000];
	while (fgets(text, sizeof(text), f) != NULL)
		ck_assert_ptr_null(strstr(text, "horse"));
	fclose(f);
	plan_digests(&plan, before, file_hex);
	ck_assert_str_eq(before, file_hex);
	ck_assert_int_eq(judge(), EXIT_PENDING);
	plant_all(1000 * (int64_t)DAY_MS);
	plan_digests(&plan, plan_hex, file_hex);
	ck_assert_str_eq(plan_hex, before);
	ck_assert_str_ne(plan_hex, file_hex);
	ck_assert_int_eq(judge(), EXIT_PENDING);
	ck_assert_int_eq(row("RET_GONE", false)->due_ms,
	    plan.list[0].to_ms + published.retention_ms + published.grace_ms);
}
END_TEST

/* Whichever date is missed: neither passed nor failed, and never left out. */
START_TEST(missed)
{
	life_ms = 90 * (int64_t)DAY_MS + 3600000;
	renews = true;
	plant_all(1000 * (int64_t)DAY_MS);
	look_at_all(honest, (unsigned)_i);
	ck_assert_int_eq(judge(), EXIT_PENDING);
	for (size_t i = 0; i < plan.n; i++)
		for (size_t k = 0; k < plan.list[i].looks && plan.list[i].group == (unsigned)_i;
		     k++)
			happen("missed",
			    json_pack("{s:s, s:i}", "account", plan.list[i].name, "look", (int)k));
	ck_assert_int_eq(judge(), EXIT_UNDECIDED);
	ck_assert_uint_eq(verdict.tally.n[VERDICT_FAIL] + verdict.tally.n[VERDICT_PENDING], 0);
	ck_assert_uint_ge(verdict.tally.n[VERDICT_INCONCLUSIVE], 1);
	for (size_t i = 0; i < verdict.rows; i++)
		if (verdict.row[i].verdict == VERDICT_INCONCLUSIVE)
			ck_assert_str_eq(verdict.row[i].cause, "window-missed");
}
END_TEST

/* Looked at after the window: gone tells nothing, there is a fault. */
START_TEST(too_late)
{
	struct plan_account *a = &plan.list[0];

	plant_all(1000 * (int64_t)DAY_MS);
	look_at(a, 0, _i == 0 ? honest : keeps_all, a->to_ms + 60 * (int64_t)DAY_MS);
	enum exit_code code = judge();
	ck_assert_int_eq(code, _i == 0 ? EXIT_UNDECIDED : EXIT_FAILS);
	ck_assert_int_eq(
	    row("RET_GONE", false)->verdict, _i == 0 ? VERDICT_INCONCLUSIVE : VERDICT_FAIL);
}
END_TEST

/* A probe that nobody looked at in time: the date of what was dated back may not count. */
START_TEST(late_probe_is_no_fault)
{
	plant_all(1000 * (int64_t)DAY_MS);
	for (size_t i = 0; i < plan.n; i++)
		if (plan.list[i].group == GROUP_PROBE)
			look_at(
			    &plan.list[i], 0, keeps_all, plan.list[i].to_ms + 18 * (int64_t)DAY_MS);
	ck_assert_int_eq(judge(), EXIT_UNDECIDED);
	ck_assert_uint_eq(verdict.tally.n[VERDICT_FAIL], 0);
}
END_TEST

START_TEST(not_planted)
{
	happen("planting", json_pack("{s:s}", "account", "late-1"));
	happen("not-planted",
	    json_pack("{s:s, s:s, s:s}", "account", "late-1", "cause", "setup", "why", "no"));
	judge();
	ck_assert_uint_eq(row("RET_GONE", false)->blank, 1);
	ck_assert_uint_eq(row("RET_GONE", false)->waiting, 2); /* the other one, and the control */
}
END_TEST

/* What cannot have happened is no line of a plan. */
START_TEST(refuses_lines)
{
	static const struct {
		const char *type, *line;
	} lines[] = {
		{ "looked", "{\"account\":\"late-1\",\"look\":0}" },
		{ "looking", "{\"account\":\"late-1\",\"look\":1}" },
		{ "looking", "{\"account\":\"nobody-1\",\"look\":0}" },
		{ "planted", "{\"account\":\"late-1\",\"sentinels\":[]}" },
		{ "forgotten", "{\"account\":\"late-1\"}" },
		{ "account", "{\"name\":\"late-9\"}" },
	};
	char want[40], at_line[300];

	ck_assert(!plan_happened(&plan, lines[_i].type, json_loads(lines[_i].line, 0, NULL)));
	ck_assert_ptr_nonnull(strstr(plan.ledger.error, "nothing was added"));
	ck_assert_msg(read_again(), "%s", error);
	/* Whoever has the key may have written it. */
	snprintf(at_line, sizeof(at_line),
	    "{\"type\":\"%s\",\"at\":\"2026-01-01T00:00:00.000Z\",%s", lines[_i].type,
	    lines[_i].line + 1);
	ck_assert(ledger_append(&plan.ledger, json_loads(at_line, 0, NULL)));
	ck_assert(!read_again());
	snprintf(want, sizeof(want), "line %u: ", (unsigned)plan.head + 1);
	ck_assert_msg(strstr(error, want) != NULL, "%s", error);
}
END_TEST

START_TEST(lab_is_told)
{
	ck_assert_str_eq((judge(), verdict.grade), "A");
	happen("clock", json_pack("{s:i, s:b}", "offset_s", 86400, "hook", 1));
	ck_assert_str_eq((judge(), verdict.grade), "B");
	ck_assert_int_ge(plan_now(&plan) - when_utc_ms(), 86399000);
	happen("clock", json_pack("{s:i, s:b}", "offset_s", 0, "hook", 0));
	ck_assert(read_again());
	ck_assert_str_eq((judge(), verdict.grade), "B");
	json_t *report = plan_report(&plan, false);
	ck_assert(report_true(report, "plan.lab"));
	json_decref(report);
}
END_TEST

static void
copy(const char *from, const char *to, mode_t mode)
{
	char block[4096];
	size_t n;
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");

	ck_assert_msg(in != NULL, "%s", from);
	while ((n = fread(block, 1, sizeof(block), in)) > 0)
		ck_assert_uint_eq(fwrite(block, 1, n, out), n);
	fclose(in);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_int_eq(chmod(to, mode), 0);
}

/* A plan that schema 1 wrote, when it was new: every later program reads it and comes to the same
 * verdicts.  These files are never made anew. */
START_TEST(schema_1_is_read)
{
	plan_close(&plan);
	unlink(path);
	unlink(key);
	copy("conformance/tests/data/plan-1.jsonl", path, 0600);
	copy("conformance/tests/data/plan-1.key", key, 0600);
	ck_assert(seal_read(&plan.seal, key, error, sizeof(error)));
	ck_assert_msg(plan_open(&plan, &arena, path, true, error, sizeof(error)), "%s", error);
	ck_assert_str_eq(plan.domain, "chat.test");
	ck_assert_uint_eq(plan.n, 8);
	ck_assert_int_eq(judge(), EXIT_CONFORMS);
	ck_assert_uint_eq(verdict.rows, 14);
	ck_assert_uint_eq(verdict.tally.n[VERDICT_PASS], 14);
	ck_assert_uint_eq(strlen(plan_password(&plan, &plan.list[0])), 22);
	/* And can be gone on with. */
	happen("kept", json_pack("{s:s, s:b}", "account", "kept-1", "replaced", 0));
	ck_assert(read_again());
}
END_TEST

START_TEST(later_schema_is_refused)
{
	json_t *head = json_pack(
	    "{s:s, s:i, s:s}", "type", "plan", "schema", PLAN_SCHEMA + 1, "key", plan.seal.id);
	struct ledger l;

	plan_close(&plan);
	unlink(path);
	ck_assert(ledger_create(&l, &plan.seal, path, &head, 1));
	ck_assert(!plan_open(&plan, &arena, path, false, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "line 1: "));
	ck_assert_ptr_nonnull(strstr(error, "later relayspec"));
}
END_TEST

static char text[65536];

static const char *
rendered(bool (*write)(const json_t *, FILE *), const json_t *report)
{
	FILE *f = fmemopen(text, sizeof(text), "w");

	ck_assert(write(report, f));
	fclose(f);
	return text;
}

static bool
as_text(const json_t *report, FILE *f)
{
	struct report_style plain = { .out = NULL };

	return report_deletion_text(report, f, &plain);
}

/* Every form says what it cannot know, and none has a password. */
START_TEST(reports)
{
	renews = true;
	life_ms = NEVER;
	plant_all(1000 * (int64_t)DAY_MS);
	look_at_all(forgets_folders, GROUP_INACTIVE_EARLY);
	json_t *report = plan_report(&plan, false);
	ck_assert_int_eq(report_int(report, "summary.exit"), EXIT_FAILS);
	ck_assert_msg(
	    schema_check("reports/schema/verify.schema.json", report, error, sizeof(error)), "%s",
	    error);
	const char *t = rendered(as_text, report);
	ck_assert_ptr_nonnull(strstr(t, "no longer obtainable through the protocol"));
	ck_assert_ptr_nonnull(strstr(t, "FAIL  A   RET_FOLDERS"));
	ck_assert_ptr_nonnull(strstr(t, "PEND  A   RET_ACCOUNT_NOT_EARLY"));
	ck_assert_ptr_nonnull(strstr(t, "fewer than 63.2 % of accounts"));
	ck_assert_ptr_nonnull(strstr(t, "BROKEN"));
	ck_assert_ptr_null(strstr(t, "horse"));
	t = rendered(report_deletion_html, report);
	ck_assert_ptr_nonnull(strstr(t, "no longer obtainable through the protocol"));
	ck_assert_ptr_nonnull(strstr(t, "RET_FOLDERS"));
	ck_assert_ptr_null(strstr(t, "http"));
	char *json = json_dumps(report, 0);
	ck_assert_ptr_null(strstr(json, "horse"));
	free(json);
	json_decref(report);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("plan");
	TCase *c = tcase_create("plan");
	SRunner *r = srunner_create(s);

	tcase_set_timeout(c, 30);
	tcase_add_checked_fixture(c, prepare, clean);
	tcase_add_test(c, drawn);
	tcase_add_loop_test(c, relay_is_judged, 0, RELAYS);
	tcase_add_test(c, arrival_is_no_fault);
	tcase_add_loop_test(c, missed, 0, GROUPS);
	tcase_add_loop_test(c, too_late, 0, 2);
	tcase_add_test(c, late_probe_is_no_fault);
	tcase_add_test(c, not_planted);
	tcase_add_loop_test(c, refuses_lines, 0, 6);
	tcase_add_test(c, lab_is_told);
	tcase_add_test(c, schema_1_is_read);
	tcase_add_test(c, later_schema_is_refused);
	tcase_add_test(c, reports);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
