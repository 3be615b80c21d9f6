/* The client half of SMTP submission: connecting, saying, reading replies.
 * RFC 5321 (4.2 replies, 4.5.2 transparency, 4.5.3.2 timeouts), RFC 3207,
 * RFC 4954.  Whole transactions are in submit.c. */
#include "conformance/wire/smtpc.h"

#include "conformance/wire/b64c.h"
#include "conformance/wire/replyc.h"
#include "conformance/wire/tlsc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { GREETING_SECONDS = 30, REPLY_SECONDS = 15, SEND_SECONDS = 60, REPLY_LINES_MOST = 200 };

struct smtpc *
smtpc_over(struct run *r, struct linkc *l)
{
	struct smtpc *c = run_take(r, sizeof(*c));

	*c = (struct smtpc){ .run = r, .link = l };
	return c;
}

void
smtpc_stage(struct smtpc *c, const char *stage)
{
	snprintf(c->stage, sizeof(c->stage), "%s", stage);
}

/* The verb of a command line, "raw octets" when it does not look like one. */
static void
stage_of(struct smtpc *c, struct span line)
{
	size_t n = 0;

	while (n < line.n && n < 12 && ((line.p[n] | 32) >= 'a' && (line.p[n] | 32) <= 'z'))
		n++;
	if (n == 0) {
		smtpc_stage(c, "raw octets");
		return;
	}
	for (size_t i = 0; i < n; i++)
		c->stage[i] = (char)(line.p[i] & ~32);
	c->stage[n] = '\0';
}

static void
count_mail(struct smtpc *c, struct span s)
{
	for (size_t at = 0; at < s.n; at = span_find(s, at, '\n') + 1)
		if (span_starts_nocase(span_sub(s, at, 9), SPAN("MAIL FROM")))
			c->run->out->mails++;
}

static void
say(struct smtpc *c, struct span octets)
{
	if (!run_ok(c->run))
		return;
	c->kind = REPLY_NONE;
	linkc_write(c->link, octets, run_deadline(c->run, SEND_SECONDS));
}

void
smtpc_raw(struct smtpc *c, struct span octets)
{
	if (!run_ok(c->run))
		return;
	stage_of(c, octets);
	count_mail(c, octets);
	say(c, octets);
}

void
smtpc_raw_each(struct smtpc *c, struct span octets)
{
	if (!run_ok(c->run))
		return;
	stage_of(c, octets);
	count_mail(c, octets);
	c->kind = REPLY_NONE;
	transcript_note(&c->run->log, c->link->number, "the next %zu octets one by one", octets.n);
	linkc_log(c->link, 'C', octets);
	for (size_t i = 0; i < octets.n; i++)
		linkc_write_silent(
		    c->link, span_sub(octets, i, 1), run_deadline(c->run, SEND_SECONDS));
}

void
smtpc_send(struct smtpc *c, const char *fmt, ...)
{
	char small[1024];
	va_list args;

	va_start(args, fmt);
	int n = vsnprintf(small, sizeof(small) - 2, fmt, args);
	va_end(args);
	if (n < 0)
		return;
	if ((size_t)n < sizeof(small) - 2) {
		memcpy(small + n, "\r\n", 2);
		smtpc_raw(c, SPAN_OF(small, (size_t)n + 2));
		return;
	}
	char *big = run_take(c->run, (size_t)n + 3);
	va_start(args, fmt);
	vsnprintf(big, (size_t)n + 1, fmt, args);
	va_end(args);
	memcpy(big + n, "\r\n", 2);
	smtpc_raw(c, SPAN_OF(big, (size_t)n + 2));
}

void
smtpc_text(struct smtpc *c, struct span m)
{
	uint8_t *p;
	size_t n = 0;

	if (!run_ok(c->run))
		return;
	p = run_take(c->run, m.n * 2 + 8);
	for (size_t i = 0; i < m.n; i++) {
		bool line_begin = i == 0 || (i >= 2 && m.p[i - 2] == '\r' && m.p[i - 1] == '\n');
		if (line_begin && m.p[i] == '.')
			p[n++] = '.';
		p[n++] = m.p[i];
	}
	if (m.n > 0 && !span_ends(m, SPAN("\r\n"))) {
		memcpy(p + n, "\r\n", 2);
		n += 2;
	}
	memcpy(p + n, ".\r\n", 3);
	n += 3;
	smtpc_stage(c, "end of DATA");
	say(c, SPAN_OF(p, n));
}

