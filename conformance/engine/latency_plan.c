/* The plan of a latency run.  Draws the schedule, a jittered grid; sends nothing. */
#include "conformance/engine/latency_plan.h"

#include "conformance/engine/complain.h"
#include "conformance/engine/digest.h"
#include "conformance/engine/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SAMPLES = 10, ROUNDS = 6 };

/* How the samples of a block correlate at least; `make statistics` simulates what it is good for. */
static const double RHO_LEAST = 0.05;
static const char RHO_TEXT[] = "0.05";

static const char rules[] =
    "Latency counts from when a message was due to when an idling session was told of it, on one "
    "monotonic clock; what did not come within the cut-off, or did not come whole, is late. "
    "Exact one-sided binomial tests, alpha 0.05 in all: two looks at half of it each, the claims "
    "of "
    "a look by Holm. Samples count as n over the design effect of late counts in blocks or in "
    "rounds, whichever is greater; above 3 these are the trials. Inconclusive: more than 1 % "
    "throttled, more than 1 % under way "
    "while the judge was held up for 50 ms, a connection that takes more than 200 ms.";

/* splitmix64; Steele, Lea, Flood 2014 */
static uint64_t
draw(uint64_t *state)
{
	uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

unsigned
latency_plan_block(const struct latency_plan *p, unsigned block)
{
	return p->samples * block / p->blocks;
}

unsigned
latency_plan_round(const struct latency_plan *p, unsigned round)
{
	return latency_plan_block(p, p->blocks / p->rounds * round);
}

static void
draw_schedule(struct latency_plan *p)
{
	uint64_t state = p->seed, every = UINT64_C(60000000) / p->per_minute;

	for (unsigned look = 0; look < CLAIM_LOOKS; look++)
		for (unsigned round = 0; round < p->rounds; round++) {
			unsigned first = latency_plan_round(p, round);
			for (unsigned i = first; i < latency_plan_round(p, round + 1); i++)
				p->due_us[look * p->samples + i] =
				    (int64_t)((i - first) * every + draw(&state) % every);
		}
}

/* "0.95,0.99" */
static bool
take_quantiles(struct latency_plan *p, const char *text)
{
	for (const char *at = text; p->claims < CLAIM_MOST; at++) {
		struct latency_claim *c = &p->claim[p->claims];
		size_t n = strcspn(at, ",");
		char *end;
		if (n == 0 || n >= sizeof(c->text) || (at[0] != '0' && at[0] != '.'))
			break;
		snprintf(c->text, sizeof(c->text), "%.*s", (int)n, at);
		c->quantile = strtod(c->text, &end);
		if (*end != '\0' || c->quantile < 0.5 || c->quantile > 0.9999)
			break;
		p->claims++;
		at += n;
		if (*at == '\0')
			return true;
	}
	complain("--quantile: `%s' is no list of at most %d shares from 0.5 to 0.9999, such as "
		 "0.95,0.99",
	    text, CLAIM_MOST);
	return false;
}

/* As many as can be of the same size, six at the most. */
static unsigned
whole_rounds(unsigned blocks)
{
	unsigned n = blocks < ROUNDS ? blocks : ROUNDS;

	while (n > 1 && blocks % n != 0)
		n--;
	return n;
}

bool
latency_plan_make(struct latency_plan *p, const struct options *o, uint64_t seed)
{
	memset(p, 0, sizeof(*p));
	p->samples = o->samples;
	p->blocks = o->blocks > 0 ? o->blocks : p->samples / BLOCK_SAMPLES;
	p->rounds = o->rounds > 0 ? o->rounds : whole_rounds(p->blocks);
	p->rho_least = RHO_LEAST;
	p->accounts = o->senders;
	p->per_minute = o->rate;
	p->sender_per_minute = o->sender_rate;
	p->warm_up = o->warm_up;
	p->limit_ms = o->limit_ms;
	p->cut_off_s = o->cut_off_s;
	p->pause_s = o->pause_s;
	p->seed = seed;
	if (!take_quantiles(p, o->quantiles))
		return false;
	if (p->blocks > p->samples) {
		complain("--blocks: %u blocks cannot be made of %u samples", p->blocks, p->samples);
		return false;
	}
	if (p->blocks % p->rounds != 0) {
		complain("--rounds: %u blocks are no whole number of blocks in each of %u rounds",
		    p->blocks, p->rounds);
		return false;
	}
	if (p->cut_off_s * 1000 <= p->limit_ms) {
		complain("--cut-off: %u s is not more than the limit of %u ms", p->cut_off_s,
		    p->limit_ms);
		return false;
	}
	if (p->per_minute > p->accounts * p->sender_per_minute) {
		complain("--rate: %u a minute from %u accounts is more than the relay grants, %u a "
			 "minute and account; --senders N or --sender-rate N",
		    p->per_minute, p->accounts, p->sender_per_minute);
		return false;
	}
	draw_schedule(p);
	return true;
}

static json_t *
number(unsigned n)
{
	return json_integer((json_int_t)n);
}

json_t *
latency_plan_json(const struct latency_plan *p, const struct target *t)
{
	json_t *claims = json_array(), *due = json_array(), *all = json_object();

	for (size_t i = 0; i < p->claims; i++)
		json_array_append_new(claims,
		    json_pack(
			"{s:s, s:i}", "quantile", p->claim[i].text, "limit_ms", (int)p->limit_ms));
	for (unsigned i = 0; i < CLAIM_LOOKS * p->samples; i++)
		json_array_append_new(due, json_integer((json_int_t)p->due_us[i]));
	json_object_set_new(all, "tool", json_string("relayspec " RELAYSPEC_VERSION));
	json_object_set_new(all, "host", json_string(t->host));
	json_object_set_new(all, "domain", json_string(t->domain));
	json_object_set_new(all, "rules", json_string(rules));
	json_object_set_new(all, "claims", claims);
	json_object_set_new(all, "looks", json_integer(CLAIM_LOOKS));
	json_object_set_new(all, "samples_per_look", number(p->samples));
	json_object_set_new(all, "blocks_per_look", number(p->blocks));
	json_object_set_new(all, "rounds_per_look", number(p->rounds));
	json_object_set_new(all, "rho_in_blocks_at_least", json_string(RHO_TEXT));
	json_object_set_new(all, "warm_up_per_round", number(p->warm_up));
	json_object_set_new(all, "accounts", number(p->accounts));
	json_object_set_new(all, "per_minute", number(p->per_minute));
	json_object_set_new(all, "sender_per_minute", number(p->sender_per_minute));
	json_object_set_new(all, "cut_off_s", number(p->cut_off_s));
	json_object_set_new(all, "pause_s", number(p->pause_s));
	json_object_set_new(all, "seed", json_integer((json_int_t)p->seed));
	json_object_set_new(all, "due_us", due);
	return all;
}

void
latency_plan_digest(const json_t *plan, char hex[65])
{
	char *text = json_dumps(plan, JSON_COMPACT | JSON_SORT_KEYS);
	struct digest *d = digest_begin();

	if (text != NULL)
		digest_add(d, span_str(text));
	digest_end(d, hex);
	free(text);
}
