/* relayspec explain: one requirement, as the specification says it.  Sends nothing. */
#include "conformance/engine/attempt.h"
#include "conformance/engine/command.h"
#include "conformance/engine/complain.h"
#include "conformance/engine/evidence.h"
#include "conformance/engine/registry.h"
#include "conformance/engine/target.h"
#include "reports/report.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 78, LABEL = 10 };

static const char help[] =
    "usage: relayspec explain ID...\n"
    "\n"
    "What the requirement says, what conforms, where it comes from, why it matters,\n"
    "how a relay is put right, and what the case does.\n";

/* Word-wrapped behind a label; a line feed begins a new line. */
static void
put_field(const char *label, const char *s)
{
	size_t column = LABEL;
	bool blank = false;

	if (*s == '\0')
		return;
	printf("%-*s", (int)LABEL, label);
	while (*s != '\0') {
		size_t n = strcspn(s, " \n");
		if (column > LABEL && column + blank + n > WIDTH) {
			printf("\n%*s", (int)LABEL, "");
			column = LABEL;
			blank = false;
		}
		printf("%s%.*s", blank ? " " : "", (int)n, s);
		column += blank + n;
		s += n;
		blank = *s == ' ';
		if (*s == '\n') {
			printf("\n%*s", (int)LABEL, "");
			column = LABEL;
		}
		s += *s != '\0';
	}
	putchar('\n');
}

static void
put_case(const struct entry *e)
{
	const struct test_case *t = e->test;

	if (t == NULL) {
		put_field("Case", "none yet");
		return;
	}
	put_field("Case", t->text);
	printf("%-*s%s%u accounts, %u new addresses, %u mails, at most %u s%s\n", (int)LABEL,
	    "Cost",
	    evidence_by_hook(t) ? "runs last and alone; "
		: t->alone      ? "runs alone; "
				: "",
	    t->accounts, t->fresh, t->mails, t->seconds > 0 ? t->seconds : 20,
	    t->twin != NULL ? "; the twin costs the same again" : "");
	printf("%-*s", (int)LABEL, "Ports");
	for (int p = 0; p < PORTS; p++)
		if ((t->needs >> p & 1) != 0)
			printf("%s (%u) ", port_name[p], port_standard[p]);
	putchar('\n');
	for (int i = 0; i < VANTAGES; i++)
		if ((t->needs >> (PORTS + i) & 1) != 0)
			printf("%-*s%s (%s)\n", (int)LABEL, "Lent", vantages[i].name,
			    vantages[i].option);
	if (evidence_of(e)[0] != '\0') {
		char grade[200];
		snprintf(grade, sizeof(grade), "%s: %s", evidence_of(e),
		    report_evidence(evidence_of(e)));
		put_field("Evidence", grade);
	}
}

static void
put_entry(const struct entry *e)
{
	const struct requirement *r = &e->law;
	char area[64];

	printf("%s  %s  %s\n", r->id, level_name(r->level),
	    r->positive ? "wants acceptance" : "wants refusal; a twin must be accepted");
	put_field("Text", r->text);
	put_field("Conforms", r->accept);
	put_field("Why", r->why);
	put_field("Source", r->source);
	put_field("Profiles", r->profiles);
	put_field("Fix", r->fix);
	put_case(e);
	snprintf(area, sizeof(area), "%s", r->area);
	printf("%-*sconformance/cases/%s/%s.c\n", (int)LABEL, "File", area, r->id);
}

int
cmd_explain(int argc, char **argv)
{
	struct options o;

	if (!options_parse(&o, argc, argv, ""))
		return EXIT_USAGE;
	if (o.help) {
		fputs(help, stdout);
		return EXIT_CONFORMS;
	}
	if (o.n < 1)
		return complain("explain: which requirement? `relayspec list' shows the ids");
	for (int i = 0; i < o.n; i++) {
		const struct entry *e = registry_find(o.words[i]);
		if (e == NULL)
			return complain(
			    "no requirement `%s'; `relayspec list' shows the ids", o.words[i]);
	}
	for (int i = 0; i < o.n; i++) {
		if (i > 0)
			putchar('\n');
		put_entry(registry_find(o.words[i]));
	}
	return fflush(stdout) == 0 ? EXIT_CONFORMS : EXIT_INTERNAL;
}
