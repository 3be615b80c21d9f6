/* relayspec verify: goes on with a deletion audit that was planted, and reports. */
#include "conformance/engine/command.h"
#include "conformance/engine/hook.h"
#include "conformance/engine/plan_report.h"
#include "conformance/engine/safefile.h"
#include "conformance/engine/vigil.h"
#include "reports/report.h"

#include <string.h>
#include <unistd.h>

static const char help[] =
    "usage: relayspec verify --plan FILE [--due | --status] [options]\n"
    "\n"
    "Looks at the accounts of a deletion audit when their time has come, until all have been\n"
    "looked at; may be interrupted and said again at any time.\n"
    "  --due                  only what is due now (for cron)\n"
    "  --status               nothing is sent; what has been seen so far\n"
    "  --key FILE             the key of the plan (FILE.key)\n"
    "  --out DIR              verify.json, verify.txt, verify.html (relayspec-report)\n"
    "  --clock-offset S       lab use: from now on the plan's clock is S seconds ahead\n"
    "  --hook COMMAND         lab use: moves the relay's clock with it\n";

static const char allowed[] =
    "port-submissions port-submission port-imaps port-imap port-https port-http port-smtp "
    "domain insecure contact timeout-scale ciphertext plan key due status out budget creds "
    "clock-offset hook quiet verbose color";

static struct report_style style;

static bool
write_json(FILE *f, const void *report)
{
	return json_dumpf(report, f, JSON_INDENT(1) | JSON_PRESERVE_ORDER) == 0 &&
	    fputc('\n', f) != EOF;
}

static bool
write_text(FILE *f, const void *report)
{
	static const struct report_style plain = { .out = NULL };

	return report_deletion_text(report, f, &plain);
}

static bool
write_html(FILE *f, const void *report)
{
	return report_deletion_html(report, f);
}

static bool
write_to(
    const char *directory, const char *name, bool (*write)(FILE *, const void *), const void *what)
{
	char path[4300];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	if (safefile_write(path, write, what))
		return true;
	complain("cannot write %s", path);
	return false;
}

static bool
write_so_far(struct vigil *v)
{
	json_t *report = plan_report(&v->plan, true);
	bool ok = write_to(v->audit.out, "verify.json", write_json, report);

	json_decref(report);
	return ok;
}

/* In a lab: the plan's clock, and the relay's by the hook, as much further as the offset grows. */
static enum exit_code
move_clock(struct vigil *v, const struct options *o)
{
	char verb[64], why[HOOK_WHY], memory[1000];
	int64_t delta = o->clock_offset - v->plan.offset_s;
	struct buf said;

	if (o->hook != NULL && !o->clock_offset_given)
		return (enum exit_code)complain(
		    "--hook moves the relay's clock: --clock-offset says how far");
	if (!o->clock_offset_given || delta == 0)
		return EXIT_CONFORMS;
	if (o->hook != NULL) {
		buf_init(&said, memory, sizeof(memory));
		snprintf(verb, sizeof(verb), "advance %lld", (long long)delta);
		if (!hook_run(o->hook, verb, (struct span){ NULL, 0 },
			HOOK_SECONDS * INT64_C(1000000), &said, why)) {
			complain("--hook: %s", why);
			return EXIT_UNDECIDED;
		}
	}
	if (plan_happened(&v->plan, "clock",
		json_pack("{s:I, s:b}", "offset_s", (json_int_t)o->clock_offset, "hook",
		    o->hook != NULL)))
		return EXIT_CONFORMS;
	complain("%s", v->plan.ledger.error);
	return EXIT_INTERNAL;
}

static int
finish(struct vigil *v, enum exit_code code, bool write)
{
	json_t *report = plan_report(&v->plan, code == EXIT_INTERRUPTED);
	int result =
	    (int)json_integer_value(json_object_get(json_object_get(report, "summary"), "exit"));
	bool ok = report_deletion_text(report, stdout, &style);

	if (write)
		ok = write_to(v->audit.out, "verify.json", write_json, report) &&
		    write_to(v->audit.out, "verify.txt", write_text, report) &&
		    write_to(v->audit.out, "verify.html", write_html, report) && ok;
	json_decref(report);
	return ok && code != EXIT_INTERNAL ? result : EXIT_INTERNAL;
}

static int
verify(struct vigil *v, const struct options *o)
{
	enum exit_code code = vigil_read(v, !o->status);

	if (code != EXIT_CONFORMS)
		return (int)code;
	if (o->status)
		return finish(v, EXIT_CONFORMS, false);
	code = move_clock(v, o);
	if (code == EXIT_CONFORMS)
		code = vigil_connect(v);
	if (code != EXIT_CONFORMS)
		return (int)code;
	vigil_catch();
	code = vigil_look(v, !o->due, write_so_far);
	int result = finish(v, code, true);
	vigil_close(v);
	return result;
}

int
cmd_verify(int argc, char **argv)
{
	static struct vigil v;
	struct options o;

	if (!options_parse(&o, argc, argv, allowed))
		return EXIT_USAGE;
	if (o.help) {
		printf("%s%s", help, command_target_help);
		return EXIT_CONFORMS;
	}
	if (o.plan == NULL && o.n == 1)
		o.plan = o.words[0];
	else if (o.n != 0)
		return complain("verify: the plan says which relay; relayspec verify --plan FILE");
	if (o.due && o.status)
		return complain("verify: --due looks, --status does not; which?");
	if (o.status && (o.hook != NULL || o.clock_offset_given))
		return complain("verify: --status changes nothing, so it takes no --clock-offset");
	if (!vigil_paths(&v, &o))
		return EXIT_USAGE;
	style = (struct report_style){ .colour = command_colour(o.colour, STDOUT_FILENO),
		.quiet = o.quiet,
		.verbose = o.verbose > 0 };
	return verify(&v, &o);
}
