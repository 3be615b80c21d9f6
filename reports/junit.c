/* JUnit XML, for continuous integration.
 *
 * FAIL is a failure, INCONCLUSIVE an error, XPASS a failure of type xpass;
 * PENDING, SKIP, NA and XFAIL are skipped with the reason.  Every testcase has
 * a name (the id) and a classname (the area). */
#include "reports/report.h"

#include <string.h>

static bool
is_failure(const char *v)
{
	return strcmp(v, "FAIL") == 0 || strcmp(v, "XPASS") == 0;
}

static bool
is_skip(const char *v)
{
	return strcmp(v, "PASS") != 0 && strcmp(v, "INCONCLUSIVE") != 0 && !is_failure(v);
}

struct sums {
	unsigned tests, failures, errors, skipped;
	double seconds;
};

static double
seconds(const json_t *c)
{
	return (double)report_int(c, "took_us") / 1e6;
}

static struct sums
sum(const json_t *cases, const char *area)
{
	struct sums s = { 0 };

	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *c = json_array_get(cases, i);
		const char *v = report_str(c, "verdict");
		if (area != NULL && !report_is(c, "area", area))
			continue;
		s.tests++;
		s.failures += is_failure(v);
		s.errors += strcmp(v, "INCONCLUSIVE") == 0;
		s.skipped += is_skip(v);
		s.seconds += seconds(c);
	}
	return s;
}

static void
attribute(FILE *f, const char *name, const char *value)
{
	fprintf(f, " %s=\"", name);
	report_xml(f, value);
	fputc('"', f);
}

static void
put_sums(FILE *f, struct sums s)
{
	fprintf(f, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\" time=\"%.3f\"",
	    s.tests, s.failures, s.errors, s.skipped, s.seconds);
}

static void
property(FILE *f, const char *name, const char *value)
{
	fputs("      <property", f);
	attribute(f, "name", name);
	attribute(f, "value", value);
	fputs("/>\n", f);
}

static void
line(FILE *f, const char *label, const char *s)
{
	if (*s == '\0')
		return;
	fprintf(f, "%s: ", label);
	report_xml(f, s);
	fputc('\n', f);
}

static void
put_details(FILE *f, const json_t *c)
{
	line(f, "spec", report_str(c, "text"));
	line(f, "source", report_str(c, "source"));
	line(f, "stage", report_str(c, "stage"));
	line(f, "expected", report_str(c, "expected"));
	line(f, "actual", report_str(c, "actual"));
	line(f, "twin", report_str(c, "twin.verdict"));
	line(f, "transcript", report_str(c, "transcript"));
	line(f, "fix", report_str(c, "fix"));
	line(f, "by hand", report_str(c, "reproduce"));
}

static void
put_outcome(FILE *f, const json_t *c)
{
	const char *v = report_str(c, "verdict"), *code = report_str(c, "reason_code");

	if (is_failure(v)) {
		bool xpass = strcmp(v, "XPASS") == 0;
		fputs("      <failure", f);
		attribute(f, "type", xpass ? "xpass" : code);
		attribute(f, "message",
		    xpass ? "passes, but is listed as a known failure" : report_str(c, "actual"));
		fputs(">", f);
		put_details(f, c);
		fputs("</failure>\n", f);
	} else if (strcmp(v, "INCONCLUSIVE") == 0) {
		fputs("      <error", f);
		attribute(f, "type", code);
		attribute(f, "message", report_cause(code));
		fputs(">", f);
		put_details(f, c);
		fputs("</error>\n", f);
	} else if (is_skip(v)) {
		const char *why = strcmp(v, "XFAIL") == 0 ? report_str(c, "xfail.reason")
		    : strcmp(v, "NA") == 0                ? report_str(c, "actual")
							  : report_cause(code);
		char message[4000];
		snprintf(message, sizeof(message), "%s: %s", v, why);
		fputs("      <skipped", f);
		attribute(f, "message", message);
		fputs("/>\n", f);
	}
}

static void
put_case(FILE *f, const json_t *c)
{
	fputs("    <testcase", f);
	attribute(f, "name", report_str(c, "id"));
	attribute(f, "classname", report_str(c, "area"));
	fprintf(f, " time=\"%.3f\">\n", seconds(c));
	put_outcome(f, c);
	if (report_list(c, "evidence") != NULL) {
		fputs("      <system-out>evidence ", f);
		report_xml(f, report_str(c, "evidence"));
		fputs(": ", f);
		report_xml(f, report_evidence(report_str(c, "evidence")));
		fputs("</system-out>\n", f);
	}
	fputs("    </testcase>\n", f);
}

static void
put_suite(FILE *f, const json_t *run, const char *area)
{
	const json_t *cases = report_list(run, "cases");
	struct sums s = sum(cases, area);

	fputs("  <testsuite", f);
	attribute(f, "name", area);
	put_sums(f, s);
	/* The schema wants no zone and no fraction. */
	char started[20];
	snprintf(started, sizeof(started), "%.19s", report_str(run, "run.started"));
	attribute(f, "timestamp", started);
	attribute(f, "hostname", report_str(run, "target.host"));
	fputs(">\n    <properties>\n", f);
	property(f, "profile", report_str(run, "profile.name"));
	property(f, "spec_sha256", report_str(run, "tool.spec_sha256"));
	property(f, "relayspec", report_str(run, "tool.version"));
	fputs("    </properties>\n", f);
	for (size_t i = 0; i < json_array_size(cases); i++)
		if (report_is(json_array_get(cases, i), "area", area))
			put_case(f, json_array_get(cases, i));
	fputs("  </testsuite>\n", f);
}

bool
report_junit(const json_t *run, FILE *f)
{
	const json_t *cases = report_list(run, "cases");

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"relayspec\"", f);
	put_sums(f, sum(cases, NULL));
	fputs(">\n", f);
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const char *area = report_str(json_array_get(cases, i), "area");
		/* Cases come area by area. */
		if (i == 0 || !report_is(json_array_get(cases, i - 1), "area", area))
			put_suite(f, run, area);
	}
	fputs("</testsuites>\n", f);
	return fflush(f) == 0 && !ferror(f);
}
