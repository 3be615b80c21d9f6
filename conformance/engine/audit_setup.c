/* From the words of the user to a run that can start.  Everything that can be
 * wrong with the words is found in audit_prepare(), before the first packet. */
#include "conformance/engine/audit.h"
#include "conformance/engine/ciphertext.h"
#include "conformance/engine/discover.h"
#include "conformance/engine/selector.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

enum { MEMORY = 256 << 20, JOBS_LOOPBACK = 8, LENDABLE = 4000 };

/* What an address, a server name and run.json can hold: ASCII without blanks. */
static bool
is_domain(const char *s)
{
	for (size_t i = 0; s[i] != '\0'; i++)
		if (s[i] <= ' ' || s[i] > '~')
			return false;
	return s[0] != '\0';
}

static bool
set_target(struct audit *a, const char *host)
{
	const struct options *o = a->options;
	char error[300];

	a->target = (struct target){ .host = host,
		.domain = o->domain != NULL ? o->domain : host,
		.insecure = o->insecure,
		.contact = o->contact };
	discover_set_ports(&a->target, o->port);
	if (host[0] == '\0') {
		complain("the host is empty");
		return false;
	}
	if (!is_domain(a->target.domain)) {
		complain("--domain: the domain is empty or holds more than visible ASCII; an "
			 "international one is written xn--...");
		return false;
	}
	if (o->domain == NULL && discover_is_address(host)) {
		complain("%s is an address: --domain says what follows @ in the relay's addresses",
		    host);
		return false;
	}
	if (!discover_loopback(host, &a->target.loopback, error, sizeof(error))) {
		complain("%s", error);
		return false;
	}
	return true;
}

static bool
set_budget(struct audit *a)
{
	char error[300];

	a->budget = budget_default(a->target.loopback);
	if (a->options->budget != NULL &&
	    !budget_parse(a->options->budget, &a->budget, error, sizeof(error))) {
		complain("%s", error);
		return false;
	}
	unsigned n = a->budget.conns_per_minute;
	bucket_init(&a->connections, n > 2 ? n - n / 3 : n, n > 2 ? n / 3 : 1);
	return true;
}

/* Half of the accounts may be lent again and again, or as many as the neediest case wants; the
 * rest is for addresses that must be new. */
static bool
set_accounts(struct audit *a)
{
	unsigned share = a->budget.accounts / 2, neediest = 2;
	char error[4400];

	for (size_t i = 0; i < a->entry_count; i++)
		if (a->chosen[i] && a->entries[i].test->accounts > neediest)
			neediest = a->entries[i].test->accounts;
	if (share < neediest)
		share = neediest;
	if (share > a->budget.accounts)
		share = a->budget.accounts;
	if (share > LENDABLE || a->options->creds != NULL)
		share = LENDABLE;
	if (!accounts_init(&a->accounts, &a->arena, a->target.domain, a->budget.accounts, share)) {
		complain("out of memory");
		return false;
	}
	if (a->options->creds != NULL &&
	    !accounts_read(&a->accounts, a->options->creds, error, sizeof(error))) {
		complain("%s", error);
		return false;
	}
	return true;
}

static bool
set_jobs(struct audit *a, char *const *selectors, size_t n)
{
	char error[4400];
	size_t at = 0;

	a->chosen = arena_take(&a->arena, a->entry_count + 1);
	if (a->chosen == NULL)
		return false;
	if (!selector_choose(a->entries, a->entry_count, a->options->profile, selectors, n,
		a->chosen, error, sizeof(error))) {
		complain("%s", error);
		return false;
	}
	if (a->options->expect != NULL &&
	    !expectations_read(
		&a->arena, a->options->expect, &a->expectations, error, sizeof(error))) {
		complain("%s", error);
		return false;
	}
	for (size_t i = 0; i < a->entry_count; i++)
		a->job_count += a->chosen[i];
	a->jobs = arena_take(&a->arena, a->job_count * sizeof(a->jobs[0]));
	for (size_t i = 0; a->jobs != NULL && i < a->entry_count; i++) {
		if (!a->chosen[i])
			continue;
		struct job *j = &a->jobs[at++];
		j->entry = &a->entries[i];
		j->expected = expectations_find(&a->expectations, a->entries[i].law.id);
		course_begin(&j->course, a->entries[i].test->twin != NULL, a->options->repeat);
	}
	return a->jobs != NULL;
}

