/* An ordinary server for mail: takes what the relay delivers, but where a rule of
 * the case says otherwise.  RFC 5321, RFC 3207, RFC 2920. */
#include "conformance/wire/sinkc.h"

#include <string.h>

static const char offers[] = "PIPELINING|SIZE 31457280|8BITMIME|ENHANCEDSTATUSCODES|SMTPUTF8";

static void
say(struct sinkc *c, const char *reply)
{
	struct span all = span_str(reply);

	for (size_t at = 0; at < all.n;) {
		size_t end = span_find(all, at, '\n');
		struct span line =
		    run_span(c->run, "%.*s\r\n", (int)(end - at), (const char *)all.p + at);
		sinkc_log(c, 'C', line);
		sinkc_put(c, line);
		at = end + 1;
	}
}

/* What a rule says to this command; NULL: none does. */
static const char *
ruled(struct sink *s, struct span command, bool greeting)
{
	for (struct sink_rule *u = s->rules; u != NULL; u = u->next) {
		bool fits = u->prefix[0] == '\0'
		    ? greeting
		    : !greeting && span_starts_nocase(command, span_str(u->prefix));
		if (!fits || (u->times > 0 && u->used >= u->times))
			continue;
		u->used++;
		return u->reply;
	}
	return NULL;
}

/* Says the rule's reply or the usual one; its first digit, '\0' when nothing more is said. */
static char
answer(struct sinkc *c, struct span command, bool greeting, const char *usual)
{
	const char *reply = ruled(c->sink, command, greeting);

	if (reply == NULL)
		reply = usual;
	if (strcmp(reply, "hang") == 0) {
		transcript_note(&c->run->log, c->number, "nothing more is said here");
		c->hung = true;
		return '\0';
	}
	if (strcmp(reply, "close") == 0) {
		sinkc_over(c, "closed by us, as the case wants");
		return '\0';
	}
	say(c, reply);
	return reply[0];
}

void
sinkc_greet(struct sinkc *c)
{
	answer(c, SPAN(""), true, run_text(c->run, "220 %s ESMTP", c->door->name));
}

/* ---- commands ---------------------------------------------------------------------------------- */

static const char *
hello(struct sinkc *c)
{
	const struct sink_how *how = &c->door->how;
	struct span all = span_str(how->offers != NULL ? how->offers : offers);
	const char *text = run_text(c->run, "250-%s", c->door->name);

	if (c->ssl == NULL && !how->no_starttls)
		text = run_text(c->run, "%s\n250-STARTTLS", text);
	for (size_t at = 0; at < all.n;) {
		size_t end = span_find(all, at, '|');
		text = run_text(
		    c->run, "%s\n250-%.*s", text, (int)(end - at), (const char *)all.p + at);
		at = end + 1;
	}
	return run_text(c->run, "%s\n250 HELP", text);
}

/* <path> behind the colon, and what follows it. */
static const char *
path_of(struct sinkc *c, struct span line, const char **rest)
{
	size_t left = span_find(line, 0, '<') + 1, right = span_find(line, 0, '>');
	struct span tail = span_trim(span_sub(line, right + 1, line.n));

	if (rest != NULL)
		*rest =
		    run_text(c->run, "%.*s", (int)tail.n, tail.n > 0 ? (const char *)tail.p : "");
	if (left > right)
		return "";
	return run_text(c->run, "%.*s", (int)(right - left), (const char *)line.p + left);
}

static void
forget_mail(struct sinkc *c)
{
	c->mail.from = NULL;
	c->mail.to_n = 0;
	memset(c->mail.to, 0, sizeof(c->mail.to));
	c->text = (struct buf){ .p = NULL };
}

static void
take_envelope(struct sinkc *c, struct span line)
{
	struct sink_mail *m = &c->mail;

	if (span_starts_nocase(line, SPAN("MAIL FROM:"))) {
		if (answer(c, line, false, "250 2.1.0 ok") != '2')
			return;
		forget_mail(c);
		m->from = path_of(c, line, &m->from_parameters);
	} else if (m->from == NULL) {
		answer(c, line, false, "503 5.5.1 MAIL first");
	} else if (m->to_n == SINK_RCPTS) {
		answer(c, line, false, "452 4.5.3 too many recipients");
	} else if (answer(c, line, false, "250 2.1.5 ok") == '2') {
		m->to[m->to_n++] = path_of(c, line, NULL);
	}
}

