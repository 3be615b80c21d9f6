/* The report for a terminal or a pipe: areas with their counts, what was not
 * passed in full, the verdict last.  Lines never depend on the width. */
#include "reports/report.h"

#include <string.h>

struct painter {
	FILE *f;
	const struct report_style *style;
	const json_t *run;
};

static const char *
ink(const struct painter *p, const char *verdict)
{
	if (!p->style->colour)
		return "";
	if (strcmp(verdict, "PASS") == 0)
		return "\033[32m";
	if (strcmp(verdict, "FAIL") == 0 || strcmp(verdict, "XPASS") == 0)
		return "\033[1;31m";
	return strcmp(verdict, "INCONCLUSIVE") == 0 ? "\033[33m" : "\033[36m";
}

static const char *
plain(const struct painter *p)
{
	return p->style->colour ? "\033[0m" : "";
}

/* A labelled text, its further lines indented like the first. */
static void
labelled(const struct painter *p, const char *label, const char *s)
{
	if (*s == '\0')
		return;
	fprintf(p->f, "        %-9s ", label);
	for (; *s != '\0'; s++) {
		fputc(*s, p->f);
		if (*s == '\n' && s[1] != '\0')
			fputs("                  ", p->f);
	}
	fputc('\n', p->f);
}

static void
joined(
    const struct painter *p, const char *label, const char *a, const char *between, const char *b)
{
	char line[4000];

	snprintf(line, sizeof(line), "%s%s%s", a, *a != '\0' && *b != '\0' ? between : "", b);
	labelled(p, label, line);
}

static void
put_twin(const struct painter *p, const json_t *c)
{
	char line[4000];

	if (report_list(c, "twin") == NULL || report_is(c, "twin.verdict", "SKIP"))
		return;
	snprintf(line, sizeof(line), "%s (the same dialogue in its permitted form)",
	    report_str(c, "twin.verdict"));
	labelled(p, "twin", line);
	if (report_is(c, "twin.verdict", "PASS"))
		return;
	joined(p, "wanted", report_str(c, "twin.expected"), "\nat stage ",
	    report_str(c, "twin.stage"));
	labelled(p, "got", report_str(c, "twin.actual"));
}

static void
put_transcript(const struct painter *p, const json_t *c)
{
	const char *path = report_str(c, "transcript");

	if (*path != '\0' && p->style->out != NULL)
		joined(p, "evidence", p->style->out, "/", path);
	else
		labelled(p, "evidence", path);
}

static void
put_failure(const struct painter *p, const json_t *c)
{
	char line[2000];

	joined(p, "spec", report_str(c, "text"), "\n", report_str(c, "source"));
	joined(p, "expected", report_str(c, "expected"), "\nat stage ", report_str(c, "stage"));
	snprintf(line, sizeof(line), "%s   (%lld of %lld times)", report_str(c, "actual"),
	    (long long)report_int(c, "fails"),
	    (long long)(report_int(c, "fails") + report_int(c, "passes")));
	labelled(p, "actual", line);
	put_twin(p, c);
	put_transcript(p, c);
	labelled(p, "fix", report_str(c, "fix"));
	labelled(p, "by hand", report_str(c, "reproduce"));
	snprintf(line, sizeof(line), "relayspec replay %s%srun.json %s",
	    p->style->out != NULL ? p->style->out : "", p->style->out != NULL ? "/" : "",
	    report_str(c, "id"));
	labelled(p, "again", line);
	if (report_list(c, "xfail") != NULL)
		joined(p, "known", report_str(c, "xfail.reason"), ", until ",
		    report_str(c, "xfail.until"));
}

/* Causes that have nothing to do with what was said. */
static bool
is_plain_cause(const char *code)
{
	static const char *const plain_causes[] = { "unreachable", "budget", "no-account" };

	for (size_t i = 0; i < COUNT_OF(plain_causes); i++)
		if (strcmp(plain_causes[i], code) == 0)
			return true;
	return false;
}