void
smtpc_cut(struct smtpc *c)
{
	if (!run_ok(c->run))
		return;
	transcript_note(&c->run->log, c->link->number, "cut by us, without QUIT or close_notify");
	linkc_close(c->link, false);
}

void
smtpc_quit(struct smtpc *c)
{
	struct span line;

	if (!run_ok(c->run) || c->link->end != LINK_OPEN)
		return;
	linkc_write(c->link, SPAN("QUIT\r\n"), run_deadline(c->run, REPLY_SECONDS));
	if (linkc_line(c->link, &line, run_deadline(c->run, REPLY_SECONDS)) == LINE_GOT)
		linkc_log(c->link, 'S', line);
	linkc_close(c->link, true);
}

/* ---- replies -------------------------------------------------------------- */

static void
keep_line(struct smtpc *c, struct span line)
{
	struct span sep = c->reply.n > 0 ? SPAN("\n") : SPAN("");
	uint8_t *p = run_take(c->run, c->reply.n + 1 + line.n);
	struct buf b;

	buf_init(&b, p, c->reply.n + 1 + line.n);
	buf_put(&b, c->reply);
	buf_put(&b, sep);
	buf_put(&b, line);
	c->reply = buf_span(&b);
}

static enum reply_kind
read_reply(struct smtpc *c, unsigned seconds)
{
	int64_t deadline = run_deadline(c->run, seconds);
	bool last = false;
	struct span line;

	c->code = 0;
	c->reply = (struct span){ NULL, 0 };
	for (unsigned lines = 0; !last; lines++) {
		int code = 0;
		enum link_line got = linkc_line(c->link, &line, deadline);
		if (got == LINE_CLOSED && line.n == 0 && lines == 0)
			return REPLY_CLOSED;
		if (got == LINE_SILENT && line.n == 0 && lines == 0)
			return REPLY_SILENT;
		if (got == LINE_GOT)
			linkc_log(c->link, 'S', line);
		if (got != LINE_GOT || !replyc_line(line, &code, &last) ||
		    (lines > 0 && code != c->code) || lines == REPLY_LINES_MOST) {
			keep_line(c, line);
			c->code = 0;
			return REPLY_MALFORMED;
		}
		c->code = code;
		keep_line(c, span_sub(line, 0, line.n - 2));
	}
	return REPLY_GOT;
}

/* What came, for people. */
static struct span
seen(struct smtpc *c)
{
	if (c->kind == REPLY_GOT)
		return c->reply;
	if (c->kind == REPLY_MALFORMED)
		return run_span(c->run, "octets that are no reply: %.*s",
		    (int)(c->reply.n < 300 ? c->reply.n : 300), (const char *)c->reply.p);
	return linkc_end_text(c->link);
}

void
smtpc_judge(struct smtpc *c, enum mood mood, const char *want, bool forgiving)
{
	if (!run_ok(c->run))
		return;
	c->kind =
	    read_reply(c, strcmp(c->stage, "greeting") == 0 ? GREETING_SECONDS : REPLY_SECONDS);
	if ((c->kind == REPLY_GOT || c->kind == REPLY_CLOSED) &&
	    replyc_wanted(want, c->code, c->kind == REPLY_CLOSED))
		return;
	if (c->kind == REPLY_GOT && (forgiving || mood == MOOD_NEED) &&
	    replyc_throttles(c->code, c->reply))
		run_throttled(c->run, c->stage, want, c->reply);
	else
		run_disappoint(c->run, mood, c->stage, want, seen(c));
}

void
need_reply(struct smtpc *c, const char *want)
{
	smtpc_judge(c, MOOD_NEED, want, true);
}

void
expect_reply(struct smtpc *c, const char *want)
{
	smtpc_judge(c, MOOD_EXPECT, want, false);
}

int
smtpc_code(const struct smtpc *c)
{
	return run_ok(c->run) && c->kind == REPLY_GOT ? c->code : 0;
}