static void
command(struct sinkc *c, struct span line)
{
	bool can_tls = c->ssl == NULL && !c->door->how.no_starttls;

	if (span_starts_nocase(line, SPAN("EHLO ")) || span_starts_nocase(line, SPAN("HELO "))) {
		struct span name = span_sub(line, 5, line.n);
		if (answer(c, line, false, hello(c)) == '2')
			c->mail.ehlo = run_text(c->run, "%.*s", (int)name.n, (const char *)name.p);
		forget_mail(c);
	} else if (span_eq_nocase(line, SPAN("STARTTLS"))) {
		if (answer(c, line, false, can_tls ? "220 2.0.0 go ahead" : "502 5.5.1 no TLS") ==
			'2' &&
		    can_tls)
			sinkc_start_tls(c);
	} else if (span_starts_nocase(line, SPAN("MAIL FROM:")) ||
	    span_starts_nocase(line, SPAN("RCPT TO:"))) {
		take_envelope(c, line);
	} else if (span_eq_nocase(line, SPAN("DATA"))) {
		bool ready = c->mail.to_n > 0;
		c->in_text = answer(c, line, false,
				 ready ? "354 go ahead" : "503 5.5.1 RCPT first") == '3' &&
		    ready;
	} else if (span_eq_nocase(line, SPAN("QUIT"))) {
		c->ends = answer(c, line, false, "221 2.0.0 bye") != '\0';
	} else if (span_eq_nocase(line, SPAN("RSET"))) {
		answer(c, line, false, "250 2.0.0 ok");
		forget_mail(c);
	} else {
		answer(c, line, false,
		    span_eq_nocase(line, SPAN("NOOP")) ? "250 2.0.0 ok" : "500 5.5.1 not known");
	}
}

/* ---- text ---------------------------------------------------------------------------------------- */

void
sinkc_keep_text(struct sinkc *c, struct span line)
{
	if (c->text.cap - c->text.n < line.n) {
		size_t n = c->text.n, cap = (n + line.n) * 2 + 4096;
		uint8_t *p = run_take(c->run, cap);
		if (n > 0)
			memcpy(p, c->text.p, n);
		buf_init(&c->text, p, cap);
		c->text.n = n;
	}
	buf_put(&c->text, span_starts(line, SPAN(".")) ? span_sub(line, 1, line.n) : line);
}

static void
note_command(struct sink *s, struct run *r, struct span text)
{
	struct sink_line *l = run_take(r, sizeof(*l));

	*l = (struct sink_line){ .text = text };
	*s->last_line = l;
	s->last_line = &l->next;
}

/* The end of the text: taken, unless a rule says otherwise. */
static void
take_mail(struct sinkc *c)
{
	struct sink *s = c->sink;
	struct sink_taken *t = run_take(c->run, sizeof(*t));

	c->in_text = false;
	note_command(s, c->run, SPAN("."));
	sinkc_log(c, 'S', buf_span(&c->text));
	sinkc_log(c, 'S', SPAN(".\r\n"));
	t->mail = c->mail;
	t->mail.octets = buf_span(&c->text);
	t->mail.sni = c->sni;
	t->mail.client = c->client;
	t->mail.connection = c->at_sink;
	t->mail.at_us = run_now_us();
	if (answer(c, SPAN("."), false, "250 2.0.0 taken") == '2') {
		*s->last_mail = t;
		s->last_mail = &t->next;
		s->taken++;
	}
	forget_mail(c);
}

void
sinkc_serve(struct sinkc *c)
{
	while (!c->shaking && !c->hung && !c->ends && run_ok(c->run)) {
		struct span line = sinkc_take_line(c);
		if (line.n == 0) {
			if (c->in.n > SINK_LINE_MOST)
				sinkc_over(c, "a line without end; closed by us");
			return;
		}
		if (c->in_text) {
			if (span_eq(line, SPAN(".\r\n")))
				take_mail(c);
			else
				sinkc_keep_text(c, line);
			continue;
		}
		sinkc_log(c, 'S', line);
		struct span text = span_trim(line);
		note_command(c->sink, c->run, text);
		if (c->fd >= 0)
			command(c, text);
	}
}
