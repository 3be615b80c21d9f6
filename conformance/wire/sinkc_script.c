/* A scripted sink: the case speaks line by line.  Others of the attempt are
 * served meanwhile. */
#include "conformance/wire/sinkc.h"

#include "conformance/wire/sock.h"

#include <openssl/ssl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_SECONDS = 10, FLOOD_SECONDS = 15 };

static struct sinkc *
nobody(struct run *r)
{
	struct sinkc *c = run_take(r, sizeof(*c));

	*c = (struct sinkc){ .run = r, .fd = -1, .sni = "", .why = "", .client = "" };
	return c;
}

static struct sinkc *
wait_caller(struct sink *s, enum mood mood)
{
	struct run *r = s->door.run;
	int64_t deadline = run_deadline(r, SINK_SECONDS);

	while (run_ok(r)) {
		for (struct sinkc *c = r->sinks->callers; c != NULL; c = c->next)
			if (c->sink == s && !c->taken) {
				c->taken = true;
				return c;
			}
		if (!sock_serve(deadline)) {
			run_disappoint(r, mood, "connect",
			    run_text(
				r, "a connection to %s, within %d s", s->door.name, SINK_SECONDS),
			    SPAN("none came"));
			break;
		}
	}
	return nobody(r);
}

struct sinkc *
need_caller(struct sink *s)
{
	return wait_caller(s, MOOD_NEED);
}

struct sinkc *
expect_caller(struct sink *s)
{
	return wait_caller(s, MOOD_EXPECT);
}

/* ---- saying ------------------------------------------------------------------------------------------ */

/* Until all is sent, the relay takes no more, or the deadline.  Nothing is read meanwhile: behind the
 * reply to STARTTLS the relay's next octets are for TLS. */
static void
push_out(struct sinkc *c, unsigned seconds)
{
	int64_t deadline = run_deadline(c->run, seconds);

	for (;;) {
		sinkc_flush(c);
		if (c->fd < 0 || c->out_at == c->out_n || sock_wait(c->fd, POLLOUT, deadline) == 0)
			return;
	}
}

void
sinkc_raw(struct sinkc *c, struct span octets)
{
	if (!run_ok(c->run) || c->fd < 0)
		return;
	sinkc_log(c, 'C', octets);
	sinkc_put(c, octets);
	push_out(c, LINE_SECONDS);
}

void
sinkc_say(struct sinkc *c, const char *fmt, ...)
{
	char text[4096];
	va_list args;

	va_start(args, fmt);
	int n = vsnprintf(text, sizeof(text) - 2, fmt, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(text) - 2) {
		run_internal(c->run, "a line of %d octets", n);
		return;
	}
	memcpy(text + n, "\r\n", 2);
	sinkc_raw(c, SPAN_OF(text, (size_t)n + 2));
}

size_t
sinkc_flood(struct sinkc *c, struct span octets, size_t most)
{
	int64_t deadline = run_deadline(c->run, FLOOD_SECONDS);
	size_t sent = 0;

	if (!run_ok(c->run) || c->fd < 0 || octets.n == 0)
		return 0;
	transcript_note(&c->run->log, c->number, "up to %zu octets, again and again:", most);
	sinkc_log(c, 'C', octets);
	/* One block for all writes: nothing is kept. */
	size_t block = (65536 / octets.n + 1) * octets.n;
	uint8_t *p = run_take(c->run, block);
	for (size_t i = 0; i < block; i += octets.n)
		memcpy(p + i, octets.p, octets.n);
	while (sent < most && c->fd >= 0) {
		c->out = p;
		c->out_at = 0;
		c->out_n = block;
		sinkc_move(c);
		while (c->fd >= 0 && c->out_at < c->out_n) {
			if (sock_wait(c->fd, POLLOUT | POLLIN, deadline) == 0)
				break;
			sinkc_move(c);
		}
		sent += c->out_at;
		if (c->out_at < c->out_n)
			break;
	}
	c->out_at = c->out_n = 0;
	transcript_note(&c->run->log, c->number, "the relay took %zu of them", sent);
	return sent;
}

void
sinkc_cut(struct sinkc *c)
{
	if (run_ok(c->run))
		sinkc_over(c, "closed by us");
}

/* ---- hearing ------------------------------------------------------------------------------------------ */

/* A line with its LF; n = 0: the end, or the deadline. */
static struct span
next_line(struct sinkc *c, unsigned seconds)
{
	int64_t deadline = run_deadline(c->run, seconds);
	struct span line;

	while (run_ok(c->run)) {
		line = sinkc_take_line(c);
		if (line.n > 0)
			return line;
		if (c->fd < 0 || sock_wait(c->fd, POLLIN, deadline) == 0)
			break;
		sinkc_move(c);
	}
	return (struct span){ NULL, 0 };
}

