/* relayspec list: what would be played, and what it costs.  Sends nothing. */
#include "conformance/engine/attempt.h"
#include "conformance/engine/command.h"
#include "conformance/engine/complain.h"
#include "conformance/engine/evidence.h"
#include "conformance/engine/registry.h"
#include "conformance/engine/selector.h"
#include "conformance/engine/target.h"

#include <jansson.h>
#include <stdio.h>

enum { ENTRIES_MOST = 4096, SECONDS = 20 };

static const char help[] =
    "usage: relayspec list [SELECTOR...] [--profile NAME] [--json]\n"
    "\n"
    "Lists requirements that have a case: id, level, cost (accounts, new addresses,\n"
    "mails of one play), what is checked.  `+twin' marks a control dialogue, `alone'\n"
    "a case that runs while no other does, `hook' one that needs the operator's (--hook of\n"
    "audit); A, B or C is the grade of its evidence, see relayspec(1).  With --json `needs'\n"
    "are ports and what the operator has to lend.  Without --profile: of all profiles.\n";

static void
put_line(const struct entry *e)
{
	const char *grade = evidence_of(e);

	printf("%-32s %-6s %2u acc %2u new %3u mails%s%s%s%s%s  %s\n", e->law.id,
	    level_name(e->law.level), e->test->accounts, e->test->fresh, e->test->mails,
	    e->test->twin != NULL ? " +twin" : "      ", e->test->alone ? " alone" : "",
	    evidence_by_hook(e->test) ? " hook" : "", grade[0] != '\0' ? " " : "", grade,
	    e->test->text);
}

static json_t *
line_json(const struct entry *e)
{
	json_t *ports = json_array();

	for (int p = 0; p < PORTS; p++)
		if ((e->test->needs >> p & 1) != 0)
			json_array_append_new(ports, json_string(port_name[p]));
	for (int i = 0; i < VANTAGES; i++)
		if ((e->test->needs >> (PORTS + i) & 1) != 0)
			json_array_append_new(ports, json_string(vantages[i].name));
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:b, s:b, s:s, s:o}",
	    "id", e->law.id, "area", e->law.area, "level", level_name(e->law.level), "profiles",
	    e->law.profiles, "text", e->law.text, "check", e->test->text, "accounts",
	    (int)e->test->accounts, "fresh", (int)e->test->fresh, "mails", (int)e->test->mails,
	    "seconds", (int)(e->test->seconds > 0 ? e->test->seconds : SECONDS), "twin",
	    e->test->twin != NULL, "alone", e->test->alone, "evidence", evidence_of(e), "needs",
	    ports);
}

static int
put_all(const struct entry *all, size_t n, const bool *chosen, bool as_json)
{
	json_t *list = as_json ? json_array() : NULL;
	const char *area = "";

	for (size_t i = 0; i < n; i++) {
		if (!chosen[i])
			continue;
		if (as_json) {
			json_array_append_new(list, line_json(&all[i]));
			continue;
		}
		if (area != all[i].law.area && !span_eq(span_str(area), span_str(all[i].law.area)))
			printf("%s# %s\n", area[0] != '\0' ? "\n" : "", all[i].law.area);
		area = all[i].law.area;
		put_line(&all[i]);
	}
	if (as_json) {
		json_dumpf(list, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
		putchar('\n');
		json_decref(list);
	}
	return fflush(stdout) == 0 ? EXIT_CONFORMS : EXIT_INTERNAL;
}

int
cmd_list(int argc, char **argv)
{
	static bool chosen[ENTRIES_MOST];
	struct options o;
	const struct entry *all;
	size_t n = registry_entries(&all);
	char error[300];

	if (!options_parse(&o, argc, argv, "profile json"))
		return EXIT_USAGE;
	if (o.help) {
		fputs(help, stdout);
		return EXIT_CONFORMS;
	}
	bool named = false;
	for (int i = 1; i < argc; i++)
		named = named || span_starts(span_str(argv[i]), SPAN("--profile"));
	if (named && !profile_known(o.profile))
		return complain("--profile: no requirement belongs to `%s'", o.profile);
	if (n > ENTRIES_MOST)
		return EXIT_INTERNAL;
	if (!selector_choose(all, n, named ? o.profile : NULL, o.words, (size_t)o.n, chosen, error,
		sizeof(error)))
		return complain("%s", error);
	return put_all(all, n, chosen, o.json);
}
