/* The client's side of SMTP.  Does not: connect, check certificates, know time.
 * RFC 5321 3, 4.2, 4.5.3.1.10 (552 to RCPT means 452); RFC 3207 4.2 (what was
 * offered in clear is forgotten); RFC 1870 4 (SIZE), 6152 (8BITMIME), 6531. */
#include "reference/core/smtp_client.h"

#include "reference/core/smtp_line.h"

bool
smtp_client_init(struct smtp_client *c, const struct smtp_client_mail *mail)
{
	*c = (struct smtp_client){ .mail = *mail, .state = SMTP_CLIENT_AT_BANNER };
	buf_init(&c->text, c->text_octets, sizeof(c->text_octets));
	for (size_t k = 0; k <= mail->n; k++) {
		struct span a = k < mail->n ? mail->rcpt[k].address : mail->sender;
		if (a.n > SMTP_CLIENT_COMMAND_MAX / 2)
			return false;
		for (size_t i = 0; i < a.n; i++)
			if (a.p[i] < ' ' || a.p[i] == 127)
				return false;
	}
	return true;
}

/* ---- fates ---------------------------------------------------------------- */

static void
decide(struct smtp_client *c, enum smtp_fate fate)
{
	for (size_t i = 0; i < c->mail.n; i++) {
		enum smtp_fate *f = &c->mail.rcpt[i].fate;
		if (*f == SMTP_FATE_OPEN || *f == SMTP_FATE_TAKEN)
			*f = fate;
	}
	c->decided = true;
}

/* OUT_MX_NEXT: nobody has been told anything yet, so another server may be. */
static bool
untold(const struct smtp_client *c)
{
	for (size_t i = 0; i < c->mail.n; i++)
		if (c->mail.rcpt[i].fate > SMTP_FATE_TAKEN)
			return false;
	return true;
}

static void
another_server(struct smtp_client *c)
{
	for (size_t i = 0; i < c->mail.n; i++)
		if (c->mail.rcpt[i].fate == SMTP_FATE_TAKEN)
			c->mail.rcpt[i].fate = SMTP_FATE_OPEN;
	c->next = true;
}

void
smtp_client_lost(struct smtp_client *c, const char *why)
{
	if (c->decided || c->next)
		return;
	c->why = why;
	/* Behind the end of the message it may have been taken: nobody else gets it now. */
	if (c->state < SMTP_CLIENT_AT_END && untold(c))
		another_server(c);
	else
		decide(c, SMTP_FATE_LATER);
}

static enum smtp_client_wish
broken(struct smtp_client *c, const char *why)
{
	smtp_client_lost(c, why);
	c->state = SMTP_CLIENT_AT_CLOSE;
	return SMTP_CLIENT_CLOSE;
}

/* ---- commands ------------------------------------------------------------- */

static enum smtp_client_wish
say(struct smtp_client *c, enum smtp_client_state next, struct buf *out, struct span verb,
    struct span rest)
{
	buf_put(out, verb);
	buf_put(out, rest);
	buf_put_str(out, "\r\n");
	c->state = next;
	return SMTP_CLIENT_SEND;
}

static enum smtp_client_wish
quit(struct smtp_client *c, struct buf *out)
{
	return say(c, SMTP_CLIENT_AT_QUIT, out, SPAN("QUIT"), SPAN(""));
}

/* This server does not get it for a reason of ours. */
static enum smtp_client_wish
refuse(struct smtp_client *c, struct buf *out, const char *why)
{
	c->why = why;
	decide(c, SMTP_FATE_NEVER);
	return quit(c, out);
}

static enum smtp_client_wish
say_mail(struct smtp_client *c, struct buf *out)
{
	const struct smtp_client_mail *m = &c->mail;

	if (c->size_most > 0 && m->size > c->size_most)
		return refuse(c, out, "552 5.3.4 the message is larger than this server takes");
	if (m->utf8 && !c->utf8)
		return refuse(c, out, "553 5.6.7 this server does not take SMTPUTF8");
	if (m->eight_bit && !c->eight_bit)
		return refuse(c, out, "554 5.6.3 this server does not take 8BITMIME");
	buf_put_str(out, "MAIL FROM:<");
	buf_put(out, m->sender); /* OUT_SENDER_KEPT */
	buf_put_str(out, ">");
	if (c->size) {
		buf_put_str(out, " SIZE=");
		buf_put_u64(out, m->size);
	}
	if (c->eight_bit)
		buf_put_str(out, " BODY=8BITMIME");
	if (m->utf8)
		buf_put_str(out, " SMTPUTF8");
	return say(c, SMTP_CLIENT_AT_MAIL, out, SPAN(""), SPAN(""));
}

