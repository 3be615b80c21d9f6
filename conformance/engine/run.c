/* The sticky verdict, memory, words and time of one attempt.  No sockets. */
#include "conformance/engine/run.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ARENA_OCTETS = 1 << 30 };

int64_t
run_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static uint64_t
mix(uint64_t x)
{
	x ^= x >> 30;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	x ^= x >> 27;
	x *= UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

uint64_t
run_random(struct run *r)
{
	r->random += UINT64_C(0x9e3779b97f4a7c15);
	return mix(r->random);
}

void
run_word(struct run *r, char word[TOKEN_OCTETS])
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	uint64_t a = run_random(r), b = run_random(r);

	for (size_t i = 0; i < TOKEN_OCTETS - 1; i++) {
		word[i] = alphabet[(i < 8 ? a : b) % 32];
		if (i < 8)
			a /= 32;
		else
			b /= 32;
	}
	word[TOKEN_OCTETS - 1] = '\0';
}

void
run_init(struct run *r, const struct attempt_plan *plan, struct outcome *out)
{
	*r = (struct run){ .plan = plan, .out = out, .random = plan->seed };
	*out = (struct outcome){ .kind = OUTCOME_PASS };
	arena_init(&r->arena, ARENA_OCTETS);
	for (const char *p = plan->id; p != NULL && *p != '\0'; p++)
		r->random = mix(r->random ^ (uint8_t)*p);
	r->random = mix(r->random ^ ((uint64_t)plan->number << 1) ^ (plan->twin ? 1 : 0));
	run_word(r, r->token);
}

void
run_end(struct run *r)
{
	arena_free(&r->arena);
}

void *
run_take(struct run *r, size_t n)
{
	void *p = arena_take(&r->arena, n > 0 ? n : 1);

	if (p == NULL) {
		fprintf(stderr, "relayspec: %s wants more than %d octets in one attempt\n",
		    r->plan->id != NULL ? r->plan->id : "a case", ARENA_OCTETS);
		abort();
	}
	return p;
}

struct span
run_keep(struct run *r, struct span s)
{
	uint8_t *p = run_take(r, s.n + 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return SPAN_OF(p, s.n);
}

PRINTF_LIKE(2, 0)
static char *
format(struct run *r, const char *fmt, va_list args, size_t *n)
{
	va_list again;

	va_copy(again, args);
	int need = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	*n = need > 0 ? (size_t)need : 0;
	char *p = run_take(r, *n + 1);
	vsnprintf(p, *n + 1, fmt, args);
	return p;
}

const char *
run_text(struct run *r, const char *fmt, ...)
{
	va_list args;
	size_t n;

	va_start(args, fmt);
	char *p = format(r, fmt, args, &n);
	va_end(args);
	return p;
}

struct span
run_span(struct run *r, const char *fmt, ...)
{
	va_list args;
	size_t n;

	va_start(args, fmt);
	char *p = format(r, fmt, args, &n);
	va_end(args);
	return SPAN_OF(p, n);
}

const char *
run_token(struct run *r)
{
	return r->token;
}

const char *
run_upper(struct run *r, const char *text)
{
	struct span s = span_str(text);
	char *copy = run_take(r, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		copy[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]);
	return copy;
}

void
run_made(struct run *r, const char *address)
{
	snprintf(r->out->made, sizeof(r->out->made), "%s", address);
}

bool
run_ok(const struct run *r)
{
	return !r->decided;
}

int64_t
run_deadline(const struct run *r, unsigned seconds)
{
	double scale = r->plan->timeout_scale > 0 ? r->plan->timeout_scale : 1;

	return run_now_us() + (int64_t)(seconds * 1e6 * scale);
}

static void
put_visible(const struct run *r, char *to, size_t cap, struct span s)
{
	struct buf b;
	size_t most = cap / 4;

	/* Visible text takes at most five characters an octet; "..." marks a cut. */
	buf_init(&b, to, cap - 1);
	transcript_show(&r->log, &b, s, s.n < most ? s.n : most);
	if (s.n > most)
		buf_put_str(&b, "...");
	to[b.n] = '\0';
}

void
run_decide(struct run *r, enum outcome_kind kind, const char *cause, const char *stage,
    const char *expected, struct span actual)
{
	struct outcome *o = r->out;

	if (r->decided)
		return;
	r->decided = true;
	o->kind = kind;
	snprintf(o->cause, sizeof(o->cause), "%s", cause);
	snprintf(o->stage, sizeof(o->stage), "%s", stage != NULL ? stage : "");
	snprintf(o->expected, sizeof(o->expected), "%s", expected != NULL ? expected : "");
	put_visible(r, o->actual, sizeof(o->actual), actual);
	transcript_note(&r->log, 0, "verdict %s%s%s at %s: expected %s; got %s",
	    kind == OUTCOME_FAIL           ? "FAIL"
		: kind == OUTCOME_NA       ? "NA"
		: kind == OUTCOME_INTERNAL ? "INTERNAL"
					   : "INCONCLUSIVE",
	    cause[0] != '\0' ? " " : "", cause, o->stage[0] != '\0' ? o->stage : "-",
	    o->expected[0] != '\0' ? o->expected : "-", o->actual);
}

void
run_name_variant(struct run *r, const char *name)
{
	size_t n = strlen(r->out->expected);

	if (!run_ok(r))
		snprintf(
		    r->out->expected + n, sizeof(r->out->expected) - n, " (variant: %s)", name);
}

void
run_disappoint(
    struct run *r, enum mood mood, const char *stage, const char *expected, struct span actual)
{
	if (mood == MOOD_NEED)
		run_decide(r, OUTCOME_INCONCLUSIVE, "setup", stage, expected, actual);
	else
		run_decide(r, OUTCOME_FAIL, "", stage, expected, actual);
}

void
run_throttled(struct run *r, const char *stage, const char *expected, struct span actual)
{
	run_decide(r, OUTCOME_INCONCLUSIVE, "throttled", stage, expected, actual);
}

void
run_internal(struct run *r, const char *fmt, ...)
{
	va_list args;
	size_t n;

	va_start(args, fmt);
	char *p = format(r, fmt, args, &n);
	va_end(args);
	run_decide(r, OUTCOME_INTERNAL, "internal", "", "", SPAN_OF(p, n));
}

void
run_inconclusive(struct run *r, const char *cause, const char *why, ...)
{
	va_list args;
	size_t n;

	va_start(args, why);
	char *p = format(r, why, args, &n);
	va_end(args);
	run_decide(r, OUTCOME_INCONCLUSIVE, cause, "", "", SPAN_OF(p, n));
}

void
run_not_applicable(struct run *r, const char *why)
{
	run_decide(r, OUTCOME_NA, "not-offered", "", "", span_str(why));
}

void
expect_true(struct run *r, bool ok, const char *expected, const char *actual, ...)
{
	va_list args;
	size_t n;

	if (ok || r->decided)
		return;
	va_start(args, actual);
	char *p = format(r, actual, args, &n);
	va_end(args);
	run_disappoint(r, MOOD_EXPECT, "", expected, SPAN_OF(p, n));
}

void
need_true(struct run *r, bool ok, const char *what)
{
	if (!ok)
		run_disappoint(r, MOOD_NEED, "", what, SPAN("it is not so"));
}
