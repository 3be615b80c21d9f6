/* Plays one case or its twin and says what it saw.  Does not choose accounts,
 * does not repeat, does not write reports. */
#include "conformance/engine/attempt.h"

#include "conformance/engine/hook.h"
#include "conformance/engine/run.h"
#include "conformance/wire/b64c.h"
#include "conformance/wire/dnsc.h"
#include "conformance/wire/linkc.h"
#include "conformance/wire/sinkc.h"

#include <errno.h>
#include <string.h>

const struct account *
account(struct run *r, unsigned i)
{
	static const struct account nobody = { "", "" };

	if (i < r->plan->test->accounts && r->plan->accounts != NULL)
		return &r->plan->accounts[i];
	run_internal(
	    r, "the case declares %u accounts and asks for number %u", r->plan->test->accounts, i);
	return &nobody;
}

const struct account *
fresh_account(struct run *r, unsigned i)
{
	static const struct account nobody = { "", "" };

	if (i < r->plan->test->fresh && r->plan->fresh != NULL)
		return &r->plan->fresh[i];
	run_internal(r, "the case declares %u fresh accounts and asks for number %u",
	    r->plan->test->fresh, i);
	return &nobody;
}

const char *
run_domain(struct run *r)
{
	return r->plan->target->domain;
}

bool
run_offers(struct run *r, enum port p)
{
	return r->plan->target->port[p] != 0 && r->plan->target->reachable[p];
}

const char *
sender(struct run *r)
{
	return account(r, 0)->address;
}

const char *
recipient(struct run *r)
{
	return account(r, 1)->address;
}

int64_t
attempt_limit(const char *name, bool *known)
{
	static const struct limit {
		const char *name;
		int64_t value;
	} limits[] = {
#define LIMIT(limit_name, value) { limit_name, value },
#include "limits.inc"
#undef LIMIT
		{ NULL, 0 },
	};

	for (const struct limit *l = limits; l->name != NULL; l++)
		if (strcmp(l->name, name) == 0) {
			*known = true;
			return l->value;
		}
	*known = false;
	return 0;
}

int64_t
limit_number(struct run *r, const char *name)
{
	bool known;
	int64_t value = attempt_limit(name, &known);

	if (!known)
		run_internal(r, "no limit is called %s in spec/limits.tsv", name);
	return value;
}

static void
hide(struct run *r, const struct account *a, unsigned n)
{
	for (unsigned i = 0; a != NULL && i < n; i++) {
		struct span plain = run_span(r, "%c%s%c%s", 0, a[i].address, 0, a[i].password);
		transcript_secret(&r->log, b64c_encode(&r->arena, plain));
		transcript_secret(&r->log, span_str(a[i].password));
	}
}

const struct vantage vantages[VANTAGES] = {
	{ "push", "--push-listen" },
	{ "turn", "--turn-secret" },
	{ "names", "--dns-listen" },
	{ "sinks", "--sink-port" },
	{ "pair", "--pair" },
	{ "records", "--zone, on loopback" },
	{ "clock", "--hook" },
	{ "clock-back", "--hook" },
	{ "crash", "--hook" },
	{ "disk", "--hook" },
	{ "logs", "--hook" },
};

unsigned
target_lends(const struct target *t)
{
	return (t->proxy != NULL ? NEED_PUSH : 0U) | (t->turn_secret != NULL ? NEED_TURN : 0U) |
	    (t->zone != NULL ? NEED_NAMES : 0U) | (t->sinks != NULL ? NEED_OUT : 0U) |
	    (t->pair != NULL ? NEED_PAIR : 0U) | (t->records ? NEED_RECORDS : 0U) |
	    (t->hook != NULL ? t->hook->lends : 0U);
}

bool
run_has(struct run *r, unsigned needs)
{
	return ((needs & ~target_lends(r->plan->target)) >> PORTS) == 0;
}

static void
check_needs(struct run *r)
{
	static const unsigned bit[PORTS] = { NEED_SUBMISSIONS, NEED_SUBMISSION, NEED_IMAPS,
		NEED_IMAP, NEED_HTTPS, NEED_HTTP, NEED_SMTP };
	const struct target *t = r->plan->target;

	for (unsigned p = 0; p < PORTS; p++)
		if ((r->plan->test->needs & bit[p]) != 0 && (t->port[p] == 0 || !t->reachable[p]))
			run_decide(r, OUTCOME_INCONCLUSIVE, "unreachable", "connect",
			    run_text(r, "a relay that answers on the %s port", port_name[p]),
			    SPAN("no answer during discovery"));
	if ((r->plan->test->needs & ~target_lends(t)) >> PORTS != 0)
		run_not_applicable(r, "this needs what only the operator can give");
}

void
attempt_play(const struct attempt_plan *plan, struct outcome *out)
{
	struct run r;
	int64_t began = run_now_us();
	void (*play)(struct run *) = plan->twin ? plan->test->twin : plan->test->play;

	run_init(&r, plan, out);
	if (transcript_open(&r.log, plan->transcript) != 0)
		run_internal(&r, "cannot write %s: %s", plan->transcript, strerror(errno));
	hide(&r, plan->accounts, plan->test->accounts);
	hide(&r, plan->fresh, plan->test->fresh);
	transcript_note(
	    &r.log, 0, "%s%s, attempt %u", plan->id, plan->twin ? " (twin)" : "", plan->number);
	check_needs(&r);
	if (play == NULL)
		run_internal(&r, "the case has no %s", plan->twin ? "twin" : "play");
	else if (run_ok(&r))
		play(&r);
	linkc_close_all(&r);
	sinkc_end(&r);
	dnsc_end(&r);
	out->took_us = run_now_us() - began;
	if (run_ok(&r))
		transcript_note(&r.log, 0, "verdict PASS");
	transcript_close(&r.log);
	run_end(&r);
}