struct span
smtpc_reply(const struct smtpc *c)
{
	return run_ok(c->run) && c->kind == REPLY_GOT ? c->reply : (struct span){ NULL, 0 };
}

void
expect_alive(struct smtpc *c)
{
	smtpc_send(c, "NOOP");
	expect_reply(c, "250");
}

void
expect_closed(struct smtpc *c)
{
	if (!run_ok(c->run))
		return;
	c->kind = read_reply(c, REPLY_SECONDS);
	if (c->kind != REPLY_CLOSED)
		run_disappoint(
		    c->run, MOOD_EXPECT, c->stage, "a closed connection and no reply", seen(c));
}

/* ---- opening ---------------------------------------------------------------- */

struct smtpc *
smtpc_connect(struct run *r, enum port p)
{
	struct smtpc *c = smtpc_over(r, linkc_open(r, p));

	if (p == PORT_SUBMISSIONS)
		smtpc_handshake(c);
	if (p == PORT_HTTPS)
		tlsc_up_as(c->link, (struct tls_offer){ .sni = tlsc_name(r), .alpn = "smtp" });
	smtpc_stage(c, "greeting");
	need_reply(c, "220");
	return c;
}

static void
hello(struct smtpc *c)
{
	smtpc_send(c, "EHLO relayspec.invalid");
	need_reply(c, "250");
	c->offers = c->reply;
}

struct smtpc *
smtpc_ready(struct run *r, enum port p)
{
	struct smtpc *c = smtpc_connect(r, p);

	hello(c);
	if (p == PORT_SUBMISSION || p == PORT_SMTP) {
		smtpc_starttls(c);
		hello(c);
	}
	return c;
}

const char *
sasl_plain(struct run *r, const char *address, const char *password)
{
	struct span plain = run_span(r, "%c%s%c%s", 0, address, 0, password);
	struct span text = b64c_encode(&r->arena, plain);

	return text.p != NULL ? (const char *)text.p : "";
}

struct smtpc *
smtpc_login(struct run *r, const struct account *a)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, a->address, a->password));
	need_reply(c, "235");
	return c;
}

void
smtpc_handshake(struct smtpc *c)
{
	c->offers = (struct span){ NULL, 0 };
	tlsc_up(c->link);
}

bool
smtpc_handshake_try(struct smtpc *c)
{
	c->offers = (struct span){ NULL, 0 };
	return tlsc_try(c->link);
}

struct smtpc *
smtpc_starttls_behind(struct run *r, enum port p, const char *behind)
{
	struct smtpc *c = smtpc_connect(r, p);

	smtpc_send(c, "EHLO client.example");
	need_reply(c, "250");
	smtpc_raw(c, run_span(r, "STARTTLS\r\n%s", behind));
	need_reply(c, "220");
	return c;
}

void
smtpc_starttls(struct smtpc *c)
{
	smtpc_send(c, "STARTTLS");
	need_reply(c, "220");
	smtpc_handshake(c);
}

/* ehlo-line = ehlo-keyword *( SP ehlo-param ), RFC 5321, 4.1.1.1; the first line is a greeting. */
bool
smtpc_offers(const struct smtpc *c, const char *keyword, const char *argument)
{
	struct span all = c->kind == REPLY_GOT && strcmp(c->stage, "EHLO") == 0 ? c->reply
										: c->offers,
		    key = span_str(keyword);

	if (!run_ok(c->run))
		return false;
	for (size_t at = span_find(all, 0, '\n') + 1; at < all.n;) {
		size_t end = span_find(all, at, '\n');
		struct span line = span_sub(all, at + 4, end > at + 4 ? end - at - 4 : 0);
		size_t word = span_find(line, 0, ' ');
		at = end + 1;
		if (!span_eq_nocase(span_sub(line, 0, word), key))
			continue;
		if (argument == NULL)
			return true;
		for (size_t i = word + 1; i <= line.n && word < line.n;) {
			size_t stop = span_find(line, i, ' ');
			if (span_eq_nocase(span_sub(line, i, stop - i), span_str(argument)))
				return true;
			i = stop + 1;
		}
	}
	return false;
}
