/* relayspec report: other forms of a run.json or verify.json.  Decides nothing, sends nothing. */
#include "conformance/engine/command.h"
#include "conformance/engine/complain.h"
#include "conformance/engine/safefile.h"
#include "reports/report.h"

#include <string.h>
#include <unistd.h>

static const char help[] =
    "usage: relayspec report RUN.json [--text F] [--html F] [--junit F] [-v]\n"
    "       relayspec report VERIFY.json [--text F] [--html F]\n"
    "\n"
    "Renders a finished run, or what a deletion audit has shown so far; F may be - for stdout.\n"
    "Default: --text -\n";

static struct report_style style;

static bool
text(FILE *f, const void *run)
{
	return report_is_deletion(run) ? report_deletion_text(run, f, &style)
				       : report_text(run, f, &style);
}

static bool
html(FILE *f, const void *run)
{
	return report_is_deletion(run) ? report_deletion_html(run, f) : report_html(run, f);
}

static bool
junit(FILE *f, const void *run)
{
	return report_junit(run, f);
}

static bool
render(const json_t *run, const char *path, bool (*write)(FILE *, const void *))
{
	if (path == NULL)
		return true;
	if (strcmp(path, "-") == 0 ? write(stdout, run) && fflush(stdout) == 0
				   : safefile_write(path, write, run))
		return true;
	complain("cannot write %s", path);
	return false;
}

int
cmd_report(int argc, char **argv)
{
	struct options o;
	char error[4400];

	if (!options_parse(&o, argc, argv, "text html junit verbose quiet color"))
		return EXIT_USAGE;
	if (o.help) {
		fputs(help, stdout);
		return EXIT_CONFORMS;
	}
	if (o.n != 1)
		return complain("report: one RUN.json is needed; see relayspec report --help");
	json_t *run = report_load_any(o.words[0], error, sizeof(error));
	if (run == NULL)
		return complain("%s", error);
	if (o.junit != NULL && report_is_deletion(run)) {
		json_decref(run);
		return complain("report: a deletion audit has no JUnit form");
	}
	if (o.text == NULL && o.html == NULL && o.junit == NULL)
		o.text = "-";
	style = (struct report_style){ .colour = command_colour(o.colour, STDOUT_FILENO),
		.quiet = o.quiet,
		.verbose = o.verbose > 0 };
	bool ok = render(run, o.text, text);
	ok = render(run, o.html, html) && ok;
	ok = render(run, o.junit, junit) && ok;
	json_decref(run);
	return ok ? EXIT_CONFORMS : EXIT_INTERNAL;
}