static struct span
ended(const struct sinkc *c)
{
	return c->fd < 0 ? span_str(c->why) : SPAN("nothing came before the deadline");
}

static struct span
wait_line(struct sinkc *c, enum mood mood, const char *prefix)
{
	struct span line = next_line(c, LINE_SECONDS);

	if (!run_ok(c->run))
		return line;
	if (line.n > 0)
		sinkc_log(c, 'S', line);
	if (line.n == 0 || !span_starts_nocase(line, span_str(prefix)))
		run_disappoint(c->run, mood, prefix,
		    run_text(c->run, "a line that begins with %s", prefix),
		    line.n > 0 ? line : ended(c));
	return span_trim(line);
}

struct span
need_command(struct sinkc *c, const char *prefix)
{
	return wait_line(c, MOOD_NEED, prefix);
}

struct span
expect_command(struct sinkc *c, const char *prefix)
{
	return wait_line(c, MOOD_EXPECT, prefix);
}

bool
expect_command_or_end(struct sinkc *c, const char *prefix)
{
	struct span line = next_line(c, LINE_SECONDS);

	if (!run_ok(c->run))
		return false;
	if (line.n > 0)
		sinkc_log(c, 'S', line);
	if (line.n > 0 && span_starts_nocase(line, span_str(prefix)))
		return true;
	if (line.n > 0 || c->fd >= 0)
		run_disappoint(c->run, MOOD_EXPECT, prefix,
		    run_text(c->run, "a line that begins with %s, or the end", prefix),
		    line.n > 0 ? line : ended(c));
	return false;
}

void
expect_caller_gone(struct sinkc *c)
{
	struct span line = next_line(c, LINE_SECONDS);

	if (!run_ok(c->run))
		return;
	if (line.n > 0)
		sinkc_log(c, 'S', line);
	if (line.n > 0 ? !span_starts_nocase(line, SPAN("QUIT")) : c->fd >= 0)
		run_disappoint(c->run, MOOD_EXPECT, "the end", "QUIT, or the end of the connection",
		    line.n > 0 ? line : ended(c));
}

/* ---- TLS ------------------------------------------------------------------------------------------------ */

static bool
handshake(struct sinkc *c, bool needed)
{
	int64_t deadline = run_deadline(c->run, LINE_SECONDS);

	if (!run_ok(c->run) || c->fd < 0)
		return false;
	sinkc_start_tls(c);
	for (;;) {
		sinkc_move(c);
		if (c->fd < 0 || !c->shaking ||
		    sock_wait(c->fd, c->wants_room ? POLLOUT : POLLIN, deadline) == 0)
			break;
	}
	if (c->fd >= 0 && !c->shaking)
		return true;
	if (needed || c->fd >= 0)
		run_disappoint(
		    c->run, MOOD_NEED, "TLS handshake", "a completed handshake", ended(c));
	return false;
}

bool
sinkc_handshake(struct sinkc *c)
{
	return handshake(c, true);
}

bool
sinkc_handshake_try(struct sinkc *c)
{
	return handshake(c, false);
}

const char *
sinkc_sni(const struct sinkc *c)
{
	return c->sni;
}

int
sinkc_tls(const struct sinkc *c)
{
	return c->mail.tls;
}

/* ---- the usual beginning ---------------------------------------------------------------------------------- */

void
sinkc_ready(struct sinkc *c)
{
	if (!run_ok(c->run))
		return;
	sinkc_say(c, "220 %s ESMTP", c->door->name);
	need_command(c, "EHLO ");
	sinkc_say(c, "250-%s\r\n250-STARTTLS\r\n250 SIZE 31457280", c->door->name);
	need_command(c, "STARTTLS");
	sinkc_say(c, "220 2.0.0 go ahead");
	sinkc_handshake(c);
	need_command(c, "EHLO ");
	if (run_ok(c->run))
		sinkc_say(c, "250-%s\r\n250-8BITMIME\r\n250 SIZE 31457280", c->door->name);
}

void
sinkc_envelope(struct sinkc *c)
{
	need_command(c, "MAIL FROM:");
	sinkc_say(c, "250 2.1.0 ok");
	need_command(c, "RCPT TO:");
	sinkc_say(c, "250 2.1.5 ok");
	need_command(c, "DATA");
	sinkc_say(c, "354 go ahead");
}

struct span
sinkc_text(struct sinkc *c)
{
	struct span line;

	c->text = (struct buf){ .p = NULL };
	for (;;) {
		line = next_line(c, LINE_SECONDS);
		if (line.n == 0 || span_eq(line, SPAN(".\r\n")))
			break;
		sinkc_keep_text(c, line);
	}
	struct span text = buf_span(&c->text);
	if (line.n == 0)
		run_disappoint(c->run, MOOD_NEED, "text", "a line with a dot alone", ended(c));
	sinkc_log(c, 'S', text);
	return text;
}
