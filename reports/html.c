/* report.html: one file, no script, nothing fetched.  The verdict as a sentence
 * first, then what failed, what could not be decided, what was not tested, what
 * was covered, and how it was done. */
#include "reports/html_style.h"
#include "reports/report.h"

#include <string.h>

/* Class of a verdict in the style sheet, and a sign that needs no colour. */
static const char *
look(const char *v)
{
	if (strcmp(v, "PASS") == 0)
		return "pass";
	if (strcmp(v, "FAIL") == 0 || strcmp(v, "XPASS") == 0)
		return "fail";
	return strcmp(v, "INCONCLUSIVE") == 0 ? "open" : "other";
}

static const char *
sign(const char *v)
{
	const char *l = look(v);

	if (strcmp(l, "pass") == 0)
		return "&#10003;";
	if (strcmp(l, "fail") == 0)
		return "&#10007;";
	return strcmp(l, "open") == 0 ? "?" : "&#8211;";
}

static void
put(FILE *f, const char *before, const char *s, const char *after)
{
	fputs(before, f);
	report_xml(f, s);
	fputs(after, f);
}

static void
put_fact(FILE *f, const char *label, const char *s)
{
	fprintf(f, "<div><span>%s</span>", label);
	put(f, "", s, "</div>\n");
}

static void
put_row(FILE *f, const char *label, const char *s, bool code)
{
	if (*s == '\0')
		return;
	fprintf(f, "<dt>%s</dt>", label);
	put(f, code ? "<dd><code>" : "<dd>", s, code ? "</code></dd>\n" : "</dd>\n");
}

static void
put_head(FILE *f, const json_t *run)
{
	json_int_t code = report_int(run, "summary.exit");
	const char *mood = code == 0 ? "pass" : code == 1 ? "fail" : "open";

	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
	    f);
	put(f, "<title>", report_str(run, "target.domain"), " \xe2\x80\x93 relayspec</title>\n");
	fputs("<style>\n", f);
	for (size_t i = 0; html_style[i] != NULL; i++)
		fprintf(f, "%s\n", html_style[i]);
	fputs("</style>\n</head>\n<body>\n<main>\n", f);
	fprintf(f, "<header class=\"verdict %s\">\n", mood);
	put(f, "<div class=\"head\">", report_str(run, "summary.headline"), "</div>\n");
	put(f, "<h1>", report_str(run, "summary.sentence"), "</h1>\n<div class=\"facts\">\n");
	put_fact(f, "relay", report_str(run, "target.host"));
	put_fact(f, "profile", report_str(run, "profile.name"));
	char judged[40];
	snprintf(judged, sizeof(judged), "%.10s %.5s UTC", report_str(run, "run.started"),
	    strlen(report_str(run, "run.started")) > 16 ? report_str(run, "run.started") + 11 : "");
	put_fact(f, "judged", judged);
	put_fact(f, "relayspec", report_str(run, "tool.version"));
	fputs("</div>\n</header>\n", f);
}

static void
put_bar(FILE *f, const json_t *n)
{
	static const char *const verdicts[] = { "PASS", "FAIL", "XPASS", "INCONCLUSIVE", "XFAIL",
		"PENDING", "NA", "SKIP" };

	fputs("<div class=\"bar\">", f);
	for (size_t i = 0; i < COUNT_OF(verdicts); i++)
		if (report_int(n, verdicts[i]) > 0)
			fprintf(f, "<i class=\"%s\" style=\"flex:%lld\"></i>", look(verdicts[i]),
			    (long long)report_int(n, verdicts[i]));
	fputs("</div>", f);
}

static void
put_tile(FILE *f, const char *name, const json_t *n)
{
	static const char *const others[] = { "FAIL", "INCONCLUSIVE", "XFAIL", "XPASS", "PENDING",
		"NA", "SKIP" };

	if (report_int(n, "selected") == 0)
		return;
	fprintf(f,
	    "<div class=\"tile\"><div class=\"soft\">%s</div><strong>%lld / %lld</strong> pass",
	    name, (long long)report_int(n, "PASS"), (long long)report_int(n, "selected"));
	put_bar(f, n);
	const char *between = "<div class=\"soft\">";
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		if (report_int(n, others[i]) == 0)
			continue;
		fprintf(
		    f, "%s%lld&nbsp;%s", between, (long long)report_int(n, others[i]), others[i]);
		between = ", ";
	}
	if (between[0] == '<')
		fputs(between, f);
	fputs("</div></div>\n", f);
}