/* The next RCPT, or what follows the last. */
static enum smtp_client_wish
say_rcpt(struct smtp_client *c, struct buf *out)
{
	if (c->at < c->mail.n) {
		buf_put_str(out, "RCPT TO:<");
		buf_put(out, c->mail.rcpt[c->at].address);
		return say(c, SMTP_CLIENT_AT_RCPT, out, SPAN(">"), SPAN(""));
	}
	for (size_t i = 0; i < c->mail.n; i++)
		if (c->mail.rcpt[i].fate == SMTP_FATE_TAKEN)
			return say(c, SMTP_CLIENT_AT_DATA, out, SPAN("DATA"), SPAN(""));
	c->decided = true;
	return quit(c, out);
}

static enum smtp_client_wish
say_ehlo(struct smtp_client *c, enum smtp_client_state next, struct buf *out)
{
	c->starttls = c->size = c->eight_bit = c->utf8 = false;
	c->size_most = 0;
	/* OUT_EHLO_NAME */
	return say(c, next, out, SPAN("EHLO "), c->mail.helo);
}

/* ---- replies -------------------------------------------------------------- */

/* What a line says behind its code. */
static struct span
words_of(struct span line)
{
	return span_sub(line, 4, line.n);
}

/* What is not printable ASCII becomes '?'. */
static void
show(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.n && out->n < out->cap; i++)
		buf_put_octet(out, s.p[i] >= ' ' && s.p[i] <= '~' ? s.p[i] : '?');
}

/* "250-SIZE 1000": an extension, behind the first line of a reply to EHLO. */
static void
on_extension(struct smtp_client *c, struct span line)
{
	struct span words = words_of(line);
	size_t sp = span_find(words, 0, ' ');
	struct span word = span_sub(words, 0, sp);

	if (span_eq_nocase(word, SPAN("STARTTLS")))
		c->starttls = true;
	if (span_eq_nocase(word, SPAN("8BITMIME")))
		c->eight_bit = true;
	if (span_eq_nocase(word, SPAN("SMTPUTF8")))
		c->utf8 = true;
	if (!span_eq_nocase(word, SPAN("SIZE")))
		return;
	c->size = true;
	c->size_most = 0;
	for (size_t i = sp + 1; i < words.n && i < sp + 19; i++) {
		if (words.p[i] < '0' || words.p[i] > '9')
			break;
		c->size_most = 10 * c->size_most + (uint64_t)(words.p[i] - '0');
	}
}

/* A refusal that is for all recipients whose fate is open. */
static enum smtp_client_wish
refused(struct smtp_client *c, unsigned code, struct buf *out)
{
	decide(c, code / 100 == 5 ? SMTP_FATE_NEVER : SMTP_FATE_LATER); /* OUT_MX_REFUSED */
	return quit(c, out);
}

static enum smtp_client_wish
no_use(struct smtp_client *c, struct buf *out, const char *why)
{
	c->why = why;
	another_server(c);
	return quit(c, out);
}

static enum smtp_client_wish
on_greeting(struct smtp_client *c, unsigned code, struct buf *out)
{
	if (code == 220)
		return say_ehlo(c, SMTP_CLIENT_AT_EHLO_CLEAR, out);
	if (code / 100 == 5)
		return refused(c, code, out);
	return no_use(c, out, NULL); /* OUT_MX_NEXT */
}

static enum smtp_client_wish
on_ehlo(struct smtp_client *c, unsigned code, struct buf *out)
{
	if (code / 100 != 2)
		return no_use(c, out, NULL);
	if (c->state == SMTP_CLIENT_AT_EHLO)
		return say_mail(c, out);
	/* OUT_CLEAR_NEVER: without TLS nothing is said but this. */
	if (!c->starttls)
		return no_use(c, out, "this server offers no TLS");
	return say(c, SMTP_CLIENT_AT_STARTTLS, out, SPAN("STARTTLS"), SPAN(""));
}

static enum smtp_client_wish
on_rcpt(struct smtp_client *c, unsigned code, struct buf *out)
{
	enum smtp_fate *fate = &c->mail.rcpt[c->at].fate;

	/* OUT_PER_RECIPIENT */
	if (code / 100 == 2)
		*fate = SMTP_FATE_TAKEN;
	else if (code / 100 == 5 && code != 552)
		*fate = SMTP_FATE_NEVER;
	else
		*fate = SMTP_FATE_LATER;
	c->at++;
	return say_rcpt(c, out);
}

static enum smtp_client_wish
on_end(struct smtp_client *c, unsigned code, struct buf *out)
{
	if (code / 100 != 2)
		return refused(c, code, out);
	decide(c, SMTP_FATE_DONE);
	return quit(c, out);
}

