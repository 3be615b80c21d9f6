/* The SMTP session in both roles: puts line scanner, commands, paths, states,
 * DATA and replies together.  What it decides itself are the guards: syntax,
 * sender, recipients, sizes, counts.
 * RFC 5321, 6409, 4954, 3207, 1870, 2920. */
#include "reference/core/smtp_session.h"

#include "reference/core/base64.h"
#include "reference/core/recipient.h"
#include "reference/core/sasl_plain.h"
#include "reference/core/smtp_command.h"

#include <string.h>

static void
say(const struct smtp_session *s, struct buf *out, enum smtp_reply r)
{
	struct smtp_offer offer = {
		.domain = s->rules->account->domain,
		.size_max = s->rules->size_max,
		.starttls = s->state == SMTP_IN_CLEAR,
		/* TLS_SMTP_NO_AUTH_CLEAR, MX_NO_AUTH */
		.auth = s->rules->role == SMTP_SUBMISSION && s->state != SMTP_IN_CLEAR,
	};

	if (r == SMTP_EHLO_OK)
		smtp_reply_put_ehlo(out, &offer);
	else
		smtp_reply_put(out, r, offer.domain);
}

void
smtp_session_init(struct smtp_session *s, const struct smtp_rules *r, bool tls, struct buf *out)
{
	memset(s, 0, sizeof(*s));
	s->rules = r;
	s->state = tls ? SMTP_IN_TLS_NEW : SMTP_IN_CLEAR_NEW;
	smtp_dot_init(&s->dot);
	say(s, out, SMTP_GREETING);
}

bool
smtp_session_in_text(const struct smtp_session *s)
{
	return s->state == SMTP_IN_DATA && s->wish == SMTP_WISH_NONE;
}

bool
smtp_session_in_mail(const struct smtp_session *s)
{
	return s->state >= SMTP_IN_MAIL;
}

struct span
smtp_session_login(const struct smtp_session *s)
{
	return (struct span){ s->login, s->login_n };
}

struct span
smtp_session_sender(const struct smtp_session *s)
{
	return smtp_session_login(s);
}

/* The address in lower case, in `to`, which has SMTP_ADDRESS_MAX octets. */
static struct span
lower(struct span address, uint8_t *to)
{
	size_t n = address.n < SMTP_ADDRESS_MAX ? address.n : SMTP_ADDRESS_MAX;

	for (size_t i = 0; i < n; i++) {
		uint8_t c = address.p[i];
		to[i] = c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
	}
	return (struct span){ to, n };
}

/* The PLAIN response: a wish, or the reply that refuses it. */
static enum smtp_reply
try_login(struct smtp_session *s, struct span base64, struct smtp_wish *wish)
{
	struct span plain, identity, name;
	size_t i, j;

	if (base64.n > sizeof(wish->memory))
		return SMTP_AUTH_SYNTAX;
	if (base64.n > 0)
		memcpy(wish->memory, base64.p, base64.n);
	plain = SPAN_OF(wish->memory, base64_decode(wish->memory, base64.n));
	if (!sasl_plain_scan(plain.p, plain.n, &i, &j))
		return SMTP_AUTH_SYNTAX; /* ACC_AUTH_MALFORMED */
	identity = span_sub(plain, 0, i);
	name = span_sub(plain, i + 1, j - i - 1);
	if (i > 0 && !span_eq_nocase(identity, name))
		return SMTP_AUTH_NO;                      /* nobody acts for another */
	wish->address = lower(name, s->login);            /* ACC_CASE */
	wish->password = span_sub(plain, j + 1, plain.n); /* ACC_PASSWORD_BYTES: as they came */
	s->login_n = wish->address.n;
	if (name.n > SMTP_ADDRESS_MAX || !account_is_local(s->rules->account, wish->address))
		return SMTP_AUTH_NO; /* ACC_FOREIGN_DOMAIN, ACC_NO_ORACLE */
	/* ACC_CREATE_SMTP */
	wish->create = account_may_create(s->rules->account, wish->address, wish->password);
	wish->kind = SMTP_WISH_LOGIN;
	return SMTP_SILENT;
}

/* AUTH mechanism [SP initial-response] */
static enum smtp_reply
on_auth(struct smtp_session *s, struct span arg, struct smtp_wish *wish)
{
	size_t end = span_find(arg, 0, ' ');

	if (end == 0)
		return SMTP_SYNTAX;
	if (!span_eq_nocase(span_sub(arg, 0, end), SPAN("PLAIN")))
		return SMTP_MECHANISM_NO; /* ACC_PLAIN_ONLY */
	if (end < arg.n)
		return try_login(s, span_sub(arg, end + 1, arg.n), wish);
	s->in_auth = true; /* ACC_AUTH_CONTINUATION */
	return SMTP_AUTH_GO;
}

/* Who submits sends as himself.  Of another server's senders anyone will do: what
 * counts is who has signed, and that is seen later. */