static void
put_twin(FILE *f, const json_t *c)
{
	if (report_list(c, "twin") == NULL || report_is(c, "twin.verdict", "SKIP"))
		return;
	bool ok = report_is(c, "twin.verdict", "PASS");
	fputs("<dt>twin</dt><dd>", f);
	put(f, "", report_str(c, "twin.verdict"), ": ");
	fputs(ok ? "the same dialogue in its permitted form is accepted."
		 : "the same dialogue in its permitted form was not accepted.",
	    f);
	if (!ok) {
		put(f, "\nexpected <code>", report_str(c, "twin.expected"), "</code>");
		put(f, "\nactual <code>", report_str(c, "twin.actual"), "</code>");
	}
	fputs("</dd>\n", f);
}

static void
put_transcript(FILE *f, const json_t *c)
{
	const char *s = report_str(c, "transcript_text");

	if (*s == '\0')
		return;
	put(f, "<details><summary>transcript ", report_str(c, "transcript"), "</summary><pre>");
	put(f, "", s, "</pre></details>\n");
}

/* A case in full: failures, and what could not be decided. */
static void
put_card(FILE *f, const json_t *c)
{
	const char *v = report_str(c, "verdict"), *code = report_str(c, "reason_code");
	bool open = strcmp(v, "INCONCLUSIVE") == 0;

	fprintf(f, "<article class=\"card %s\" ", look(v));
	put(f, "id=\"", report_str(c, "id"), "\">\n<div class=\"top\">");
	put(f, "<h3 class=\"id\">", report_str(c, "id"), "</h3>");
	fprintf(f, "<span class=\"tag %s\">%s ", look(v), sign(v));
	put(f, "", v, "</span>");
	put(f, "<span class=\"tag\">", report_str(c, "level"), "</span>");
	if (report_list(c, "evidence") != NULL)
		put(f, "<span class=\"tag\">evidence ", report_str(c, "evidence"), "</span>");
	fputs("</div>\n", f);
	put(f, "<p>", report_str(c, "text"), "</p>\n<dl>\n");
	if (open) {
		put_row(f, "cause", code, false);
		put_row(f, "", report_cause(code), false);
	}
	if (strcmp(v, "XPASS") == 0)
		put_row(f, "actual", "passes, but is listed as a known failure", false);
	put_row(f, "expected", report_str(c, "expected"), true);
	put_row(f, "actual", report_str(c, "actual"), true);
	if (report_int(c, "fails") > 0)
		fprintf(f, "<dt>seen</dt><dd>%lld of %lld times</dd>\n",
		    (long long)report_int(c, "fails"),
		    (long long)(report_int(c, "fails") + report_int(c, "passes")));
	put_row(f, "at stage", report_str(c, "stage"), false);
	put_twin(f, c);
	put_row(f, "known", report_str(c, "xfail.reason"), false);
	put_row(f, "until", report_str(c, "xfail.until"), false);
	if (!open) {
		put_row(f, "why it matters", report_str(c, "why"), false);
		put_row(f, "conforms", report_str(c, "accept"), false);
		put_row(f, "fix", report_str(c, "fix"), false);
		put_row(f, "source", report_str(c, "source"), false);
		put_row(f, "by hand", report_str(c, "reproduce"), true);
	}
	fputs("</dl>\n", f);
	put_transcript(f, c);
	fputs("</article>\n", f);
}

static void
put_cards(FILE *f, const json_t *run, const char *title, const char *verdict)
{
	const json_t *cases = report_list(run, "cases");
	unsigned n = 0;

	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *c = json_array_get(cases, i);
		if (!report_is(c, "verdict", verdict))
			continue;
		if (n++ == 0)
			fprintf(f, "<h2>%s</h2>\n", title);
		put_card(f, c);
	}
}

