/* A deletion audit as one page: verdicts, then the line of every message from its
 * planting over its last sight to the first look that found it gone. */
#include "reports/html_style.h"
#include "reports/report.h"

#include <string.h>

static const char *
class_of(const char *verdict)
{
	if (strcmp(verdict, "PASS") == 0 || strcmp(verdict, "KEPT") == 0)
		return "pass";
	if (strcmp(verdict, "FAIL") == 0 || strcmp(verdict, "BROKEN") == 0)
		return "fail";
	return strcmp(verdict, "PENDING") == 0 ? "other" : "open";
}

static void
put_cell(FILE *f, const char *s)
{
	fputs("<td>", f);
	report_xml(f, s);
	fputs("</td>", f);
}

static void
put_fact(FILE *f, const char *name, const char *value)
{
	fprintf(f, "<div><span>%s</span>", name);
	report_xml(f, value);
	fputs("</div>\n", f);
}

static void
put_head(FILE *f, const json_t *v)
{
	const char *headline = report_str(v, "summary.headline");

	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>",
	    f);
	report_xml(f, report_str(v, "plan.domain"));
	fputs(" deletion audit</title>\n<style>\n", f);
	for (size_t i = 0; html_style[i] != NULL; i++)
		fprintf(f, "%s\n", html_style[i]);
	fputs("</style>\n</head>\n<body>\n<main>\n<p class=\"soft\">Deletion audit</p>\n<h1>", f);
	report_xml(f, report_str(v, "plan.domain"));
	fprintf(f, "</h1>\n<div class=\"verdict %s\"><div class=\"head\">%s</div>\n",
	    class_of(headline), headline);
	fprintf(f, "<p>%lld passed, %lld failed, %lld pending, %lld not decided.</p>\n<p>",
	    (long long)report_int(v, "summary.PASS"), (long long)report_int(v, "summary.FAIL"),
	    (long long)report_int(v, "summary.PENDING"),
	    (long long)report_int(v, "summary.INCONCLUSIVE"));
	report_xml(f, report_deletion_claim);
	fputs("</p>\n", f);
	if (report_true(v, "plan.lab"))
		fputs("<p><b>Lab use: the clock was moved.</b></p>\n", f);
	fputs("<div class=\"facts\">\n", f);
	put_fact(f, "planned", report_str(v, "plan.made"));
	put_fact(f, "written", report_str(v, "written"));
	put_fact(f, "plan SHA-256", report_str(v, "plan.sha256"));
	put_fact(f, "file SHA-256", report_str(v, "plan.file_sha256"));
	fputs("</div></div>\n", f);
}

static void
put_checks(FILE *f, const json_t *v)
{
	const json_t *checks = report_list(v, "checks");

	fputs("<h2>Requirements</h2>\n<table><thead><tr><th>verdict</th><th>evidence</th>"
	      "<th>requirement</th><th>accounts</th><th>fault or cause</th></tr></thead><tbody>\n",
	    f);
	for (size_t i = 0; i < json_array_size(checks); i++) {
		const json_t *c = json_array_get(checks, i);
		const char *verdict = report_str(c, "verdict");
		fprintf(f, "<tr><td><b class=\"%s\">%s</b></td>", class_of(verdict), verdict);
		put_cell(f, report_str(c, "grade"));
		fputs("<td><span class=\"id\">", f);
		report_xml(f, report_str(c, "id"));
		fputs(report_true(c, "dated_back") ? "</span>, by messages dated back<br>"
						   : "</span><br>",
		    f);
		report_xml(f, report_str(c, "text"));
		fprintf(f, "</td><td>%lld as required, %lld not, %lld missed, %lld to come</td>",
		    (long long)report_int(c, "pass"), (long long)report_int(c, "fail"),
		    (long long)(report_int(c, "missed") + report_int(c, "blank")),
		    (long long)report_int(c, "waiting"));
		put_cell(f,
		    *report_str(c, "fault") != '\0' ? report_str(c, "fault")
						    : report_cause(report_str(c, "cause")));
		fputs("</tr>\n", f);
	}
	fputs("</tbody></table>\n", f);
}

static void
put_line(FILE *f, const json_t *account, const json_t *s)
{
	fputs("<tr>", f);
	put_cell(f, report_str(account, "name"));
	put_cell(f, report_str(s, "what"));
	put_cell(f, report_str(s, "planted"));
	put_cell(f, report_str(s, "last_seen"));
	put_cell(f, report_str(s, "first_gone"));
	put_cell(f, report_str(s, "finding"));
	fputs("</tr>\n", f);
}

bool
report_deletion_html(const json_t *verify, FILE *f)
{
	const json_t *accounts = report_list(verify, "accounts");

	put_head(f, verify);
	put_checks(f, verify);
	fputs("<h2>Messages</h2>\n<table><thead><tr><th>account</th><th>message</th><th>planted"
	      "</th><th>last seen</th><th>first seen gone</th><th>finding</th></tr></thead><tbody>"
	      "\n",
	    f);
	for (size_t i = 0; i < json_array_size(accounts); i++) {
		const json_t *a = json_array_get(accounts, i);
		const json_t *list = report_list(a, "sentinels");
		for (size_t k = 0; k < json_array_size(list); k++)
			put_line(f, a, json_array_get(list, k));
	}
	fputs("</tbody></table>\n</main>\n</body>\n</html>\n", f);
	return fflush(f) == 0 && !ferror(f);
}
