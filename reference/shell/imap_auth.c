/* Who the client is: capabilities, TLS, login.
 * Sources: RFC 3501 sections 6.1 and 6.2; RFC 2971; RFC 4616; RFC 4959; RFC 4978; RFC 5161;
 * RFC 5530. */
#include "reference/shell/imap_session.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

enum {
	ADDRESS_MAX = 254, /* octets of an address (RFC 5321, 4.5.3.1) */
	SASL_MAX = 2048,
	LOGGED_IN_MS = 31 * 60 * 1000 /* RFC 3501, 5.4: not below 30 minutes */
};

const char *
imap_offer(const struct imap_session *s)
{
	return imap_capabilities(s->state, s->tls, s->f->config->imap_compress && !s->packed);
}

void
imap_capability(struct imap_session *s)
{
	imap_printf(s, "* CAPABILITY %s\r\n", imap_offer(s));
	imap_done(s, "OK CAPABILITY completed");
}

/* IMAP_ENABLE: nothing here has to be switched on, and what is unknown is no error. */
void
imap_enable(struct imap_session *s)
{
	imap_say(s, SPAN("* ENABLED\r\n"));
	imap_done(s, "OK ENABLE completed");
}

/* IMAP_COMPRESS: the answer is the last thing that is not packed. */
void
imap_compress(struct imap_session *s)
{
	if (s->cmd->has_b) {
		imap_done(s, "BAD Malformed arguments");
	} else if (s->packed) {
		imap_done(s, "NO [COMPRESSIONACTIVE] It is on already");
	} else if (!s->f->config->imap_compress || !span_eq_nocase(s->cmd->a, SPAN("DEFLATE"))) {
		imap_done(s, "NO [CANNOT] There is no such compression here");
	} else {
		imap_done(s, "OK DEFLATE is on");
		if (!conn_compress(s->c))
			imap_no_memory();
		s->packed = s->unread = true;
	}
}

/* IMAP_ID: a name, no version. */
void
imap_id(struct imap_session *s)
{
	imap_say(s, SPAN("* ID (\"name\" \"refrelay\")\r\n"));
	imap_done(s, "OK ID completed");
}

/* IMAP_LOGOUT: BYE, then the tagged answer, then the end. */
void
imap_logout(struct imap_session *s)
{
	imap_leave_mailbox(s);
	imap_say(s, SPAN("* BYE Good-bye\r\n"));
	s->over = true;
	imap_done(s, "OK Logged out");
	conn_close(s->c);
}

void
imap_starttls(struct imap_session *s)
{
	imap_done(s, "OK Begin TLS now");
	s->over = true; /* until tls_on(): nothing behind the command is taken in clear */
	conn_start_tls(s->c);
}

static void
on_login(void *ctx, enum store_status st, int64_t account)
{
	struct imap_session *s = ctx;
	char text[320];

	if (st == STORE_NO) {
		/* ACC_FAILURE_WORD, ACC_NO_ORACLE: one text for every reason. */
		imap_done(s, "NO [AUTHENTICATIONFAILED] Authentication failed");
		return;
	}
	if (st != STORE_OK) {
		imap_failed(s, st);
		return;
	}
	s->account = account;
	s->state = IMAP_AUTHENTICATED;
	conn_idle_limit(s->c, LOGGED_IN_MS);
	/* IMAP_LOGIN_CAPABILITY */
	snprintf(text, sizeof(text), "OK [CAPABILITY %s] Logged in", imap_offer(s));
	imap_done(s, text);
}

/* ACC_CREATE_IMAP: an unknown address that the rules allow becomes an account.
 * ACC_LOGIN_AGAIN, ACC_WRONG_PASSWORD, ACC_SAME_PASSWORD: a known one is for the
 * store to judge, by its own password. */
static void
login(struct imap_session *s, struct span user, struct span password)
{
	const struct account_rules *rules = &s->f->config->rules;
	uint8_t lower[ADDRESS_MAX];
	struct span address = SPAN_OF(lower, user.n);

	if (user.n > ADDRESS_MAX) {
		on_login(s, STORE_NO, 0);
		return;
	}
	/* ACC_CASE: one mailbox, however its name is written. */
	for (size_t i = 0; i < user.n; i++)
		lower[i] =
		    user.p[i] >= 'A' && user.p[i] <= 'Z' ? (uint8_t)(user.p[i] + 32) : user.p[i];
	if (!account_is_local(rules, address)) {
		on_login(s, STORE_NO, 0);
		return;
	}
	store_login(s->f->store, address, password, account_may_create(rules, address, password),
	    on_login, s);
}

void
imap_login(struct imap_session *s)
{
	login(s, s->cmd->a, s->cmd->b);
}

/* A SASL PLAIN message, from the command or from a line of its own. */
static void
plain(struct imap_session *s, struct span base64)
{
	uint8_t memory[SASL_MAX];
	struct span user, password;

	if (base64.n > sizeof(memory) || !imap_sasl_plain(base64, memory, &user, &password))
		imap_done(s, "BAD That is no SASL PLAIN message");
	else
		login(s, user, password);
	OPENSSL_cleanse(memory, sizeof(memory));
}

/* ACC_IMAP_SASL: AUTHENTICATE PLAIN, with or without an initial response. */
void
imap_authenticate(struct imap_session *s)
{
	if (!span_eq_nocase(s->cmd->a, SPAN("PLAIN"))) {
		imap_done(s, "NO [CANNOT] Only PLAIN is offered");
		return;
	}
	if (s->cmd->has_b) {
		plain(s, s->cmd->b);
		return;
	}
	imap_enter(s, MODE_AUTHENTICATE);
	imap_say(s, SPAN("+ \r\n"));
}

void
imap_sasl_line(struct imap_session *s, struct span line)
{
	s->mode = MODE_COMMAND;
	if (span_eq(line, SPAN("*")))
		imap_done(s, "BAD Cancelled");
	else
		plain(s, line);
}