/* How good the evidence is, and what no verdict of this run is about. */
static void
put_unsaid(FILE *f, const json_t *run)
{
	static const char *const grades[] = { "A", "A*", "B", "C" };
	const char *between = "<p class=\"soft\">Evidence behind verdicts on forgetting and "
			      "remembering: ";

	for (size_t i = 0; i < COUNT_OF(grades); i++) {
		if (!report_has_evidence(run, grades[i]))
			continue;
		fprintf(f, "%s<b>%s</b> ", between, grades[i]);
		put(f, "", report_evidence(grades[i]), "");
		between = "; ";
	}
	if (between[0] == ';')
		fputs(".</p>\n", f);
	fputs("<p class=\"soft\">A message or an account that is gone is no longer obtainable "
	      "through the protocol. ",
	    f);
	fputs(report_has_evidence(run, "B")
		? "That it is erased is said of the files that the operator's hook searched, at "
		  "the time of the search; of backups and of other machines nothing is said.</p>\n"
		: "Whether it is erased from disks, backups and logs, and what the relay does over "
		  "days, was not seen.</p>\n",
	    f);
}

static void
put_untested(FILE *f, const json_t *run)
{
	const json_t *left = report_list(run, "untested");
	static const char *const reasons[] = { "no-case", "not-selected", "not-in-profile" };

	fputs("<h2>What was not tested, and why</h2>\n", f);
	if (json_array_size(left) == 0)
		fputs("<p>Every requirement of the specification was played.</p>\n", f);
	for (size_t k = 0; k < COUNT_OF(reasons); k++) {
		size_t n = 0;
		for (size_t i = 0; i < json_array_size(left); i++)
			n += report_is(json_array_get(left, i), "reason", reasons[k]);
		if (n == 0)
			continue;
		fprintf(f, "<details><summary>%zu requirements: %s</summary><p>", n,
		    report_left_out(reasons[k]));
		for (size_t i = 0; i < json_array_size(left); i++) {
			const json_t *u = json_array_get(left, i);
			if (!report_is(u, "reason", reasons[k]))
				continue;
			put(f, "<span class=\"id\">", report_str(u, "id"), "</span> ");
			put(f, "<span class=\"soft\">", report_str(u, "text"), "</span><br>\n");
		}
		fputs("</p></details>\n", f);
	}
	put_unsaid(f, run);
}

static bool
has_card(const char *v)
{
	return strcmp(v, "PASS") != 0 && strcmp(v, "SKIP") != 0 && strcmp(v, "NA") != 0;
}

static void
put_coverage_row(FILE *f, const json_t *c)
{
	const char *v = report_str(c, "verdict"), *id = report_str(c, "id");
	const char *numbers = report_str(c, "numbers");

	fprintf(f, "<tr><td><b class=\"%s\">%s ", look(v), sign(v));
	put(f, "", v, "</b>");
	if (report_list(c, "evidence") != NULL)
		put(f, " <span class=\"tag\">", report_str(c, "evidence"), "</span>");
	fputs("</td><td class=\"id\">", f);
	if (has_card(v)) {
		put(f, "<a href=\"#", id, "\">");
		put(f, "", id, "</a>");
	} else {
		put(f, "", id, "");
	}
	put(f, "</td><td>", report_str(c, "level"), "</td><td>");
	put(f, "", report_str(c, "check"), "");
	if (*numbers != '\0')
		put(f, "<br><span class=\"soft\">", numbers, "</span>");
	if (strcmp(v, "NA") == 0)
		put(f, "<br><span class=\"soft\">", report_str(c, "actual"), "</span>");
	fputs("</td><td class=\"num\">", f);
	if (report_int(c, "took_us") > 0)
		fprintf(f, "%lld ms", (long long)(report_int(c, "took_us") / 1000));
	fputs("</td></tr>\n", f);
}

