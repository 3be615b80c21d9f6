/* QUOTA and METADATA.
 * Sources: RFC 2087; RFC 5464; the METADATA keys of chatmail relays. */
#include "reference/core/imap_text.h"
#include "reference/shell/imap_session.h"

#include <stdio.h>
#include <stdlib.h>

#define ROOT       "User quota"
#define NO_MAILBOX "NO [NONEXISTENT] No such mailbox"

static const char token_key[] = "/private/devicetoken";

/* ---- quota ---------------------------------------------------------------- */

static void
on_quota(void *ctx, enum store_status st, uint64_t used, uint64_t limit)
{
	struct imap_session *s = ctx;

	if (st != STORE_OK) {
		imap_failed(s, st);
		return;
	}
	/* IMAP_QUOTAROOT: STORAGE counts in units of 1024 octets. */
	if (s->cmd->verb == VERB_GETQUOTAROOT)
		imap_say(s, SPAN("* QUOTAROOT INBOX \"" ROOT "\"\r\n"));
	imap_printf(s, "* QUOTA \"" ROOT "\" (STORAGE %llu %llu)\r\n",
	    (unsigned long long)((used + 1023) / 1024), (unsigned long long)(limit / 1024));
	imap_done(s, "OK Quota completed");
}

void
imap_getquotaroot(struct imap_session *s)
{
	if (imap_is_inbox(s->cmd->a))
		store_quota(s->f->store, s->account, on_quota, s);
	else
		imap_done(s, NO_MAILBOX);
}

void
imap_getquota(struct imap_session *s)
{
	if (span_eq(s->cmd->a, SPAN(ROOT)))
		store_quota(s->f->store, s->account, on_quota, s);
	else
		imap_done(s, "NO [NONEXISTENT] No such quota root");
}

/* ---- reading -------------------------------------------------------------- */

/* The value of a key of the server; false when it is unknown or not set. */
static bool
server_value(const struct config *c, struct span name, char *number, size_t n, struct span *value)
{
	/* IMAP_MAX_RCPT: how many recipients one message may have. */
	if (span_eq_nocase(name, SPAN("/shared/vendor/deltachat/maxsmtprecipients"))) {
		snprintf(number, n, "%zu", c->max_recipients);
		*value = span_str(number);
		return true;
	}
	*value = c->admin;
	return span_eq_nocase(name, SPAN("/shared/admin")) && c->admin.n > 0;
}

static bool
is_token(const struct imap_session *s, struct span name)
{
	return imap_is_inbox(s->cmd->a) && span_eq_nocase(name, span_str(token_key));
}

/* Keys without a value are left out, and with them the whole answer (RFC 5464, 4.4.1). */
static void
put_entries(struct imap_session *s, struct buf *b, struct span tokens)
{
	bool any = false;

	for (size_t i = 0; i < s->cmd->n_entries; i++) {
		struct span name = s->cmd->entries[i].name, value = tokens;
		char number[24];

		if (is_token(s, name)) {
			if (tokens.n == 0)
				continue;
		} else if (s->cmd->a.n != 0 ||
		    !server_value(s->f->config, name, number, sizeof(number), &value)) {
			continue;
		}
		buf_put_str(b,
		    any               ? " "
			: s->cmd->a.n ? "* METADATA INBOX ("
				      : "* METADATA \"\" (");
		any = true;
		buf_put(b, name);
		buf_put_octet(b, ' ');
		imap_put_string(b, value);
	}
	if (any)
		buf_put_str(b, ")\r\n");
}

/* IMAP_METADATA: unknown keys are no error. */
static void
answer(struct imap_session *s, struct span tokens)
{
	/* Every octet at most once escaped, and each name at most IMAP_ENTRIES times. */
	size_t cap = (2 * tokens.n + s->f->config->admin.n * 2 + 65536) * 2;
	struct buf b;
	uint8_t *memory;

	for (size_t i = 0; i < s->cmd->n_entries; i++)
		cap += tokens.n * 2 + s->f->config->admin.n * 2;
	memory = malloc(cap);
	if (memory == NULL)
		imap_no_memory();
	buf_init(&b, memory, cap);
	put_entries(s, &b, tokens);
	imap_say(s, buf_span(&b));
	free(memory);
	imap_done(s, "OK GETMETADATA completed");
}

static void
on_tokens(void *ctx, enum store_status st, struct span tokens)
{
	if (st == STORE_OK)
		answer(ctx, tokens);
	else
		imap_failed(ctx, st);
}

void
imap_getmetadata(struct imap_session *s)
{
	if (s->cmd->a.n != 0 && !imap_is_inbox(s->cmd->a)) {
		imap_done(s, NO_MAILBOX);
		return;
	}
	for (size_t i = 0; i < s->cmd->n_entries; i++) {
		if (is_token(s, s->cmd->entries[i].name)) {
			store_get_tokens(s->f->store, s->account, on_tokens, s);
			return;
		}
	}
	answer(s, SPAN(""));
}

/* ---- writing -------------------------------------------------------------- */

/* A token is printable and without blanks, because tokens are read back joined by SP. */
static const char *
refusal(const struct imap_session *s, const struct imap_entry *e)
{
	if (!is_token(s, e->name))
		return "NO [CANNOT] Only /private/devicetoken of INBOX can be set";
	if (e->nil || e->value.n == 0)
		return "NO [CANNOT] A device token cannot be taken back";
	if (e->value.n > IMAP_VALUE_MAX)
		return "NO [METADATA MAXSIZE 4096] The value is too long";
	for (size_t i = 0; i < e->value.n; i++)
		if (e->value.p[i] <= ' ' || e->value.p[i] >= 0x7f)
			return "NO [CANNOT] A device token is printable ASCII without blanks";
	return NULL;
}

/* IMAP_DEVICETOKEN: each value is added to those there are. */
static void
on_token(void *ctx, enum store_status st)
{
	struct imap_session *s = ctx;

	if (st == STORE_FULL) {
		imap_done(s, "NO [METADATA TOOMANY] There are too many device tokens");
		return;
	}
	if (st != STORE_OK) {
		imap_failed(s, st);
		return;
	}
	if (s->next_entry == s->cmd->n_entries)
		imap_done(s, "OK SETMETADATA completed");
	else
		store_add_token(
		    s->f->store, s->account, s->cmd->entries[s->next_entry++].value, on_token, s);
}

void
imap_setmetadata(struct imap_session *s)
{
	for (size_t i = 0; i < s->cmd->n_entries; i++) {
		const char *why = refusal(s, &s->cmd->entries[i]);

		if (why != NULL) {
			imap_done(s, why);
			return;
		}
	}
	s->next_entry = 0;
	on_token(s, STORE_OK);
}
