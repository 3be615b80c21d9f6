/* relayspec plant: begins a deletion audit, or goes on with one that was
 * interrupted while it was planted. */
#include "conformance/engine/command.h"
#include "conformance/engine/vigil.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { EACH_MOST = 6, LEAST_SECONDS = 3 };

static const char help[] =
    "usage: relayspec plant HOST --plan FILE [options]\n"
    "\n"
    "Begins a deletion audit that lasts for months: writes down which accounts will be looked\n"
    "at when, prints the SHA-256 of that, and puts messages into these accounts.  `relayspec\n"
    "verify' looks later.  Say it again after an interruption: it goes on.\n"
    "  --plan FILE            where it is written down; only ever added to\n"
    "  --key FILE             seals it and its passwords (FILE.key), is made\n"
    "  --retention P          messages are kept for P: 20d, 12h, 90m, 10s (20d)\n"
    "  --large P              large ones that were noticed (7d)\n"
    "  --inactive P           accounts nobody logs in to (90d)\n"
    "  --grace P              how much later all that may happen (25h)\n"
    "  --accounts N           for each date (6, or as many as the budget allows)\n"
    "  --budget B             accounts=6,mails=400,conns/min=20; on loopback more\n"
    "  --creds FILE           existing accounts that nobody uses: address password\n"
    "  --clock-offset S       lab use: the plan's clock is S seconds ahead\n"
    "  --out DIR              transcripts (relayspec-report)\n";

static const char allowed[] =
    "port-submissions port-submission port-imaps port-imap port-https port-http port-smtp "
    "domain insecure contact timeout-scale ciphertext plan key retention large inactive grace "
    "accounts budget creds clock-offset out quiet verbose";

static int64_t
term_ms(int64_t given, const char *limit)
{
	bool known;

	return 1000 * (given > 0 ? given : attempt_limit(limit, &known));
}

static struct terms
terms_of(const struct options *o)
{
	return (struct terms){ .retention_ms = term_ms(o->retention, "retention_s"),
		.large_ms = term_ms(o->large, "retention_large_s"),
		.inactive_ms = term_ms(o->inactive, "inactive_s"),
		.grace_ms = term_ms(o->grace, "retention_grace_s") };
}

/* As many accounts for each date as there may be; where even one is too many, dates are left out. */
static bool
choose_size(struct plan *p, const struct options *o, unsigned may, unsigned may_send)
{
	unsigned mails = 0;

	p->each = o->each > 0 ? o->each : EACH_MOST;
	while (o->each == 0 && p->each > 1 && plan_wants(p) > may)
		p->each--;
	for (unsigned g = GROUPS; o->each == 0 && g-- > 1 && plan_wants(p) > may;)
		p->left_out[g] = true;
	if (plan_wants(p) > may) {
		complain(
		    "this plan takes %u accounts, and %u are allowed; --budget accounts=%u or a "
		    "longer --creds file",
		    plan_wants(p), may, plan_wants(p));
		return false;
	}
	for (unsigned g = 0; g < GROUPS; g++)
		for (size_t k = 0; k < KINDS && !p->left_out[g]; k++)
			if (kinds[k].submitted && group_holds((enum group)g, k))
				mails += group_accounts((enum group)g, p->each);
	if (mails > may_send) {
		complain("this plan takes %u messages, and %u are allowed; --budget mails=%u",
		    mails, may_send, mails);
		return false;
	}
	return true;
}

static enum exit_code
draw_plan(struct vigil *v, const char *host)
{
	static struct audit a;
	struct options *o = &v->options;
	struct plan *p = &v->plan;
	char error[LEDGER_ERROR];
	bool known;
	enum exit_code code = vigil_prepare(&a, o, host);

	if (code != EXIT_CONFORMS)
		return code;
	*p = (struct plan){ .arena = &a.arena,
		.host = host,
		.domain = a.target.domain,
		.insecure = o->insecure,
		.terms = terms_of(o),
		.large_octets = attempt_limit("retention_large_octets", &known),
		.offset_s = o->clock_offset };
	if (p->terms.retention_ms < LEAST_SECONDS * 1000 ||
	    p->terms.large_ms < LEAST_SECONDS * 1000 || p->terms.inactive_ms < LEAST_SECONDS * 1000)
		return (enum exit_code)complain(
		    "periods below %d s leave no time to look before they end", LEAST_SECONDS);
	for (int i = 0; i < PORTS; i++)
		p->port[i] = o->port[i] == -1 ? port_standard[i] : o->port[i];
	if (!choose_size(p, o, a.accounts.fixed ? a.accounts.n : a.budget.accounts, a.budget.mails))
		return EXIT_USAGE;
	/* None of them is to be lent. */
	a.accounts.cap = a.accounts.n;
	unsigned n = plan_wants(p);
	struct account *drawn = arena_take(&a.arena, n * sizeof(*drawn));
	if (drawn == NULL || !accounts_fresh(&a.accounts, n, false, drawn))
		return (enum exit_code)complain("%u accounts cannot be had", n);
	if (!seal_make(&p->seal, v->key, error, sizeof(error)) ||
	    !plan_create(p, v->path, drawn, error, sizeof(error)))
		code = (enum exit_code)complain("%s", error);
	audit_free(&a);
	return code;
}

