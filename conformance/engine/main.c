/* relayspec: the judge of chatmail relays.  Picks the command. */
#include "conformance/engine/command.h"
#include "conformance/engine/complain.h"
#include "conformance/engine/version.h"

#include <stdio.h>
#include <string.h>

// clang-format off
static const struct {
	const char *name, *does;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "audit",   "play the cases against a relay and report",       cmd_audit },
	{ "list",    "requirements that have a case, and their cost",   cmd_list },
	{ "explain", "one requirement in full",                         cmd_explain },
	{ "ping",    "round trips of encrypted mail between accounts",  cmd_ping },
	{ "latency", "is mail announced in time, by exact statistics",  cmd_latency },
	{ "plant",   "begin an audit of deletion that lasts for months", cmd_plant },
	{ "verify",  "go on with it: look at what is due, report",      cmd_verify },
	{ "replay",  "one case of a finished run again, with its seed", cmd_replay },
	{ "report",  "run.json as text, HTML or JUnit",                 cmd_report },
};
// clang-format on

static void
usage(void)
{
	puts("usage: relayspec COMMAND ...   (relayspec COMMAND --help tells more)\n");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		printf("  %-8s %s\n", commands[i].name, commands[i].does);
	puts(
	    "\nExit codes: 0 conforms, 1 fails, 2 wrong usage, 3 undecided, 4 stale expectations,\n"
	    "5 pending, 70 internal error, 130 interrupted.");
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return complain("which command? relayspec --help lists them");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		usage();
		return EXIT_CONFORMS;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("relayspec " RELAYSPEC_VERSION);
		return EXIT_CONFORMS;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	return complain("no command `%s'; relayspec --help lists them", argv[1]);
}
