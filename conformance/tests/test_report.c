/* The renderers against a canned run that holds every verdict. */
#include "conformance/tests/execute.h"
#include "conformance/tests/schema.h"
#include "reports/report.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static json_t *run;
static char text[400000];

static void
setup(void)
{
	char error[300];

	run = report_load("conformance/tests/data/run.json", error, sizeof(error));
	ck_assert_msg(run != NULL, "%s", error);
}

static void
teardown(void)
{
	json_decref(run);
}

/* Renders into `text`. */
static void
render(bool (*write)(const json_t *, FILE *))
{
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	ck_assert(write(run, f));
	rewind(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
}

static struct report_style style;

static bool
as_text(const json_t *r, FILE *f)
{
	return report_text(r, f, &style);
}

static unsigned
occurrences(const char *needle)
{
	unsigned n = 0;

	for (const char *at = strstr(text, needle); at != NULL; at = strstr(at + 1, needle))
		n++;
	return n;
}

/* `make unit` after a wanted change: relayspec report conformance/tests/data/run.json -v
 * --color never writes the new golden text. */
START_TEST(text_is_golden)
{
	static char golden[100000];
	FILE *f = fopen("conformance/tests/data/report.txt", "r");

	ck_assert_ptr_nonnull(f);
	golden[fread(golden, 1, sizeof(golden) - 1, f)] = '\0';
	fclose(f);
	style = (struct report_style){ .verbose = true };
	render(as_text);
	ck_assert_str_eq(text, golden);
}
END_TEST

START_TEST(colour_only_when_asked)
{
	style = (struct report_style){ .verbose = true };
	render(as_text);
	ck_assert_uint_eq(occurrences("\033["), 0);
	style.colour = true;
	render(as_text);
	ck_assert_uint_gt(occurrences("\033["), 4);
	ck_assert_uint_eq(occurrences("\r"), 0);
}
END_TEST

START_TEST(quiet_is_one_line)
{
	style = (struct report_style){ .quiet = true };
	render(as_text);
	ck_assert_uint_eq(occurrences("\n"), 1);
	ck_assert_uint_eq(occurrences("DOES NOT CONFORM"), 1);
}
END_TEST

START_TEST(passes_are_folded)
{
	style = (struct report_style){ 0 };
	render(as_text);
	ck_assert_uint_eq(occurrences("TLS_A"), 0);
	ck_assert_uint_eq(occurrences("GATE_A"), 3); /* itself, transcript, replay */
}
END_TEST

START_TEST(html_is_self_contained)
{
	render(report_html);
	ck_assert_uint_eq(occurrences("<script"), 0);
	ck_assert_uint_eq(occurrences("src="), 0);
	ck_assert_uint_eq(occurrences("url("), 0);
	ck_assert_uint_eq(occurrences("@import"), 0);
	ck_assert_uint_eq(occurrences("<link"), 0);
	ck_assert_uint_eq(occurrences("&lt;script&gt;alert(1)"), 1);
}
END_TEST

/* `relayspec report` renders the run.json of anybody: no field of it is markup. */
START_TEST(html_trusts_no_field)
{
	static const char *const field[] = { "id", "level", "area", "verdict", "check" };
	json_t *cases = json_object_get(run, "cases");

	for (size_t i = 0; i < json_array_size(cases); i++)
		for (size_t k = 0; k < COUNT_OF(field); k++)
			if (i % 2 == 0 || strcmp(field[k], "verdict") != 0)
				json_object_set_new(
				    json_array_get(cases, i), field[k], json_string("<u>"));
	render(report_html);
	ck_assert_uint_eq(occurrences("<u>"), 0);
	ck_assert_uint_gt(occurrences("&lt;u&gt;"), 0);
}
END_TEST

START_TEST(html_says_the_verdict_first)
{
	render(report_html);
	const char *const order[] = { "<h1>relay.example breaks 1 of 9", "<h2>Failures",
		"id=\"GATE_A\"", "<h2>Not decided", "id=\"GATE_B\"", "<h2>Known failures",
		"What was not tested", "<h2>Coverage", "<h2>Method" };
	const char *at = text;
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		at = strstr(at, order[i]);
		ck_assert_msg(at != NULL, "%s is missing or out of order", order[i]);
	}
	ck_assert_uint_eq(occurrences("waiting for the upstream fix"), 1);
	ck_assert_uint_eq(occurrences("SMTP_A"), 1);
}
END_TEST

START_TEST(html_closes_what_it_opens)
{
	static const char *const tags[] = { "main", "header", "div", "article", "dl", "dd", "dt",
		"details", "summary", "pre", "table", "tr", "td", "th", "h1", "h2", "h3", "p",
		"code", "span", "strong", "style", "b", "a", "i" };

	render(report_html);
	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		char plain[20], with[20], end[20];
		snprintf(plain, sizeof(plain), "<%s>", tags[i]);
		snprintf(with, sizeof(with), "<%s ", tags[i]);
		snprintf(end, sizeof(end), "</%s>", tags[i]);
		ck_assert_msg(occurrences(plain) + occurrences(with) == occurrences(end),
		    "%s: %u opened, %u closed", tags[i], occurrences(plain) + occurrences(with),
		    occurrences(end));
	}
}
END_TEST

START_TEST(junit_is_xml)
{
	char path[] = "/tmp/test_report.XXXXXX";
	int fd = mkstemp(path);

	render(report_junit);
	ck_assert_int_eq((int)write(fd, text, strlen(text)), (int)strlen(text));
	close(fd);
	int rc = execute("xmllint", "--noout", path);
	unlink(path);
	ck_assert_int_eq(rc, 0);
}
END_TEST

