/* A deletion audit for a terminal: requirement by requirement, how many accounts
 * showed what, and how sure that is. */
#include "reports/report.h"

#include <string.h>

const char report_deletion_claim[] =
    "`Gone' means: no longer obtainable through the protocol. Whether copies remain on disks, in\n"
    "backups or in logs cannot be seen from outside. Times are intervals: after the one a message\n"
    "was still seen, after the other it was seen to be gone.";

static const char *
ink(const struct report_style *s, const char *verdict)
{
	if (!s->colour)
		return "";
	if (strcmp(verdict, "PASS") == 0)
		return "\033[32m";
	if (strcmp(verdict, "FAIL") == 0)
		return "\033[1;31m";
	return strcmp(verdict, "INCONCLUSIVE") == 0 ? "\033[33m" : "\033[36m";
}

/* 20d, 20d 1h, 90m 5s, 12.3s */
static void
put_length(FILE *f, json_int_t ms)
{
	json_int_t s = ms / 1000;

	if (s >= 86400)
		fprintf(f, s % 86400 >= 3600 ? "%lldd %lldh" : "%lldd", (long long)(s / 86400),
		    (long long)(s % 86400 / 3600));
	else if (s >= 3600)
		fprintf(f, s % 3600 >= 60 ? "%lldh %lldm" : "%lldh", (long long)(s / 3600),
		    (long long)(s % 3600 / 60));
	else if (s >= 60)
		fprintf(f, s % 60 > 0 ? "%lldm %llds" : "%lldm", (long long)(s / 60),
		    (long long)(s % 60));
	else
		fprintf(f, ms % 1000 >= 100 ? "%lld.%llds" : "%llds", (long long)s,
		    (long long)(ms % 1000 / 100));
}

static void
put_term(FILE *f, const char *before, const json_t *plan, const char *name)
{
	fputs(before, f);
	put_length(f, report_int(plan, name));
}

static void
put_head(FILE *f, const json_t *v)
{
	const json_t *plan = report_list(v, "plan");

	fprintf(f, "%s  deletion audit, planned %s by relayspec %s\n", report_str(plan, "domain"),
	    report_str(plan, "made"), report_str(plan, "tool"));
	put_term(f, "messages go after ", plan, "retention_ms");
	put_term(f, ", large ones after ", plan, "large_ms");
	put_term(f, ", unused accounts after ", plan, "inactive_ms");
	put_term(f, "; each at most ", plan, "grace_ms");
	fprintf(f, " later\n%lld of %lld accounts planted, %lld for each date\n",
	    (long long)report_int(plan, "planted"), (long long)report_int(plan, "accounts"),
	    (long long)report_int(plan, "accounts_each"));
	fprintf(f, "plan SHA-256 %s\nfile SHA-256 %s, %lld lines\n", report_str(plan, "sha256"),
	    report_str(plan, "file_sha256"), (long long)report_int(plan, "lines"));
	if (report_true(plan, "lab"))
		fprintf(f,
		    "LAB USE: the plan's clock is moved by %lld s%s; this is no evidence of what "
		    "happens in real time\n",
		    (long long)report_int(plan, "clock_offset_s"),
		    report_true(plan, "hook") ? ", and the relay's with it" : "");
	fputc('\n', f);
}

static void
put_counts(FILE *f, const json_t *c)
{
	static const struct {
		const char *name, *text;
	} counts[] = { { "pass", "as required" }, { "fail", "not" },
		{ "missed", "not looked at in time" }, { "blank", "without an answer" },
		{ "waiting", "to come" } };
	const char *between = "        accounts  ";

	for (size_t i = 0; i < COUNT_OF(counts); i++) {
		json_int_t n = report_int(c, counts[i].name);
		if (n == 0)
			continue;
		fprintf(f, "%s%lld %s", between, (long long)n, counts[i].text);
		between = ", ";
	}
	fputs(
	    between[0] == ',' ? "\n" : "        accounts  none: the budget did not allow any\n", f);
}

static void
put_times(FILE *f, const json_t *c)
{
	bool seen = json_is_integer(report_list(c, "seen_ms")),
	     gone = json_is_integer(report_list(c, "gone_ms"));

	if (!seen && !gone)
		return;
	fputs("        times     ", f);
	if (seen) {
		fputs("still seen after ", f);
		put_length(f, report_int(c, "seen_ms"));
	}
	if (gone) {
		fputs(seen ? ", seen to be gone after " : "seen to be gone after ", f);
		put_length(f, report_int(c, "gone_ms"));
	}
	fputc('\n', f);
}

static void
put_check(FILE *f, const json_t *c, const struct report_style *s)
{
	const char *verdict = report_str(c, "verdict"), *cause = report_str(c, "cause");
	const char *shown = strcmp(verdict, "INCONCLUSIVE") == 0 ? "????"
	    : strcmp(verdict, "PENDING") == 0                    ? "PEND"
								 : verdict;

	fprintf(f, "%s%-4s%s  %-2s  %s%s%s%s%s\n", ink(s, verdict), shown,
	    s->colour ? "\033[0m" : "", report_str(c, "grade"), report_str(c, "id"),
	    report_true(c, "dated_back") ? ", by messages dated back" : "",
	    *cause != '\0' ? " (" : "", cause, *cause != '\0' ? ")" : "");
	put_counts(f, c);
	put_times(f, c);
	if (*report_str(c, "fault") != '\0')
		fprintf(f, "        fault     %s %s\n", report_str(c, "fault"),
		    report_true(c, "absence") ? "was there after its time"
					      : "was gone before its time");
	if (strcmp(cause, "arrival-clock") == 0 || strcmp(cause, "window-missed") == 0)
		fprintf(f, "        why       %s\n", report_cause(cause));
	if (json_is_real(report_list(c, "bound")))
		fprintf(f,
		    "        bound     at 95 %% confidence, fewer than %.1f %% of accounts "
		    "differ\n",
		    100 * json_real_value(report_list(c, "bound")));
	if (report_int(c, "altered") > 0)
		fprintf(f, "        note      %lld were there, but not as they were sent\n",
		    (long long)report_int(c, "altered"));
	if (strcmp(verdict, "PENDING") == 0 && *report_str(c, "due") != '\0')
		fprintf(f, "        next      %s\n", report_str(c, "due"));
}

static void
put_end(FILE *f, const json_t *v, const struct report_style *s)
{
	size_t left = json_array_size(report_list(v, "left_behind"));
	const char *next = report_str(v, "summary.next");

	if (!s->quiet)
		fprintf(f,
		    "\n%s\n\n%zu accounts are left behind on the relay until it forgets them\n",
		    report_deletion_claim, left);
	fprintf(f,
	    "%s   %lld passed, %lld failed, %lld pending, %lld not decided%s%s   exit %lld\n",
	    report_str(v, "summary.headline"), (long long)report_int(v, "summary.PASS"),
	    (long long)report_int(v, "summary.FAIL"), (long long)report_int(v, "summary.PENDING"),
	    (long long)report_int(v, "summary.INCONCLUSIVE"), *next != '\0' ? "   next " : "", next,
	    (long long)report_int(v, "summary.exit"));
}

bool
report_deletion_text(const json_t *verify, FILE *f, const struct report_style *style)
{
	const json_t *checks = report_list(verify, "checks");

	if (!style->quiet) {
		put_head(f, verify);
		for (size_t i = 0; i < json_array_size(checks); i++)
			put_check(f, json_array_get(checks, i), style);
	}
	put_end(f, verify, style);
	return fflush(f) == 0 && !ferror(f);
}
