/* latency.json: the plan, what was measured, sample by sample, and the verdicts.
 * Whatever happens to this process, the file is readable and says how far it came. */
#include "conformance/engine/latency.h"

#include "conformance/engine/digest.h"
#include "conformance/engine/safefile.h"
#include "conformance/engine/version.h"

#include <stdio.h>

static json_t *
integer(int64_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *
one_round(const struct latency_round *b)
{
	return json_pack("{s:i, s:s, s:i, s:i, s:i, s:i, s:i, s:i, s:I, s:I}", "look", (int)b->look,
	    "started", b->started, "samples", (int)b->samples, "late", (int)b->late, "throttled",
	    (int)b->throttled, "delayed", (int)b->delayed, "refused", (int)b->refused, "lost",
	    (int)b->lost, "smtp_noop_us", (json_int_t)b->smtp_us, "imap_noop_us",
	    (json_int_t)b->imap_us);
}

static json_t *
sample(const struct latency *l, const struct shot *s)
{
	json_t *o = json_object();

	json_object_set_new(o, "account", integer((int64_t)s->lane + 1));
	json_object_set_new(o, "due_us", integer(s->due_us));
	json_object_set_new(o, "sent_us", integer(s->sent_us));
	json_object_set_new(o, "replied_us", integer(s->replied_us));
	json_object_set_new(o, "told_us", integer(s->told_us));
	json_object_set_new(o, "code", integer(s->code));
	json_object_set_new(o, "whole", json_boolean(s->whole));
	json_object_set_new(o, "throttled", json_boolean(s->throttled));
	json_object_set_new(o, "delayed", json_boolean(s->delayed));
	json_object_set_new(o, "late", json_boolean(latency_late(l, s)));
	return o;
}

static json_t *
claim(const struct latency *l, size_t i)
{
	const struct claim_evidence *e = &l->evidence[i];
	int64_t low, high;
	json_t *o = json_object();

	json_object_set_new(o, "quantile", json_string(l->plan.claim[i].text));
	json_object_set_new(o, "limit_ms", integer(l->plan.limit_ms));
	json_object_set_new(o, "verdict", json_string(latency_verdict(l, i)));
	if (e->cluster.n == 0)
		return o;
	latency_bounds(l, i, &low, &high);
	json_object_set_new(o, "samples", integer((int64_t)e->cluster.n));
	json_object_set_new(o, "late", integer((int64_t)e->cluster.late));
	json_object_set_new(o, "rho", json_real(e->cluster.rho));
	json_object_set_new(o, "design_effect", json_real(e->cluster.deff));
	json_object_set_new(o, "scale", json_string(e->by_rounds ? "rounds" : "blocks"));
	json_object_set_new(o, "as_trials", json_boolean(e->as_trials));
	json_object_set_new(o, "counts_n", integer((int64_t)e->n));
	json_object_set_new(o, "counts_late_high", integer((int64_t)e->high));
	json_object_set_new(o, "counts_late_low", integer((int64_t)e->low));
	json_object_set_new(o, "p_pass", json_real(e->pass));
	json_object_set_new(o, "p_fail", json_real(e->fail));
	json_object_set_new(o, "low_us", low >= 0 ? integer(low) : json_null());
	json_object_set_new(
	    o, "high_us", high >= 0 && high != INT64_MAX ? integer(high) : json_null());
	return o;
}

static json_t *
accounts_left(const struct audit *a)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < a->accounts.n; i++)
		if (!a->accounts.list[i].given && a->accounts.list[i].used)
			json_array_append_new(
			    list, json_string(a->accounts.list[i].account.address));
	return list;
}

static bool
dump(FILE *f, const void *what)
{
	return json_dumpf(what, f, JSON_INDENT(1) | JSON_PRESERVE_ORDER) == 0 &&
	    fputc('\n', f) != EOF;
}

bool
latency_record_write(const struct latency *l, const struct audit *a, json_t *plan)
{
	char path[4200], build[65];
	json_t *all = json_object(), *claims = json_array(), *rounds = json_array(),
	       *samples = json_array();

	digest_file("/proc/self/exe", build);
	for (size_t i = 0; i < l->plan.claims; i++)
		json_array_append_new(claims, claim(l, i));
	for (unsigned i = 0; i < l->rounds; i++)
		json_array_append_new(rounds, one_round(&l->round[i]));
	for (unsigned i = 0; i < l->shots; i++)
		json_array_append_new(samples, sample(l, &l->shot[i]));
	json_object_set_new(all, "schema", json_string("relayspec-latency-1"));
	json_object_set_new(all, "tool",
	    json_pack("{s:s, s:s, s:s}", "name", "relayspec", "version", RELAYSPEC_VERSION,
		"build_sha256", build));
	json_object_set_new(all, "plan_sha256", json_string(l->plan_sha256));
	json_object_set_new(all, "complete", json_boolean(l->complete));
	json_object_set_new(all, "interrupted", json_boolean(l->interrupted));
	json_object_set_new(all, "reason_code", json_string(l->cause));
	json_object_set_new(all, "claims", claims);
	json_object_set_new(all, "vantage_connect_us", integer(a->target.rtt_us));
	json_object_set_new(all, "judge_floor_us",
	    json_pack("{s:I, s:I}", "median", (json_int_t)l->floor_us, "worst",
		(json_int_t)l->floor_worst_us));
	json_object_set_new(all, "accounts_left", accounts_left(a));
	json_object_set_new(all, "rounds", rounds);
	json_object_set_new(all, "samples", samples);
	json_object_set(all, "plan", plan);
	snprintf(path, sizeof(path), "%s/latency.json", a->out);
	bool good = safefile_write(path, dump, all);
	json_decref(all);
	if (!good)
		complain("cannot write %s; is the disk full?", path);
	return good;
}