static enum smtp_reply
check_sender(const struct smtp_session *s, struct span address)
{
	if (s->rules->role == SMTP_MX)
		return SMTP_SILENT; /* MX_NULL_SENDER, MX_SENDER_DIFFERS, MX_NO_REPUTATION */
	if (address.n == 0)
		return SMTP_SENDER_NO; /* SUB_NULL_SENDER */
	if (!span_eq_nocase(address, smtp_session_login(s)))
		return SMTP_SENDER_NO; /* SUB_SENDER_IS_LOGIN */
	return SMTP_SILENT;
}

static enum smtp_reply
on_mail(struct smtp_session *s, struct span arg, struct smtp_wish *wish)
{
	struct smtp_mail m;
	enum smtp_reply no = smtp_path_mail(arg, &m);

	if (no == SMTP_SILENT)
		no = check_sender(s, m.address);
	if (no != SMTP_SILENT)
		return no;
	if (m.size > s->rules->size_max)
		return SMTP_TOO_BIG; /* SUB_SIZE_DECLARED, MX_SIZE */
	if (s->rules->role == SMTP_MX) {
		s->login_n = m.address.n < SMTP_ADDRESS_MAX ? m.address.n : SMTP_ADDRESS_MAX;
		memcpy(s->login, m.address.p, s->login_n);
	}
	s->utf8 = m.utf8;
	s->rcpts = 0;
	wish->kind = SMTP_WISH_MAIL;
	return SMTP_SILENT;
}

static enum smtp_reply
on_rcpt(struct smtp_session *s, struct span arg, struct smtp_wish *wish)
{
	const struct smtp_rules *r = s->rules;
	struct span path;
	enum smtp_reply no = smtp_path_rcpt(arg, s->utf8, &path);

	if (no != SMTP_SILENT)
		return no;
	if (s->rcpts >= r->rcpt_max)
		return SMTP_RCPT_LIMIT; /* SUB_RCPT_LIMIT */
	/* SUB_UNKNOWN_RCPT, MX_RCPT_SAME: whether the account exists is not asked here. */
	if (!recipient_local(r->account, path, wish->memory, &wish->address)) {
		if (r->role == SMTP_MX)
			return SMTP_RELAY_NO; /* MX_RELAY_FOREIGN, MX_RELAY_TRICKS */
		if (!r->foreign ||
		    !recipient_foreign(r->account, path, wish->memory, &wish->address))
			return SMTP_FOREIGN_NO;
	}
	wish->kind = SMTP_WISH_RCPT;
	return SMTP_SILENT;
}

/* One event happened: the state moves, the client hears the reply. */
static void
happen(struct smtp_session *s, enum smtp_event e, enum smtp_reply guard, struct buf *out)
{
	if (e == SMTP_ON_UNKNOWN || e == SMTP_ON_BAD_LINE || e == SMTP_ON_LONG_LINE) {
		if (++s->bad >= SMTP_BAD_COMMANDS_MAX)
			e = SMTP_ON_GIVE_UP;
	} else {
		s->bad = 0;
	}
	say(s, out, smtp_state_step(s->rules->role, &s->state, e, guard));
}

static void
on_command(struct smtp_session *s, struct span line, struct buf *out, struct smtp_wish *wish)
{
	struct smtp_command c;
	enum smtp_reply no;

	smtp_command_parse(line, &c);
	no = smtp_state_allows(s->rules->role, s->state, c.verb);
	if (no == SMTP_SILENT)
		no = smtp_command_check(&c);
	if (no == SMTP_SILENT && c.verb == SMTP_ON_AUTH)
		no = on_auth(s, c.arg, wish);
	else if (no == SMTP_SILENT && c.verb == SMTP_ON_MAIL)
		no = on_mail(s, c.arg, wish);
	else if (no == SMTP_SILENT && c.verb == SMTP_ON_RCPT)
		no = on_rcpt(s, c.arg, wish);
	if (wish->kind != SMTP_WISH_NONE)
		return;
	if (no == SMTP_AUTH_GO) {
		say(s, out, no);
		return;
	}
	happen(s, c.verb, no, out);
	if (no != SMTP_SILENT)
		return;
	if (c.verb == SMTP_ON_STARTTLS)
		wish->kind = SMTP_WISH_STARTTLS;
	if (c.verb == SMTP_ON_DATA) {
		smtp_dot_init(&s->dot);
		s->text = 0;
		s->too_big = false;
	}
}

static void
on_auth_line(struct smtp_session *s, struct span line, struct buf *out, struct smtp_wish *wish)
{
	enum smtp_reply no;

	s->in_auth = false;
	if (span_eq(line, SPAN("*")))
		no = SMTP_AUTH_CANCELLED; /* ACC_AUTH_CANCEL */
	else
		no = try_login(s, line, wish);
	if (no != SMTP_SILENT)
		happen(s, SMTP_ON_AUTH, no, out);
}

