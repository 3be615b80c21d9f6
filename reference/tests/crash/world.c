/* The things and their text. */
#include "reference/tests/crash/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Occurs nowhere else; small letters, because it is a mail address, too. */
static const char mark[] = "qz7xk";
enum { MARK = sizeof(mark) - 1, DIGITS = 3, TEXTS = 32, TOKEN_OCTETS = 700, ADDRESS_OCTETS = 200 };

struct thing things[THINGS];
int n_things;
static int n_canaries;
static bool closed;

void
world_begin(void)
{
	n_things = 0;
	n_canaries = 0;
	closed = false;
}

void
world_close(void)
{
	closed = true;
}

int
world_canary(void)
{
	if (n_canaries == CANARIES)
		abort();
	return n_canaries++;
}

int
world_make(enum kind kind, int in, int canary)
{
	if (n_things == THINGS)
		abort();
	things[n_things] = (struct thing){ .kind = kind,
		.now = { false, in, canary, 0 },
		.next = { !closed, in, canary, 0 },
		.above = NOTHING,
		.body = NOTHING,
		.domain = NOTHING };
	return n_things++;
}

void
world_remove(int thing)
{
	things[thing].next.there = false;
	for (int i = 0; i < n_things; i++)
		if (things[i].next.there && things[i].next.in == thing)
			world_remove(i);
}

/* By itself, or with what it is in. */
static bool
is_due(const struct thing *t, const struct world_time *w)
{
	if (t->kind == COPY && w->now >= t->since + (t->size > 200000 ? w->keep_large : w->keep))
		return true;
	if (t->kind == ACCOUNT)
		return w->now >= t->since + w->keep_account;
	if (t->kind == TOKEN && w->now >= t->since + w->keep_token)
		return true;
	return t->now.in != NOTHING && is_due(&things[t->now.in], w);
}

void
world_expire(const struct world_time *w)
{
	for (int i = 0; i < n_things; i++)
		if (is_due(&things[i], w))
			things[i].next.there = false;
}

void
world_catch_up(const struct world_time *w)
{
	for (int i = 0; i < n_things; i++)
		if (is_due(&things[i], w))
			world_settle(i, false);
}

void
world_commit(void)
{
	for (int i = 0; i < n_things; i++) {
		struct thing *t = &things[i];
		if (t->vague)
			continue;
		if (t->kind == COPY && t->next.in != t->now.in)
			t->uid = 0;
		t->now = t->next;
	}
}

bool
world_may_be(int thing)
{
	return things[thing].now.there || things[thing].next.there;
}

bool
world_must_be(int thing)
{
	return things[thing].now.there && things[thing].next.there;
}

bool
world_is_in(int thing, int in)
{
	const struct thing *t = &things[thing];

	return (t->now.there && t->now.in == in) || (t->next.there && t->next.in == in);
}

void
world_settle(int thing, bool there)
{
	struct thing *t = &things[thing];

	t->now.there = t->next.there = there;
}

/* ---- text ----------------------------------------------------------------- */

static char *
text(void)
{
	static char texts[TEXTS][TEXT_MOST * 4];
	static unsigned n;

	return texts[n++ % TEXTS];
}

const char *
world_address(int account)
{
	char *s = text();

	sprintf(s, "%s%03d@chat.test", mark, things[account].now.canary);
	return s;
}

const char *
world_domain(int queued)
{
	char *s = text();

	sprintf(s, "%s%03d.far.test", mark, things[queued].domain);
	return s;
}

/* Long ones, for the same reason as tokens. */
const char *
world_recipient(int queued)
{
	char *s = text();
	size_t n = 0;

	while (n < ADDRESS_OCTETS)
		n += (size_t)sprintf(s + n, "%s%03d", mark, things[queued].now.canary);
	sprintf(s + n, "@%s%03d.far.test", mark, things[queued].domain);
	return s;
}

const char *
world_name(int mailbox, bool next)
{
	const struct thing *t = &things[mailbox];
	const int canary = next ? t->next.canary : t->now.canary;
	char *s = text();

	if (canary == NOTHING)
		return "INBOX";
	sprintf(s, "%s%s%s%03d-%s%03d", t->above != NOTHING ? world_name(t->above, next) : "",
	    t->above != NOTHING ? "/" : "", mark, canary, mark, canary);
	return s;
}

/* So long that a few of them fill a page. */
const char *
world_token(int canary)
{
	static char token[TOKEN_OCTETS + TEXT_MOST];
	size_t n = (size_t)sprintf(token, "openpgp:");

	while (n < TOKEN_OCTETS)
		n += (size_t)sprintf(token + n, "%s%03d", mark, canary);
	return token;
}

/* Its header has no canary, because a bounce repeats it. */
const char *
world_body(int canary, size_t size)
{
	static char body[BODY_MOST + TEXT_MOST];
	size_t n = (size_t)sprintf(
	    body, "From: <a@chat.test>\r\nSubject: [...]\r\nMessage-ID: <x@chat.test>\r\n\r\n");
	const size_t begin = n;

	n += (size_t)sprintf(body + n, "%s%03d\r\n", mark, canary);
	for (const size_t line = n - begin; n < size; n += line)
		memcpy(body + n, body + begin, line);
	return body;
}

int
world_find(const char *octets, size_t n, size_t *at)
{
	while (*at < n) {
		const char *p = memmem(octets + *at, n - *at, mark, MARK);
		if (p == NULL)
			break;
		*at = (size_t)(p - octets) + MARK;
		int canary = 0;
		size_t digits = 0;
		for (; digits < DIGITS && *at < n && octets[*at] >= '0' && octets[*at] <= '9';
		     digits++)
			canary = canary * 10 + octets[(*at)++] - '0';
		if (digits == DIGITS)
			return canary;
	}
	*at = n;
	return NOTHING;
}

bool
world_has(const char *octets, size_t n, int canary)
{
	for (size_t at = 0; at < n;)
		if (world_find(octets, n, &at) == canary)
			return canary != NOTHING;
	return false;
}

static bool
has(const struct thing *t, const struct look *l, int canary)
{
	return l->there && (l->canary == canary || t->body == canary || t->domain == canary);
}

bool
world_is_alive(int canary)
{
	for (int i = 0; i < n_things; i++) {
		const struct thing *t = &things[i];
		if (has(t, &t->now, canary) || has(t, &t->next, canary))
			return true;
	}
	return false;
}
