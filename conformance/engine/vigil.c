/* The plan, the relay and the clock brought together; one visit at a time. */
#include "conformance/engine/vigil.h"

#include "conformance/engine/discover.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

enum { MEMORY = 256 << 20, WAKE_MS = 60000, THROTTLED_TRIES = 4 };

static volatile sig_atomic_t interrupted;

static void
note_signal(int number)
{
	(void)number;
	interrupted = 1;
}

void
vigil_catch(void)
{
	struct sigaction action = { .sa_handler = note_signal, .sa_flags = (int)SA_RESETHAND };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

bool
vigil_interrupted(void)
{
	return interrupted != 0;
}

bool
vigil_paths(struct vigil *v, const struct options *o)
{
	v->options = *o;
	if (o->plan == NULL) {
		complain("which plan? --plan FILE");
		return false;
	}
	int n = snprintf(v->path, sizeof(v->path), "%s", o->plan);
	int k = o->key != NULL ? snprintf(v->key, sizeof(v->key), "%s", o->key)
			       : snprintf(v->key, sizeof(v->key), "%s.key", o->plan);
	if (n < 1 || n > 4000 || k > 4100) {
		complain("--plan, --key: the path is empty or too long");
		return false;
	}
	return true;
}

/* What the plan says of the relay, unless the user says otherwise. */
static void
complete_options(struct vigil *v)
{
	struct options *o = &v->options;
	const struct plan *p = &v->plan;

	if (o->domain == NULL)
		o->domain = p->domain;
	o->insecure = o->insecure || p->insecure;
	for (int i = 0; i < PORTS; i++)
		if (o->port[i] == -1)
			o->port[i] = p->port[i];
}

enum exit_code
vigil_prepare(struct audit *a, const struct options *o, const char *host)
{
	static const struct test_case none = {
		.text = "deletion", .needs = NEED_MAIL, .accounts = 1
	};
	static struct entry entry;

	entry = entry_without_law("PLAN", "retention", &none);
	a->entries = &entry;
	a->entry_count = 1;
	return audit_prepare(a, o, host, NULL, 0);
}

enum exit_code
vigil_read(struct vigil *v, bool write)
{
	char error[LEDGER_ERROR];

	arena_init(&v->arena, MEMORY);
	if (!seal_read(&v->plan.seal, v->key, error, sizeof(error)) ||
	    !plan_open(&v->plan, &v->arena, v->path, write, error, sizeof(error)))
		return (enum exit_code)complain("%s", error);
	if (when_utc_ms() + 2000 < v->plan.last_ms)
		return (enum exit_code)complain(
		    "%s was added to later than it is now; set the clock of this machine", v->path);
	complete_options(v);
	return EXIT_CONFORMS;
}

enum exit_code
vigil_connect(struct vigil *v)
{
	enum exit_code code = vigil_prepare(&v->audit, &v->options, v->plan.host);

	if (code == EXIT_CONFORMS)
		code = audit_open_output(&v->audit);
	if (code == EXIT_CONFORMS)
		audit_connect(&v->audit);
	bucket_init(&v->mails, MAILS_PER_MINUTE, MAILS_BURST);
	return code;
}

void
vigil_close(struct vigil *v)
{
	plan_close(&v->plan);
	audit_free(&v->audit);
	arena_free(&v->arena);
}

bool
vigil_sleep(struct vigil *v, int64_t until_ms)
{
	/* In steps: a machine that was suspended wakes up at another time. */
	for (;;) {
		int64_t left = until_ms - plan_now(&v->plan);
		if (vigil_interrupted() || left <= 0)
			return !vigil_interrupted();
		left = left < WAKE_MS ? left : WAKE_MS;
		struct timespec t = { left / 1000, left % 1000 * 1000000 };
		nanosleep(&t, NULL);
	}
}

static bool
pace(struct vigil *v, enum visit what)
{
	struct bucket *connections = &v->audit.connections;
	int64_t now = when_us();
	int64_t a = bucket_when(connections, visit_connections(what), now);
	/* Who plants sends from an account of its own; only the one who asks sends again and again. */
	unsigned sent = what == VISIT_MAIL ? visit_mails(what) : 0;
	int64_t b = bucket_when(&v->mails, sent, now);
	int64_t left = (a > b ? a : b) - now;

	if (left > 0 && !vigil_sleep(v, plan_now(&v->plan) + left / 1000 + 1))
		return false;
	now = when_us();
	bucket_take(connections, visit_connections(what), now);
	bucket_take(&v->mails, sent, now);
	return !vigil_interrupted();
}

/* A relay that did not answer at first may do so weeks later. */
static void
look_for_ports(struct vigil *v)
{
	const struct target *t = &v->audit.target;

	if (!t->reachable[PORT_IMAPS] || !t->reachable[PORT_SUBMISSIONS])
		discover_ports(&v->audit.target, v->options.timeout_scale);
}

const struct visited *
vigil_visit(struct vigil *v, const struct plan_account *who, enum visit what,
    const struct account *as, struct outcome *out)
{
	int64_t wait_ms = v->audit.backoff_us / 1000;

	for (unsigned i = 0;; i++, wait_ms *= 2) {
		if (!pace(v, what))
			return NULL;
		look_for_ports(v);
		const struct visited *seen = visit_play(&v->audit, &v->plan, who, what, as, out);
		if (i == THROTTLED_TRIES || strcmp(out->cause, "throttled") != 0)
			return seen;
		if (!vigil_sleep(v, plan_now(&v->plan) + wait_ms))
			return NULL;
	}
}
