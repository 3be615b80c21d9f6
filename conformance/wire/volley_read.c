/* Opening a volley's sessions, and what became of its messages: which of them is
 * the one that was told of when, and is it whole?  What they show is judged here
 * for cases; `relayspec latency` judges for itself. */
#include "conformance/engine/quantile.h"
#include "conformance/wire/volley.h"

#include <string.h>

enum { NOOPS = 3, LATE_SHARE = 100 };

/* ---- opening ----------------------------------------------------------------- */

static struct volley_box *
box_of(struct volley *v, const struct account *owner)
{
	for (size_t i = 0; i < v->boxes; i++)
		if (strcmp(v->box[i].owner->address, owner->address) == 0)
			return &v->box[i];
	struct volley_box *b = &v->box[v->boxes++];
	*b = (struct volley_box){ .owner = owner, .imap = imapc_inbox(v->run, owner) };
	int64_t n = imapc_number(b->imap, "EXISTS");
	b->exists = n > 0 ? (uint32_t)n : 0;
	return b;
}

static void
time_noops(struct volley *v)
{
	v->smtp_us = v->imap_us = INT64_MAX;
	for (int i = 0; i < NOOPS && run_ok(v->run); i++) {
		int64_t began = run_now_us();
		smtpc_send(v->sender[0].smtp, "NOOP");
		need_reply(v->sender[0].smtp, "250");
		int64_t between = run_now_us();
		need_imap(v->box[0].imap, "OK", "NOOP");
		int64_t ended = run_now_us();
		v->smtp_us = between - began < v->smtp_us ? between - began : v->smtp_us;
		v->imap_us = ended - between < v->imap_us ? ended - between : v->imap_us;
	}
}

struct volley *
volley_open(struct run *r, const struct volley_lane *lanes, size_t n)
{
	struct volley *v = run_take(r, sizeof(*v));

	*v = (struct volley){ .run = r, .senders = n };
	v->sender = run_take(r, n * sizeof(v->sender[0]));
	v->box = run_take(r, n * sizeof(v->box[0]));
	for (size_t i = 0; i < n; i++) {
		struct volley_box *b = box_of(v, lanes[i].to);
		v->sender[i] = (struct volley_sender){ .from = lanes[i].from,
			.box = b,
			.smtp = smtpc_login(r, lanes[i].from),
			.reply = SPAN("") };
	}
	if (n > 0)
		time_noops(v);
	return v;
}

int64_t
volley_smtp_us(const struct volley *v)
{
	return v->smtp_us;
}

int64_t
volley_imap_us(const struct volley *v)
{
	return v->imap_us;
}

void
volley_watch(
    struct volley *v, bool (*watch)(void *context, const struct shot *s, size_t n), void *context)
{
	v->watch = watch;
	v->context = context;
}

/* ---- reading -------------------------------------------------------------------- */

static void
assign(struct volley *v, struct volley_box *b, uint32_t number, struct span body)
{
	for (size_t i = 0; i < v->shots; i++) {
		struct shot *s = &v->shot[i];
		if (v->sender[s->lane].box != b || s->whole ||
		    span_search(body, span_str(s->mark)) == body.n)
			continue;
		s->whole = span_eq(mail_body(body), mail_body(s->mail));
		if (number <= b->exists && number - b->before - 1 < b->cap)
			s->told_us = b->told[number - b->before - 1];
		return;
	}
}

static int64_t
greater(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* b->exists stays what was told while the session idled: what comes to light now came too late. */
static void
read_box(struct volley *v, struct volley_box *b)
{
	uint32_t uid;
	struct span body;
	int64_t there = b->exists;

	imapc_raw(b->imap, SPAN("DONE\r\n"));
	need_imap_tagged(b->imap, "OK");
	there = greater(there, imapc_number(b->imap, "EXISTS"));
	need_imap(b->imap, "OK", "NOOP");
	there = greater(there, imapc_number(b->imap, "EXISTS"));
	if (there > (int64_t)b->before)
		need_imap(
		    b->imap, "OK", "FETCH %u:%u (UID BODY.PEEK[])", b->before + 1, (unsigned)there);
	for (size_t i = 0; run_ok(v->run) && i < imapc_lines(b->imap); i++) {
		int64_t number = span_number(imapc_line(b->imap, i), 0);
		if (number > (int64_t)b->before && number <= there &&
		    imapc_fetched(imapc_line(b->imap, i), &uid, &body))
			assign(v, b, (uint32_t)number, body);
	}
	b->exists = (uint32_t)there;
}

void
volley_read(struct volley *v)
{
	for (size_t i = 0; i < v->boxes; i++)
		if (!v->box[i].lost)
			read_box(v, &v->box[i]);
}

int64_t
shot_latency(const struct shot *s)
{
	return s->whole && s->told_us >= 0 ? s->told_us - s->due_us : INT64_MAX;
}

void
shots_spread(struct run *r, struct shot *s, size_t n, unsigned lanes, int64_t every_us)
{
	for (size_t i = 0; i < n; i++)
		s[i] = (struct shot){ .lane = (unsigned)(i % lanes),
			.due_us =
			    (int64_t)i * every_us + (int64_t)(run_random(r) % (uint64_t)every_us) };
}

/* ---- judging, for cases ------------------------------------------------------------ */

int64_t
volley_pace_us(struct run *r, unsigned here_ms, unsigned elsewhere_ms)
{
	return (r->plan->target->loopback ? here_ms : elsewhere_ms) * INT64_C(1000);
}

void
need_vantage(struct run *r)
{
	int64_t rtt = r->plan->target->rtt_us, most = limit_number(r, "vantage_rtt_ms") * 1000;

	if (rtt > most)
		run_inconclusive(
		    r, "vantage", "a connection takes %lld ms from here", (long long)(rtt / 1000));
}

/* What holds the judge up makes a latency longer, by as much at most, and never shorter.  So a message
 * that was on time all the same was on time; one that was late by less may not have been, and the
 * verdict stands when it is the same both ways. */
void
expect_prompt(struct run *r, double q, int64_t limit_us, const struct shot *s, size_t n)
{
	int64_t *took = run_take(r, (n + 1) * sizeof(*took));
	size_t samples = 0, throttled = 0, late = 0, excused = 0;

	for (size_t i = 0; i < n; i++) {
		throttled += s[i].throttled ? 1 : 0;
		if (s[i].throttled)
			continue;
		took[samples] = shot_latency(&s[i]);
		late += took[samples] > limit_us ? 1 : 0;
		excused +=
		    took[samples] > limit_us && took[samples] - s[i].held_us <= limit_us ? 1 : 0;
		samples++;
	}
	if (throttled * LATE_SHARE > n)
		run_inconclusive(r, "throttled", "%zu of %zu messages were too many for the relay",
		    throttled, n);
	if (quantile_decide(samples, late, q, QUANTILE_ALPHA) !=
	    quantile_decide(samples, late - excused, q, QUANTILE_ALPHA))
		run_inconclusive(r, "timing",
		    "%zu of %zu late messages were not but for what held the judge up", excused,
		    late);
	expect_quantile(r, q, limit_us, took, samples);
}
