/* The client half of IMAP: commands, tagged answers, untagged data.  RFC 3501,
 * RFC 2177 (IDLE).  Messages are waited for in arrival.c. */
#include "conformance/wire/imapc.h"

#include "conformance/wire/tlsc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { GREETING_SECONDS = 30, REPLY_SECONDS = 15, SEND_SECONDS = 60 };

struct imapc *
imapc_over(struct run *r, struct linkc *l)
{
	struct imapc *c = run_take(r, sizeof(*c));

	*c = (struct imapc){ .run = r, .link = l, .base = 1, .scan = 1 };
	return c;
}

static void
forget(struct imapc *c)
{
	c->answered = false;
	c->tagged = (struct span){ NULL, 0 };
	c->lines = NULL;
	c->count = c->cap = c->inspected = 0;
}

/* The command words: "SELECT", "UID FETCH". */
static void
stage_of(struct imapc *c, struct span s)
{
	size_t n = span_find(s, 0, ' ');

	if (span_starts_nocase(s, SPAN("UID ")))
		n = span_find(s, 4, ' ');
	n = n < span_find(s, 0, '\r') ? n : span_find(s, 0, '\r');
	snprintf(c->stage, sizeof(c->stage), "%.*s", (int)(n < 40 ? n : 40), (const char *)s.p);
}

PRINTF_LIKE(2, 0)
static void
start(struct imapc *c, const char *fmt, va_list args)
{
	va_list again;

	if (!run_ok(c->run))
		return;
	forget(c);
	snprintf(c->tag, sizeof(c->tag), "a%u", ++c->commands);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	size_t tag = strlen(c->tag) + 1, text = n > 0 ? (size_t)n : 0;
	char *p = run_take(c->run, tag + text + 3);
	snprintf(p, tag + 1, "%s ", c->tag);
	vsnprintf(p + tag, text + 1, fmt, args);
	memcpy(p + tag + text, "\r\n", 2);
	stage_of(c, SPAN_OF(p + tag, text));
	linkc_write(c->link, SPAN_OF(p, tag + text + 2), run_deadline(c->run, SEND_SECONDS));
}

void
imapc_start(struct imapc *c, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	start(c, fmt, args);
	va_end(args);
}

const char *
imapc_tag(const struct imapc *c)
{
	return c->tag;
}

void
imapc_raw(struct imapc *c, struct span octets)
{
	linkc_write(c->link, octets, run_deadline(c->run, SEND_SECONDS));
}

/* ---- judging -------------------------------------------------------------- */

static struct span
seen(struct imapc *c, enum response got, struct span what)
{
	switch (got) {
	case RESP_CLOSED:
	case RESP_SILENT: return linkc_end_text(c->link);
	case RESP_MALFORMED:
		return run_span(c->run, "octets that do not fit here: %.*s",
		    (int)(what.n < 300 ? what.n : 300), (const char *)what.p);
	case RESP_UNTAGGED:
	case RESP_TAGGED:
	case RESP_CONTINUE: return what.n > 0 ? what : SPAN("an empty line");
	}
	return what;
}

/* RFC 5530 and what servers say when they slow clients down. */
static bool
throttles(struct span s)
{
	return span_search_nocase(s, SPAN("too many")) < s.n ||
	    span_search_nocase(s, SPAN("[LIMIT]")) < s.n ||
	    span_search_nocase(s, SPAN("rate limit")) < s.n;
}

static void
disappoint(struct imapc *c, enum mood mood, const char *want, enum response got, struct span what)
{
	struct span text = seen(c, got, what);

	if (c->bye && got == RESP_CLOSED && c->count > 0)
		text = c->lines[c->count - 1];
	if (mood == MOOD_NEED && throttles(text))
		run_throttled(c->run, c->stage, want, text);
	else
		run_disappoint(c->run, mood, c->stage, want, text);
}

static bool
holds_word(const char *want, struct span word)
{
	struct span s = span_str(want);

	for (size_t at = 0; at < s.n; at = span_find(s, at, ' ') + 1)
		if (span_eq_nocase(span_sub(s, at, span_find(s, at, ' ') - at), word))
			return true;
	return false;
}

static void
judge_tagged(struct imapc *c, enum mood mood, const char *want)
{
	int64_t deadline = run_deadline(c->run, REPLY_SECONDS);
	enum response got = RESP_UNTAGGED;
	struct span what = { NULL, 0 };

	if (!run_ok(c->run))
		return;
	while (got == RESP_UNTAGGED)
		got = imapc_read(c, &what, deadline);
	if (got == RESP_TAGGED) {
		struct span rest = span_sub(what, strlen(c->tag) + 1, what.n);
		if (holds_word(want, span_sub(rest, 0, span_find(rest, 0, ' '))))
			return;
	}
	if (got == RESP_CLOSED && holds_word(want, SPAN("BYE")))
		return;
	disappoint(c, mood, want, got, what);
}

static void
judge_continue(struct imapc *c, enum mood mood)
{
	int64_t deadline = run_deadline(c->run, REPLY_SECONDS);
	enum response got = RESP_UNTAGGED;
	struct span what = { NULL, 0 };

	if (!run_ok(c->run))
		return;
	while (got == RESP_UNTAGGED)
		got = imapc_read(c, &what, deadline);
	if (got != RESP_CONTINUE)
		disappoint(c, mood, "a continuation (+)", got, what);
}