static const char *
area_title(const json_t *run, const char *name)
{
	const json_t *areas = report_list(run, "areas");

	for (size_t i = 0; i < json_array_size(areas); i++)
		if (report_is(json_array_get(areas, i), "name", name))
			return report_str(json_array_get(areas, i), "title");
	return name;
}

static void
put_coverage(FILE *f, const json_t *run)
{
	const json_t *cases = report_list(run, "cases");

	fputs("<h2>Coverage</h2>\n", f);
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *c = json_array_get(cases, i);
		const char *area = report_str(c, "area");
		if (i == 0 || !report_is(json_array_get(cases, i - 1), "area", area)) {
			if (i > 0)
				fputs("</table>\n", f);
			put(f, "<h2 class=\"soft\">", area_title(run, area), "</h2>\n");
			fputs("<table><tr><th>Verdict</th><th>Requirement</th><th>Level</th>"
			      "<th>What is checked</th><th></th></tr>\n",
			    f);
		}
		put_coverage_row(f, c);
	}
	if (json_array_size(cases) > 0)
		fputs("</table>\n", f);
}

static void
put_number(FILE *f, const char *label, json_int_t used, json_int_t allowed)
{
	fprintf(f, "<dt>%s</dt><dd>%lld", label, (long long)used);
	if (allowed > 0)
		fprintf(f, " of %lld", (long long)allowed);
	fputs("</dd>\n", f);
}

static void
put_method(FILE *f, const json_t *run)
{
	const json_t *left = report_list(run, "accounts_left");
	char seed[40];

	snprintf(seed, sizeof(seed), "%lld", (long long)report_int(run, "run.seed"));
	fputs("<h2>Method and budget</h2>\n<div class=\"card\"><p>Black box: only what the relay "
	      "says over the network, but for evidence B. Each requirement is played by its own "
	      "process. A refusal "
	      "counts only if the same dialogue in its permitted form, the twin, is accepted. "
	      "A failure counts only when seen three times of three, each with other accounts. "
	      "What could not be tested is never a pass and never a failure.</p>\n<dl>\n",
	    f);
	put_row(f, "profile", report_str(run, "profile.sha256"), true);
	put_row(f, "specification", report_str(run, "tool.spec_sha256"), true);
	put_row(f, "program", report_str(run, "tool.build_sha256"), true);
	put_row(f, "seed", seed, true);
	put_row(f, "began", report_str(run, "run.started"), false);
	put_row(f, "ended", report_str(run, "run.ended"), false);
	put_number(f, "addresses", report_int(run, "run.used.accounts"),
	    report_int(run, "run.budget.accounts"));
	put_number(
	    f, "mails", report_int(run, "run.used.mails"), report_int(run, "run.budget.mails"));
	put_number(f, "connections", report_int(run, "run.used.connections"), 0);
	fputs("</dl>\n", f);
	if (json_array_size(left) > 0) {
		fprintf(f,
		    "<details><summary>%zu addresses that this run may have left on the "
		    "relay</summary><p>",
		    json_array_size(left));
		for (size_t i = 0; i < json_array_size(left); i++)
			put(f, "<code>", json_string_value(json_array_get(left, i)), "</code> ");
		fputs("</p></details>\n", f);
	}
	fputs("</div>\n", f);
}

bool
report_html(const json_t *run, FILE *f)
{
	put_head(f, run);
	fputs("<div class=\"tiles\">\n", f);
	put_tile(f, "MUST", report_list(run, "summary.must"));
	put_tile(f, "SHOULD", report_list(run, "summary.should"));
	put_tile(f, "MAY", report_list(run, "summary.may"));
	fputs("</div>\n", f);
	put_cards(f, run, "Failures", "FAIL");
	put_cards(f, run, "Passing against expectation", "XPASS");
	put_cards(f, run, "Not decided", "INCONCLUSIVE");
	put_cards(f, run, "Known failures", "XFAIL");
	put_cards(f, run, "Pending", "PENDING");
	put_untested(f, run);
	put_coverage(f, run);
	put_method(f, run);
	fputs("</main>\n</body>\n</html>\n", f);
	return fflush(f) == 0 && !ferror(f);
}