/* 421 may come at any time; what belongs to no command of ours may not. */
static enum smtp_client_wish
on_answer(struct smtp_client *c, struct buf *out)
{
	unsigned code = c->answer.code;

	c->answer = (struct smtp_answer){ 0 };
	c->why = NULL;
	if (code == 421 && c->state >= SMTP_CLIENT_AT_MAIL && c->state <= SMTP_CLIENT_AT_END) {
		decide(c, SMTP_FATE_LATER);
		c->state = SMTP_CLIENT_AT_CLOSE;
		return SMTP_CLIENT_CLOSE;
	}
	switch (c->state) {
	case SMTP_CLIENT_AT_BANNER: return on_greeting(c, code, out);
	case SMTP_CLIENT_AT_EHLO_CLEAR:
	case SMTP_CLIENT_AT_EHLO: return on_ehlo(c, code, out);
	case SMTP_CLIENT_AT_STARTTLS:
		if (code != 220)
			return no_use(c, out, NULL);
		c->state = SMTP_CLIENT_AT_TLS;
		return SMTP_CLIENT_TLS;
	case SMTP_CLIENT_AT_MAIL:
		if (code / 100 == 3)
			break;
		return code / 100 == 2 ? say_rcpt(c, out) : refused(c, code, out);
	case SMTP_CLIENT_AT_RCPT:
		if (code / 100 == 3)
			break;
		return on_rcpt(c, code, out);
	case SMTP_CLIENT_AT_DATA:
		if (code / 100 == 2)
			break;
		if (code != 354)
			return refused(c, code, out);
		c->state = SMTP_CLIENT_AT_TEXT;
		return SMTP_CLIENT_TEXT;
	case SMTP_CLIENT_AT_TEXT: /* a refusal that did not wait for the end */
		if (code / 100 < 4)
			break;
		decide(c, code / 100 == 5 ? SMTP_FATE_NEVER : SMTP_FATE_LATER);
		c->state = SMTP_CLIENT_AT_CLOSE;
		return SMTP_CLIENT_CLOSE;
	case SMTP_CLIENT_AT_END:
		if (code / 100 == 3)
			break;
		return on_end(c, code, out);
	case SMTP_CLIENT_AT_TLS:
	case SMTP_CLIENT_AT_QUIT:
	case SMTP_CLIENT_AT_CLOSE: c->state = SMTP_CLIENT_AT_CLOSE; return SMTP_CLIENT_CLOSE;
	}
	return broken(c, "a reply that does not fit the command");
}

/* What is told of a reply: its first line whole, of the others the words. */
static void
keep_text(struct smtp_client *c, struct span line)
{
	if (c->answer.lines == 0)
		buf_reset(&c->text);
	else
		show(&c->text, SPAN(" "));
	show(&c->text, c->answer.lines == 0 ? line : words_of(line));
}

enum smtp_client_wish
smtp_client_feed(struct smtp_client *c, struct span in, size_t *eaten, struct buf *out)
{
	*eaten = 0;
	while (*eaten < in.n) {
		struct span rest = span_sub(in, *eaten, in.n);
		size_t len;
		enum smtp_line got = smtp_line_scan(rest.p, rest.n, &len);
		if (got == SMTP_LINE_MORE)
			return SMTP_CLIENT_WAIT;
		if (got != SMTP_LINE_GOOD) /* OUT_LONG_LINE */
			return broken(c, "a reply line that is too long or malformed");
		struct span line = span_sub(rest, 0, len - 2);
		bool offers = c->answer.lines > 0 &&
		    (c->state == SMTP_CLIENT_AT_EHLO_CLEAR || c->state == SMTP_CLIENT_AT_EHLO);
		keep_text(c, line);
		enum smtp_answer_part part = smtp_answer_line(&c->answer, line.p, line.n);
		if (part == SMTP_ANSWER_BAD)
			return broken(c, "a malformed or endless reply");
		if (offers)
			on_extension(c, line);
		*eaten += len;
		if (part == SMTP_ANSWER_MORE)
			continue;
		/* OUT_ONCE: behind the last answer it is a farewell at worst. */
		/* OUT_INJECTION: nothing was asked yet that this could answer. */
		if (*eaten < in.n && c->state < SMTP_CLIENT_AT_END)
			return broken(c, "octets that nobody asked for");
		return on_answer(c, out);
	}
	return SMTP_CLIENT_WAIT;
}

void
smtp_client_secured(struct smtp_client *c, struct buf *out)
{
	(void)say_ehlo(c, SMTP_CLIENT_AT_EHLO, out);
}

void
smtp_client_sent(struct smtp_client *c)
{
	c->state = SMTP_CLIENT_AT_END;
}