/* A run in which nothing counts could only succeed. */
static bool
something_counts(const struct audit *a)
{
	for (size_t i = 0; i < a->job_count; i++)
		if (a->jobs[i].entry->law.level <= a->options->level)
			return true;
	complain("no selected case is a MUST%s, so none would count; --level %s makes them count",
	    a->options->level == LEVEL_SHOULD ? " or SHOULD" : "",
	    a->options->level == LEVEL_SHOULD ? "may" : "should");
	return false;
}

static uint64_t
draw_seed(void)
{
	uint32_t seed = 1;

	if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		seed = 1;
	return seed;
}

enum exit_code
audit_prepare(
    struct audit *a, const struct options *o, const char *host, char *const *selectors, size_t n)
{
	a->options = o;
	a->play = attempt_play;
	a->out = o->out != NULL ? o->out : "relayspec-report";
	a->seed = o->seed_given ? o->seed : draw_seed();
	arena_init(&a->arena, MEMORY);
	if (a->entries == NULL)
		a->entry_count = registry_entries(&a->entries);
	if (strlen(a->out) > 4000)
		return (enum exit_code)complain("--out: the path is too long");
	if (!profile_known(o->profile))
		return (enum exit_code)complain(
		    "--profile: no requirement belongs to `%s'", o->profile);
	if (!set_jobs(a, selectors, n) || !something_counts(a) || !set_target(a, host) ||
	    !set_budget(a) || !set_accounts(a))
		return EXIT_USAGE;
	/* In all 15 or 75 seconds: more than a burst of 10 at one a second needs. */
	a->backoff_us = (a->target.loopback ? 1 : 5) * INT64_C(1000000);
	a->places = o->jobs > 0 ? o->jobs : a->target.loopback ? JOBS_LOOPBACK : 1;
	return EXIT_CONFORMS;
}

static bool
make_directory(const char *path)
{
	struct stat st;

	if (mkdir(path, 0755) == 0 || errno == EEXIST)
		return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	return false;
}

enum exit_code
audit_open_output(struct audit *a)
{
	char path[4200];

	snprintf(path, sizeof(path), "%s/transcripts", a->out);
	if (!make_directory(a->out) || !make_directory(path))
		return (enum exit_code)complain(
		    "cannot make the directory %s: %s; --out names another", a->out,
		    strerror(errno));
	snprintf(a->record.path, sizeof(a->record.path), "%s/run.json", a->out);
	return EXIT_CONFORMS;
}

void
audit_connect(struct audit *a)
{
	const char *error = "";

	discover_ports(&a->target, a->options->timeout_scale);
	if (a->target.pair != NULL)
		discover_ports(&a->pair, a->options->timeout_scale);
	if (!ciphertext_get(&a->arena, a->options->ciphertext, a->target.domain, &a->pgp, &error))
		complain(
		    "cannot make encrypted mail: %s; cases that need it are inconclusive", error);
}

void
audit_free(struct audit *a)
{
	audit_give_back(a);
	if (a->record.root != NULL)
		record_free(&a->record);
	arena_free(&a->arena);
}

struct once {
	struct outcome *out;
	bool done;
};

static void
once_done(void *context, void *tag, const struct worker_answer *answer)
{
	struct once *once = context;

	(void)tag;
	*once->out = answer->outcome;
	once->done = true;
}

void
audit_play_once(struct audit *a, const struct attempt_plan *plan, unsigned make, int64_t limit_us,
    struct outcome *out)
{
	struct once once = { .out = out };
	sigset_t none;

	sigemptyset(&none);
	workers_init(&a->workers, 1, a->play);
	if (!workers_start(&a->workers, plan, make, limit_us, NULL)) {
		memset(out, 0, sizeof(*out));
		out->kind = OUTCOME_INTERNAL;
		snprintf(out->actual, sizeof(out->actual), "the system gives no process");
		return;
	}
	while (!once.done)
		workers_wait(&a->workers, INT64_MAX / 2, &none, once_done, &once);
}