/* A plan that exists is not changed by options. */
static bool
agrees(const struct vigil *v, const struct options *o, const char *host)
{
	const struct terms *t = &v->plan.terms;
	const struct {
		const char *name;
		int64_t given, planned;
	} terms[] = { { "retention", o->retention * 1000, t->retention_ms },
		{ "large", o->large * 1000, t->large_ms },
		{ "inactive", o->inactive * 1000, t->inactive_ms },
		{ "grace", o->grace * 1000, t->grace_ms }, { "accounts", o->each, v->plan.each } };

	if (strcmp(v->plan.host, host) != 0) {
		complain("%s is a plan for %s", v->path, v->plan.host);
		return false;
	}
	if (o->domain != NULL && strcmp(o->domain, v->plan.domain) != 0) {
		complain("%s is a plan for the domain %s", v->path, v->plan.domain);
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(terms); i++)
		if (terms[i].given > 0 && terms[i].given != terms[i].planned) {
			complain("--%s: %s exists and says otherwise; a plan is never changed",
			    terms[i].name, v->path);
			return false;
		}
	return true;
}

static void
put_plan(const struct vigil *v, bool drawn)
{
	const struct plan *p = &v->plan;
	char plan_hex[65], file_hex[65];

	plan_digests(p, plan_hex, file_hex);
	printf("plan          %s%s\nkey           %s; keep both, nothing can be verified without\n",
	    v->path, drawn ? "" : " (goes on)", v->key);
	printf("relay         %s, addresses @%s\n", p->host, p->domain);
	printf("accounts      %zu: %u for each date\n", p->n, p->each);
	for (unsigned g = 0; g < GROUPS; g++)
		if (p->left_out[g])
			printf("left out      %s: the budget is too small\n",
			    group_text((enum group)g));
	if (p->moved)
		printf("LAB USE       the plan's clock is %lld s ahead\n", (long long)p->offset_s);
	printf("plan SHA-256  %s\n              publish it today: it shows later that nothing was "
	       "left out\n",
	    plan_hex);
	fflush(stdout);
}

static void
put_end(const struct vigil *v)
{
	char next[WHEN_ISO], plan_hex[65], file_hex[65];
	int64_t next_ms = vigil_next(&v->plan);

	plan_digests(&v->plan, plan_hex, file_hex);
	printf("planted       %zu accounts; file SHA-256 now %s\n", v->plan.n, file_hex);
	if (next_ms != INT64_MAX) {
		when_iso_at(next_ms, next);
		printf("first look    %s; from now on: relayspec verify --plan %s --due\n", next,
		    v->path);
	}
	fflush(stdout);
}

int
cmd_plant(int argc, char **argv)
{
	static struct vigil v;
	struct options o;

	if (!options_parse(&o, argc, argv, allowed))
		return EXIT_USAGE;
	if (o.help) {
		printf("%s%s", help, command_target_help);
		return EXIT_CONFORMS;
	}
	if (o.n != 1)
		return complain("plant: which relay? relayspec plant HOST --plan FILE");
	if (!vigil_paths(&v, &o))
		return EXIT_USAGE;
	bool drawn = access(v.path, F_OK) != 0 && errno == ENOENT;
	enum exit_code code = drawn ? draw_plan(&v, o.words[0]) : EXIT_CONFORMS;
	if (code == EXIT_CONFORMS)
		code = vigil_read(&v, true);
	if (code != EXIT_CONFORMS)
		return (int)code;
	if (!agrees(&v, &o, o.words[0]))
		return EXIT_USAGE;
	put_plan(&v, drawn);
	code = vigil_connect(&v);
	if (code != EXIT_CONFORMS)
		return (int)code;
	vigil_catch();
	code = vigil_plant(&v);
	if (code == EXIT_CONFORMS)
		put_end(&v);
	vigil_close(&v);
	return (int)code;
}