static void
judge_untagged(struct imapc *c, enum mood mood, const char *text)
{
	int64_t deadline = run_deadline(c->run, REPLY_SECONDS);
	enum response got = RESP_UNTAGGED;
	struct span what = { NULL, 0 };

	if (!run_ok(c->run))
		return;
	for (;;) {
		for (; c->inspected < c->count; c->inspected++) {
			struct span s = c->lines[c->inspected];
			if (span_search_nocase(s, span_str(text)) < s.n) {
				c->inspected++;
				return;
			}
		}
		got = imapc_read(c, &what, deadline);
		if (got != RESP_UNTAGGED && got != RESP_CONTINUE)
			break;
	}
	disappoint(c, mood, run_text(c->run, "* %s", text), got, what);
}

void
need_imap_tagged(struct imapc *c, const char *want)
{
	judge_tagged(c, MOOD_NEED, want);
}

void
expect_imap_tagged(struct imapc *c, const char *want)
{
	judge_tagged(c, MOOD_EXPECT, want);
}

void
need_imap_continue(struct imapc *c)
{
	judge_continue(c, MOOD_NEED);
}

void
expect_imap_continue(struct imapc *c)
{
	judge_continue(c, MOOD_EXPECT);
}

void
need_imap_untagged(struct imapc *c, const char *text)
{
	judge_untagged(c, MOOD_NEED, text);
}

void
expect_imap_untagged(struct imapc *c, const char *text)
{
	judge_untagged(c, MOOD_EXPECT, text);
}

void
need_imap(struct imapc *c, const char *want, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	start(c, fmt, args);
	va_end(args);
	judge_tagged(c, MOOD_NEED, want);
}

void
expect_imap(struct imapc *c, const char *want, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	start(c, fmt, args);
	va_end(args);
	judge_tagged(c, MOOD_EXPECT, want);
}

/* ---- looking ----------------------------------------------------------------- */

struct span
imapc_tagged(const struct imapc *c)
{
	return c->tagged;
}

size_t
imapc_lines(const struct imapc *c)
{
	return c->count;
}

struct span
imapc_line(const struct imapc *c, size_t i)
{
	return i < c->count ? c->lines[i] : (struct span){ NULL, 0 };
}

struct span
imapc_find(const struct imapc *c, const char *text)
{
	for (size_t i = 0; i < c->count; i++)
		if (span_search_nocase(c->lines[i], span_str(text)) < c->lines[i].n)
			return c->lines[i];
	return (struct span){ NULL, 0 };
}

static int64_t
number_at(struct span s, size_t at)
{
	int64_t v = 0;

	if (at >= s.n || s.p[at] < '0' || s.p[at] > '9')
		return -1;
	for (; at < s.n && s.p[at] >= '0' && s.p[at] <= '9' && v < INT64_MAX / 20; at++)
		v = v * 10 + (s.p[at] - '0');
	return v;
}

/* "4 EXISTS": the number is in front; "[UIDNEXT 4]", "STORAGE 10 500": behind. */
static int64_t
number_in(struct span s, struct span word)
{
	size_t space = span_find(s, 0, ' ');

	if (space < s.n && span_eq_nocase(span_sub(s, space + 1, s.n), word))
		return number_at(s, 0);
	for (size_t at = 0; at + word.n < s.n; at++) {
		bool begins =
		    at == 0 || s.p[at - 1] == ' ' || s.p[at - 1] == '[' || s.p[at - 1] == '(';
		if (begins && span_starts_nocase(span_sub(s, at, s.n), word) &&
		    s.p[at + word.n] == ' ' && number_at(s, at + word.n + 1) >= 0)
			return number_at(s, at + word.n + 1);
	}
	return -1;
}

int64_t
imapc_number(const struct imapc *c, const char *word)
{
	int64_t found = number_in(c->tagged, span_str(word));

	for (size_t i = 0; i < c->count; i++) {
		int64_t v = number_in(c->lines[i], span_str(word));
		if (v >= 0)
			found = v;
	}
	return found;
}

uint32_t
imapc_uid(const struct imapc *c)
{
	return c->uid;
}

/* ---- opening ------------------------------------------------------------------ */

struct imapc *
imapc_connect(struct run *r, enum port p)
{
	struct imapc *c = imapc_over(r, linkc_open(r, p));
	struct span what = { NULL, 0 };

	if (p == PORT_IMAPS)
		imapc_handshake(c);
	if (p == PORT_HTTPS)
		tlsc_up_as(c->link, (struct tls_offer){ .sni = tlsc_name(r), .alpn = "imap" });
	snprintf(c->stage, sizeof(c->stage), "greeting");
	if (!run_ok(r))
		return c;
	enum response got = imapc_read(c, &what, run_deadline(r, GREETING_SECONDS));
	if (got != RESP_UNTAGGED || !span_starts_nocase(what, SPAN("OK ")))
		disappoint(c, MOOD_NEED, "* OK", got, what);
	return c;
}

const char *
imap_quoted(struct run *r, const char *s)
{
	char *p = run_take(r, 2 * strlen(s) + 3);
	size_t n = 0;

	p[n++] = '"';
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			p[n++] = '\\';
		p[n++] = *s;
	}
	p[n] = '"';
	return p;
}

struct imapc *
imapc_login(struct run *r, const struct account *a)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	c->address = a->address;
	need_imap(c, "OK", "LOGIN %s %s", imap_quoted(r, a->address), imap_quoted(r, a->password));
	return c;
}

void
imapc_handshake(struct imapc *c)
{
	tlsc_up(c->link);
}

bool
imapc_handshake_try(struct imapc *c)
{
	return tlsc_try(c->link);
}

void
imapc_starttls(struct imapc *c)
{
	need_imap(c, "OK", "STARTTLS");
	imapc_handshake(c);
}