static void
put_undecided(const struct painter *p, const json_t *c)
{
	const char *code = report_str(c, "reason_code");

	if (is_plain_cause(code)) {
		joined(p, "why", code, ": ", report_str(c, "actual"));
		return;
	}
	joined(p, "why", code, ": ", report_cause(code));
	if (strcmp(code, "twin") == 0) {
		put_twin(p, c);
	} else {
		joined(
		    p, "wanted", report_str(c, "expected"), "\nat stage ", report_str(c, "stage"));
		labelled(p, "got", report_str(c, "actual"));
	}
	put_transcript(p, c);
}

static void
put_case(const struct painter *p, const json_t *c)
{
	const char *v = report_str(c, "verdict");
	bool failed = strcmp(v, "FAIL") == 0 || strcmp(v, "XFAIL") == 0;
	const char *shown = strcmp(v, "INCONCLUSIVE") == 0 ? "????"
	    : strcmp(v, "PENDING") == 0                    ? "PEND"
							   : v;

	fprintf(p->f, "  %s%-5s%s %-30s %-6s %s", ink(p, v), shown, plain(p), report_str(c, "id"),
	    report_str(c, "level"), report_str(c, "check"));
	if (report_int(c, "took_us") > 0)
		fprintf(p->f, "  %lld ms", (long long)(report_int(c, "took_us") / 1000));
	if (report_list(c, "evidence") != NULL)
		fprintf(p->f, "  evidence %s", report_str(c, "evidence"));
	fputc('\n', p->f);
	labelled(p, "numbers", report_str(c, "numbers"));
	if (failed)
		put_failure(p, c);
	else if (strcmp(v, "INCONCLUSIVE") == 0)
		put_undecided(p, c);
	else if (strcmp(v, "NA") == 0)
		labelled(p, "why", report_str(c, "actual"));
	else if (strcmp(v, "XPASS") == 0)
		joined(p, "known", "passes, but is listed as failing: ", "",
		    report_str(c, "xfail.reason"));
}

static bool
is_shown(const struct painter *p, const json_t *c)
{
	return p->style->verbose ||
	    (!report_is(c, "verdict", "PASS") && !report_is(c, "verdict", "SKIP")) ||
	    report_list(c, "numbers") != NULL;
}

static void
put_area(const struct painter *p, const char *name, const char *title)
{
	const json_t *cases = report_list(p->run, "cases");
	unsigned pass = 0, fail = 0, open = 0, other = 0;

	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *c = json_array_get(cases, i);
		if (!report_is(c, "area", name))
			continue;
		const char *v = report_str(c, "verdict");
		pass += strcmp(v, "PASS") == 0;
		fail += strcmp(v, "FAIL") == 0;
		open += strcmp(v, "INCONCLUSIVE") == 0;
		other += strcmp(v, "PASS") != 0 && strcmp(v, "FAIL") != 0 &&
		    strcmp(v, "INCONCLUSIVE") != 0;
	}
	if (pass + fail + open + other == 0)
		return;
	fprintf(p->f, "%-12s %-28s %3u pass  %s%u FAIL%s  %u ?", name, title, pass,
	    fail > 0 ? ink(p, "FAIL") : "", fail, fail > 0 ? plain(p) : "", open);
	if (other > 0)
		fprintf(p->f, "  %u other", other);
	fputc('\n', p->f);
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *c = json_array_get(cases, i);
		if (report_is(c, "area", name) && is_shown(p, c))
			put_case(p, c);
	}
}

static void
put_areas(const struct painter *p)
{
	const json_t *areas = report_list(p->run, "areas"), *cases = report_list(p->run, "cases");

	for (size_t i = 0; i < json_array_size(areas); i++) {
		const json_t *a = json_array_get(areas, i);
		put_area(p, report_str(a, "name"), report_str(a, "title"));
	}
	/* Areas that the table of titles does not know. */
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const char *name = report_str(json_array_get(cases, i), "area");
		bool known = i > 0 && report_is(json_array_get(cases, i - 1), "area", name);
		for (size_t k = 0; k < json_array_size(areas) && !known; k++)
			known = report_is(json_array_get(areas, k), "name", name);
		if (!known)
			put_area(p, name, "");
	}
}