START_TEST(junit_says_each_verdict_its_way)
{
	render(report_junit);
	ck_assert_uint_eq(occurrences("<testcase name="), 11);
	ck_assert_uint_eq(occurrences("<failure type=\"expectation\""), 1);
	ck_assert_uint_eq(occurrences("<failure type=\"xpass\""), 1);
	ck_assert_uint_eq(occurrences("<error type=\"twin\""), 1);
	ck_assert_uint_eq(occurrences("<error type=\"throttled\""), 1);
	ck_assert_uint_eq(occurrences("<error type=\"unreachable\""), 1);
	ck_assert_uint_eq(occurrences("<skipped message=\"XFAIL: waiting"), 1);
	ck_assert_uint_eq(occurrences("<skipped message=\"NA: no STARTTLS"), 1);
	ck_assert_uint_eq(occurrences("<skipped message=\"PENDING"), 1);
	ck_assert_uint_eq(occurrences("<skipped message=\"SKIP"), 1);
	ck_assert_uint_eq(occurrences("tests=\"11\" failures=\"2\" errors=\"3\" skipped=\"4\""), 1);
}
END_TEST

/* Next to the verdict in every form, with what it rests on and what nobody has seen. */
START_TEST(evidence_is_told)
{
	style = (struct report_style){ 0 };
	render(as_text);
	ck_assert_uint_eq(occurrences("ms  evidence B\n"), 1);
	ck_assert_uint_eq(occurrences("ms  evidence A*\n"), 1);
	ck_assert_uint_eq(occurrences("evidence: A* "), 1);
	ck_assert_uint_eq(occurrences("; B the operator's hook"), 1);
	ck_assert_uint_eq(occurrences("Not: erased from backups."), 1);
	render(report_html);
	ck_assert_uint_eq(occurrences("<span class=\"tag\">evidence B</span>"), 1);
	ck_assert_uint_eq(occurrences("<span class=\"tag\">A*</span>"), 1);
	ck_assert_uint_eq(occurrences("of backups and of other machines nothing is said"), 1);
	render(report_junit);
	ck_assert_uint_eq(occurrences("<system-out>evidence A*: "), 1);
	ck_assert_uint_eq(occurrences("<system-out>evidence "), 2);
}
END_TEST

/* A run that graded nothing says nothing about grades, but what it did not see. */
START_TEST(no_evidence_no_grades)
{
	json_t *cases = json_object_get(run, "cases");

	for (size_t i = 0; i < json_array_size(cases); i++)
		json_object_del(json_array_get(cases, i), "evidence");
	style = (struct report_style){ 0 };
	render(as_text);
	ck_assert_uint_eq(occurrences("evidence:"), 0);
	render(report_html);
	ck_assert_uint_eq(occurrences("Evidence behind"), 0);
	ck_assert_uint_eq(occurrences("was not seen"), 1);
	render(report_junit);
	ck_assert_uint_eq(occurrences("system-out"), 0);
}
END_TEST

START_TEST(xml_forbids_controls)
{
	FILE *f = tmpfile();

	report_xml(f, "a\001\033b<&>\"'\n\x7f");
	rewind(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	ck_assert_str_eq(text, "a??b&lt;&amp;&gt;&quot;&#39;\n?");
}
END_TEST

START_TEST(canned_run_keeps_the_schema)
{
	char error[300];

	ck_assert_msg(schema_check(RUN_SCHEMA, run, error, sizeof(error)), "%s", error);
}
END_TEST

START_TEST(schema_can_refuse)
{
	char error[300];
	json_t *c = json_array_get(json_object_get(run, "cases"), 0);

	json_object_set_new(c, "verdict", json_string("MAYBE"));
	ck_assert(!schema_check(RUN_SCHEMA, run, error, sizeof(error)));
	ck_assert_str_eq(error, "run.cases[0].verdict: enum");
	json_object_set_new(c, "verdict", json_string("PASS"));
	json_object_set_new(c, "surprise", json_true());
	ck_assert(!schema_check(RUN_SCHEMA, run, error, sizeof(error)));
	json_object_del(c, "surprise");
	json_object_del(c, "id");
	ck_assert(!schema_check(RUN_SCHEMA, run, error, sizeof(error)));
}
END_TEST

START_TEST(other_files_are_refused)
{
	char error[300];

	ck_assert_ptr_null(report_load("/nonexistent/run.json", error, sizeof(error)));
	ck_assert_ptr_null(report_load("reports/schema/run.schema.json", error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "no run.json"));
	ck_assert_ptr_null(report_load("conformance/tests/data/report.txt", error, sizeof(error)));
}
END_TEST

START_TEST(full_disk_is_noticed)
{
	FILE *f = fopen("/dev/full", "w");

	ck_assert_ptr_nonnull(f);
	ck_assert(!report_html(run, f));
	fclose(f);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("report");
	TCase *c = tcase_create("report");
	SRunner *r = srunner_create(s);

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, text_is_golden);
	tcase_add_test(c, colour_only_when_asked);
	tcase_add_test(c, quiet_is_one_line);
	tcase_add_test(c, passes_are_folded);
	tcase_add_test(c, html_is_self_contained);
	tcase_add_test(c, html_trusts_no_field);
	tcase_add_test(c, html_says_the_verdict_first);
	tcase_add_test(c, html_closes_what_it_opens);
	tcase_add_test(c, junit_is_xml);
	tcase_add_test(c, junit_says_each_verdict_its_way);
	tcase_add_test(c, xml_forbids_controls);
	tcase_add_test(c, evidence_is_told);
	tcase_add_test(c, no_evidence_no_grades);
	tcase_add_test(c, canned_run_keeps_the_schema);
	tcase_add_test(c, schema_can_refuse);
	tcase_add_test(c, other_files_are_refused);
	tcase_add_test(c, full_disk_is_noticed);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
