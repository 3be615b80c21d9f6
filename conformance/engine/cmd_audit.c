/* relayspec audit: run the cases, write the reports. */
#include "conformance/engine/audit.h"
#include "conformance/engine/command.h"
#include "conformance/engine/safefile.h"
#include "reports/report.h"

#include <string.h>
#include <unistd.h>

static const char help[] =
    "usage: relayspec audit HOST [SELECTOR...] [options]\n"
    "\n"
    "Plays the selected cases against the relay HOST and says, requirement by\n"
    "requirement, whether it keeps them.  The report goes to stdout, and to DIR as\n"
    "run.json, report.html, junit.xml and transcripts/.\n"
    "\n"
    "SELECTOR  an id (SMTP_BARE_LF), a glob ('GATE_*'), an area (tls), a level (:must);\n"
    "          with ! in front it takes away.  None: all of the profile.\n"
    "  --profile NAME         chatmail (default) or strict\n"
    "  --level LEVEL          lowest level that counts: must (default), should, may\n"
    "  --out DIR              where reports go (relayspec-report)\n"
    "  --expect FILE          known failures: ID until=YYYY-MM-DD reason\n"
    "  --creds FILE           existing accounts: address password\n"
    "  --budget accounts=N,mails=N,conns/min=N\n"
    "                         default: 6, 400, 20; on loopback as much as is needed\n"
    "  --ciphertext FILE      the encrypted mail that is sent; made and kept there when missing\n"
    "  --push-listen ADDR:PORT --push-cert PEM\n"
    "                         stand in for the notification proxy here, at the path\n"
    "                         /notify; PEM: certificate and key (relayspec(1))\n"
    "  --turn-secret FILE     what the relay shares with its TURN server\n"
    "  --dns-listen ADDR:PORT answer the relay's questions for DNS here, and be the peers\n"
    "                         in --peer-domain D (peer.test)\n"
    "  --zone FILE            further records, BIND syntax; may be repeated\n"
    "  --dnssec-key PEM       Ed25519 key that signs test.\n"
    "  --dkim-key PEM         instead of --dns-listen: sign as --peer-domain D, whose DNS\n"
    "                         has this key's public half; --dkim-selector S (relayspec)\n"
    "  --sink-port N          take what the relay sends to other servers, on addresses in\n"
    "                         127.0.0.0/8; --sink-https-port N --sink-ca PEM\n"
    "  --pair HOST            a second relay; --pair-domain D, --pair-port-imaps N, ...\n"
    "  --hook COMMAND         its operator's command that moves its clock, stops and starts\n"
    "                         it, searches its files and logs (relayspec(1)); cases that\n"
    "                         need it are played last, one after the other\n"
    "  --jobs N               cases at once (1; on loopback 8)\n"
    "  --repeat N             play each case N times; all must agree\n"
    "  --seed N               repeat the choices of another run\n"
    "  -v, --verbose          passed cases too    -q, --quiet  the verdict line only\n"
    "  --color auto|always|never\n";

const char command_target_help[] =
    "  --port-submissions N   465      --port-imaps N   993     (none: not offered)\n"
    "  --port-submission N    587      --port-imap N    143\n"
    "  --port-https N         443      --port-http N    80\n"
    "  --port-smtp N          25\n"
    "  --domain D             what follows @ in its addresses (HOST)\n"
    "  --insecure             do not check who signed the certificate\n"
    "  --contact ADDRESS      said in IMAP ID, for the operator's log\n"
    "  --timeout-scale X      stretch every deadline (1.0)\n";

static const char allowed[] =
    "port-submissions port-submission port-imaps port-imap port-https port-http port-smtp "
    "domain insecure contact timeout-scale " COMMAND_LENDS " "
    "profile level out expect creds budget ciphertext jobs repeat seed verbose quiet color";

static bool
write_html(FILE *f, const void *run)
{
	return report_html(run, f);
}

static bool
write_junit(FILE *f, const void *run)
{
	return report_junit(run, f);
}

static bool
write_reports(const struct audit *a)
{
	static const struct {
		const char *name;
		bool (*write)(FILE *, const void *);
	} files[] = { { "report.html", write_html }, { "junit.xml", write_junit } };
	char path[4200];
	bool ok = true;

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", a->out, files[i].name);
		if (safefile_write(path, files[i].write, a->record.root))
			continue;
		complain("cannot write %s", path);
		ok = false;
	}
	return ok;
}

/* What is about to happen, before it happens. */
static void
announce(const struct audit *a)
{
	const struct target *t = &a->target;
	int up = 0;

	if (a->options->quiet)
		return;
	fprintf(stderr, "%s: %zu cases of profile %s, seed %llu, report in %s\n", t->host,
	    a->job_count, a->options->profile, (unsigned long long)a->seed, a->out);
	if (a->budget.conns_per_minute > 0)
		fprintf(stderr, "budget: %u accounts, %u mails, %u connections a minute\n",
		    a->budget.accounts, a->budget.mails, a->budget.conns_per_minute);
	for (int p = 0; p < PORTS; p++)
		up += t->reachable[p];
	if (up == 0)
		complain("no port of %s answers; nothing can be decided", t->host);
}

static int
audit_words(const struct options *o, int argc, char **argv)
{
	static struct audit a;
	enum exit_code code = audit_prepare(&a, o, o->words[0], o->words + 1, (size_t)(o->n - 1));

	if (code == EXIT_CONFORMS)
		code = audit_open_output(&a);
	if (code == EXIT_CONFORMS)
		code = audit_stand_in(&a);
	if (code != EXIT_CONFORMS) {
		audit_free(&a);
		return (int)code;
	}
	audit_connect(&a);
	announce(&a);
	progress_begin(
	    &a.progress, o->quiet, o->verbose > 0, command_colour(o->colour, STDERR_FILENO));
	code = audit_run(&a, argc, argv);
	if (!write_reports(&a))
		code = EXIT_INTERNAL;
	struct report_style style = { .colour = command_colour(o->colour, STDOUT_FILENO),
		.quiet = o->quiet,
		.verbose = o->verbose > 0,
		.out = a.out };
	if (!report_text(a.record.root, stdout, &style))
		code = EXIT_INTERNAL;
	if (!o->quiet)
		fprintf(stderr, "report: %s/report.html\n", a.out);
	audit_free(&a);
	return (int)code;
}

int
cmd_audit(int argc, char **argv)
{
	struct options o;

	if (!options_parse(&o, argc, argv, allowed))
		return EXIT_USAGE;
	if (o.help) {
		printf("%s%s", help, command_target_help);
		return EXIT_CONFORMS;
	}
	if (o.n < 1)
		return complain("audit: which relay? relayspec audit HOST [SELECTOR...]");
	return audit_words(&o, argc, argv);
}