static void
put_head(const struct painter *p)
{
	const json_t *r = p->run;

	fprintf(p->f, "%s  profile %s  spec %.12s  relayspec %s  seed %lld  %s\n",
	    report_str(r, "target.host"), report_str(r, "profile.name"),
	    report_str(r, "tool.spec_sha256"), report_str(r, "tool.version"),
	    (long long)report_int(r, "run.seed"), report_str(r, "run.started"));
	fprintf(p->f, "used: %lld addresses, %lld mails, %lld connections\n\n",
	    (long long)report_int(r, "run.used.accounts"),
	    (long long)report_int(r, "run.used.mails"),
	    (long long)report_int(r, "run.used.connections"));
}

/* Whoever runs the relay wants to know which accounts were made. */
static void
put_left(const struct painter *p)
{
	enum { SHOWN = 12 };
	const json_t *left = report_list(p->run, "accounts_left");
	size_t n = json_array_size(left);

	if (n == 0)
		return;
	fprintf(p->f, "left on the relay, perhaps: ");
	for (size_t i = 0; i < n && i < SHOWN; i++)
		fprintf(
		    p->f, "%s%s", i > 0 ? ", " : "", json_string_value(json_array_get(left, i)));
	if (n > SHOWN)
		fprintf(p->f, " and %zu more (accounts_left in run.json)", n - SHOWN);
	fputc('\n', p->f);
}

static void
put_level(const struct painter *p, const char *name, const char *path)
{
	const json_t *n = report_list(p->run, path);

	if (report_int(n, "selected") == 0)
		return;
	fprintf(p->f, "%s %lld/%lld pass", name, (long long)report_int(n, "PASS"),
	    (long long)report_int(n, "selected"));
	static const char *const others[] = { "FAIL", "INCONCLUSIVE", "PENDING", "NA", "SKIP",
		"XFAIL", "XPASS" };
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (report_int(n, others[i]) > 0)
			fprintf(p->f, ", %lld %s", (long long)report_int(n, others[i]), others[i]);
	fputs("   ", p->f);
}

/* What the grades behind the verdicts mean, and what none of them shows. */
static void
put_evidence(const struct painter *p)
{
	static const char *const grades[] = { "A", "A*", "B", "C" };
	const char *between = "evidence: ";

	for (size_t i = 0; i < COUNT_OF(grades); i++) {
		if (!report_has_evidence(p->run, grades[i]))
			continue;
		fprintf(p->f, "%s%s %s", between, grades[i], report_evidence(grades[i]));
		between = "; ";
	}
	if (between[0] == ';')
		fputs(".\n\"Gone\" means: no longer obtainable through the protocol; where files "
		      "were searched, by a search of these files.  Not: erased from backups.\n",
		    p->f);
}

static void
put_tail(const struct painter *p)
{
	const json_t *r = p->run;
	const char *headline = report_str(r, "summary.headline");
	const char *like = report_int(r, "summary.exit") == 0 ? "PASS"
	    : report_int(r, "summary.exit") == 1              ? "FAIL"
							      : "INCONCLUSIVE";

	if (!p->style->quiet) {
		fputc('\n', p->f);
		put_evidence(p);
		if (!report_true(r, "target.loopback"))
			put_left(p);
		put_level(p, "MUST", "summary.must");
		put_level(p, "SHOULD", "summary.should");
		put_level(p, "MAY", "summary.may");
		size_t left = json_array_size(report_list(r, "untested"));
		if (left > 0)
			fprintf(p->f, "not tested: %zu", left);
		fputc('\n', p->f);
	}
	fprintf(p->f, "%s%s%s  %s  exit %lld\n", ink(p, like), headline, plain(p),
	    report_str(r, "summary.sentence"), (long long)report_int(r, "summary.exit"));
}

bool
report_text(const json_t *run, FILE *f, const struct report_style *style)
{
	struct painter p = { .f = f, .style = style, .run = run };

	if (!style->quiet) {
		put_head(&p);
		put_areas(&p);
	}
	put_tail(&p);
	return fflush(f) == 0 && !ferror(f);
}