static size_t
feed_line(struct smtp_session *s, struct span in, struct buf *out, struct smtp_wish *wish)
{
	size_t len;

	if (s->dropping) {
		s->dropping = !smtp_line_drop(in.p, in.n, &len);
		if (!s->dropping)
			happen(s, SMTP_ON_LONG_LINE, SMTP_SILENT, out); /* SMTP_LONG_COMMAND */
		return len;
	}
	switch (smtp_line_scan(in.p, in.n, &len)) {
	case SMTP_LINE_MORE: return 0; /* SMTP_SPLIT */
	case SMTP_LINE_LONG:
		s->dropping = true;
		s->in_auth = false;
		break;
	case SMTP_LINE_BAD: /* SMTP_BARE_LF, SMTP_BARE_CR, SMTP_NUL, MX_BARE_LF */
		s->in_auth = false;
		happen(s, SMTP_ON_BAD_LINE, SMTP_SILENT, out);
		break;
	case SMTP_LINE_GOOD:
		if (s->in_auth)
			on_auth_line(s, span_sub(in, 0, len - 2), out, wish);
		else
			on_command(s, span_sub(in, 0, len - 2), out, wish);
		break;
	}
	return len;
}

/* Octets of the message; what is too much for it goes into a small sink. */
static size_t
feed_text(struct smtp_session *s, struct span in, struct buf *out, struct buf *text,
    struct smtp_wish *wish)
{
	uint8_t sink[512];
	size_t made, eaten;

	if (s->too_big) {
		eaten = smtp_dot_feed(&s->dot, in.p, in.n, sink, sizeof(sink), &made);
	} else {
		uint8_t *to = text->cap > 0 ? text->p + text->n : sink; /* there is no room yet */
		eaten = smtp_dot_feed(&s->dot, in.p, in.n, to, text->cap - text->n, &made);
		text->n += made;
		s->text += made;
		s->too_big = s->text > s->rules->size_max; /* SUB_SIZE_UNDECLARED, MX_SIZE */
	}
	if (s->dot.at != SMTP_DOT_END)
		return eaten;
	if (s->dot.dirty) /* SMTP_DATA_END, SMTP_SMUGGLING, SMTP_HEADER_BARE_LF, MX_SMUGGLING */
		happen(s, SMTP_ON_END, SMTP_TEXT_STRAY, out);
	else if (s->too_big)
		happen(s, SMTP_ON_END, SMTP_TOO_BIG, out); /* SUB_SIZE_UNDECLARED */
	else
		wish->kind = SMTP_WISH_SUBMIT;
	return eaten;
}

size_t
smtp_session_feed(struct smtp_session *s, struct span in, struct buf *out, struct buf *text,
    struct smtp_wish *wish)
{
	size_t at = 0, eaten = 1;

	wish->kind = SMTP_WISH_NONE;
	/* SMTP_PIPELINING, MX_PIPELINING: as many commands as there are, one after the other. */
	while (eaten > 0 && at < in.n && s->wish == SMTP_WISH_NONE && s->state != SMTP_IN_CLOSED &&
	    out->cap - out->n >= SMTP_REPLY_MAX) {
		struct span rest = span_sub(in, at, in.n);

		eaten = s->state == SMTP_IN_DATA ? feed_text(s, rest, out, text, wish)
						 : feed_line(s, rest, out, wish);
		at += eaten;
		s->wish = wish->kind;
	}
	if (s->state == SMTP_IN_CLOSED)
		wish->kind = SMTP_WISH_CLOSE;
	if (s->wish == SMTP_WISH_STARTTLS || s->state == SMTP_IN_CLOSED)
		return in.n; /* TLS_SMTP_INJECTION, MX_STARTTLS_INJECTION: the rest is gone */
	return at;
}

void
smtp_session_answer(struct smtp_session *s, enum smtp_reply no, struct buf *out)
{
	enum smtp_wish_kind kind = s->wish;

	s->wish = SMTP_WISH_NONE;
	switch (kind) {
	case SMTP_WISH_LOGIN: happen(s, SMTP_ON_AUTH, no, out); break;
	case SMTP_WISH_MAIL: happen(s, SMTP_ON_MAIL, no, out); break;
	case SMTP_WISH_RCPT:
		happen(s, SMTP_ON_RCPT, no, out);
		if (no == SMTP_SILENT)
			s->rcpts++;
		break;
	case SMTP_WISH_SUBMIT: happen(s, SMTP_ON_END, no, out); break;
	case SMTP_WISH_NONE:
	case SMTP_WISH_STARTTLS:
	case SMTP_WISH_CLOSE: break;
	}
}

void
smtp_session_tls_on(struct smtp_session *s)
{
	s->wish = SMTP_WISH_NONE;
	/* TLS_SMTP_FORGETS, MX_STARTTLS_RESET; the state did so when STARTTLS was accepted */
	s->login_n = 0;
}
