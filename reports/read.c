/* Reading run.json and what the renderers share.  Renders nothing. */
#include "reports/report.h"

#include <string.h>

static const json_t *
member(const json_t *o, const char *path)
{
	while (o != NULL && *path != '\0') {
		char name[64];
		size_t n = strcspn(path, ".");
		if (n >= sizeof(name))
			return NULL;
		memcpy(name, path, n);
		name[n] = '\0';
		o = json_object_get(o, name);
		path += n + (path[n] == '.');
	}
	return o;
}

const char *
report_str(const json_t *o, const char *path)
{
	const char *s = json_string_value(member(o, path));

	return s != NULL ? s : "";
}

json_int_t
report_int(const json_t *o, const char *path)
{
	return json_integer_value(member(o, path));
}

bool
report_true(const json_t *o, const char *path)
{
	return json_is_true(member(o, path));
}

const json_t *
report_list(const json_t *o, const char *path)
{
	return member(o, path);
}

bool
report_is(const json_t *o, const char *path, const char *value)
{
	return strcmp(report_str(o, path), value) == 0;
}

static bool
is_run(const json_t *o)
{
	return report_is(o, "schema", "relayspec-run-1") && json_is_array(member(o, "cases")) &&
	    json_is_object(member(o, "summary"));
}

bool
report_is_deletion(const json_t *o)
{
	return report_is(o, "schema", "relayspec-verify-1") && json_is_array(member(o, "checks")) &&
	    json_is_object(member(o, "summary"));
}

json_t *
report_load_any(const char *path, char *error, size_t error_size)
{
	json_error_t e;
	json_t *run = json_load_file(path, 0, &e);

	if (run == NULL) {
		snprintf(error, error_size, "%s: %s (line %d)", path, e.text, e.line);
		return NULL;
	}
	if (!is_run(run) && !report_is_deletion(run)) {
		snprintf(
		    error, error_size, "%s is no run.json or verify.json of this version", path);
		json_decref(run);
		return NULL;
	}
	return run;
}

json_t *
report_load(const char *path, char *error, size_t error_size)
{
	json_t *run = report_load_any(path, error, error_size);

	if (run == NULL || !report_is_deletion(run))
		return run;
	snprintf(error, error_size, "%s is no run.json but that of a deletion audit", path);
	json_decref(run);
	return NULL;
}

void
report_xml(FILE *f, const char *s)
{
	for (; *s != '\0'; s++) {
		switch (*s) {
		case '&': fputs("&amp;", f); break;
		case '<': fputs("&lt;", f); break;
		case '>': fputs("&gt;", f); break;
		case '"': fputs("&quot;", f); break;
		case '\'': fputs("&#39;", f); break;
		case '\n':
		case '\t': fputc(*s, f); break;
		default: fputc((unsigned char)*s < 0x20 || *s == 0x7f ? '?' : *s, f); break;
		}
	}
}

// clang-format off
static const struct {
	const char *code, *meaning;
} causes[] = {
	{ "setup",       "the preparation of the test failed, so the requirement itself was not reached" },
	{ "unreachable", "a port that the test needs does not answer" },
	{ "throttled",   "the relay kept limiting the rate, also after waiting" },
	{ "timeout",     "no decision before the deadline of the attempt" },
	{ "timing",      "the machine or the network was too slow for a judgement" },
	{ "statistics",  "too few or too mixed samples for a judgement at the stated confidence" },
	{ "twin",        "the control, the same dialogue in its permitted form, was not accepted either" },
	{ "flaky",       "the same dialogue failed once and did not fail another time" },
	{ "no-account",  "no account could be made by a first login" },
	{ "budget",      "the budget of accounts or messages was spent" },
	{ "hook",        "the operator's hook failed, or its search is blind" },
	{ "window-missed", "the look that was planned did not take place in its time" },
	{ "arrival-clock", "nothing that was dated back went: the relay may count from the arrival" },
	{ "internal",    "relayspec itself failed" },
	{ "not-run",     "the run ended before its turn" },
};
static const struct {
	const char *code, *meaning;
} grades[] = {
	{ "A",  "what the relay does over the network, in real time" },
	{ "A*", "what the relay does over the network, on messages that were dated back" },
	{ "B",  "the operator's hook moved the relay's clock, stopped it or searched its files" },
	{ "C",  "only what the relay says of itself" },
};
static const struct {
	const char *code, *meaning;
} left_out[] = {
	{ "no-case",        "no test exists yet" },
	{ "not-selected",   "left out by the selectors of this run" },
	{ "not-in-profile", "not part of the profile" },
};
// clang-format on

const char *
report_cause(const char *code)
{
	for (size_t i = 0; i < COUNT_OF(causes); i++)
		if (strcmp(causes[i].code, code) == 0)
			return causes[i].meaning;
	return code;
}

const char *
report_evidence(const char *grade)
{
	for (size_t i = 0; i < COUNT_OF(grades); i++)
		if (strcmp(grades[i].code, grade) == 0)
			return grades[i].meaning;
	return grade;
}

bool
report_has_evidence(const json_t *run, const char *grade)
{
	const json_t *cases = report_list(run, "cases");

	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *c = json_array_get(cases, i);
		if (report_is(c, "evidence", grade) && !report_is(c, "verdict", "NA") &&
		    !report_is(c, "verdict", "SKIP"))
			return true;
	}
	return false;
}

const char *
report_left_out(const char *code)
{
	for (size_t i = 0; i < COUNT_OF(left_out); i++)
		if (strcmp(left_out[i].code, code) == 0)
			return left_out[i].meaning;
	return code;
}
