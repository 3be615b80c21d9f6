/* METADATA.
 * Sources: RFC 5464; the METADATA keys of chatmail relays. */
#include "reference/core/imap_text.h"
#include "reference/shell/clock.h"
#include "reference/shell/imap_session.h"
#include "reference/shell/turn_mac.h"

#include <stdlib.h>

#define NO_MAILBOX "NO [NONEXISTENT] No such mailbox"

static const char token_key[] = "/private/devicetoken";

/* ---- values --------------------------------------------------------------- */

enum { VALUE_MOST = 4096 }; /* octets that a value is written in; the others are told as they are */

/* The value of an entry, perhaps written into b; n == 0: it is not set. */
typedef struct span meta_value(const struct imap_session *s, struct buf *b);

/* META_ADMIN */
static struct span
admin(const struct imap_session *s, struct buf *b)
{
	(void)b;
	return s->f->config->admin;
}

/* META_IROH: what was said, else ourselves if we pass it on. */
static struct span
iroh_relay(const struct imap_session *s, struct buf *b)
{
	const struct config *c = s->f->config;

	if (c->iroh_relay != NULL)
		return span_str(c->iroh_relay);
	if (c->iroh_upstream != NULL) {
		buf_put_str(b, "https://");
		buf_put(b, c->domain);
	}
	return buf_span(b);
}

/* META_TURN_EXPIRY: anew for each who asks. */
static struct span
turn(const struct imap_session *s, struct buf *b)
{
	const struct config *c = s->f->config;
	uint64_t expiry = (uint64_t)clock_now() + c->turn_lifetime;
	uint8_t mac[TURN_MAC_OCTETS];

	if (s->f->meta.turn_secret.n > 0 && turn_mac(s->f->meta.turn_secret, expiry, mac) == 0)
		turn_put(b, span_str(c->turn_host), c->turn_port, expiry, mac);
	return buf_span(b);
}

/* IMAP_MAX_RCPT: how many recipients one message may have. */
static struct span
max_recipients(const struct imap_session *s, struct buf *b)
{
	buf_put_u64(b, s->f->config->max_recipients);
	return buf_span(b);
}

/* META_APPVERSIONS */
static struct span
appversions(const struct imap_session *s, struct buf *b)
{
	(void)b;
	return s->f->meta.appversions;
}

/* META_COMMENT: there is none. */
// clang-format off
static const struct {
	const char *name;
	meta_value *value;
} keys[] = {
	{ "/shared/admin",                                admin },
	{ "/shared/vendor/deltachat/irohrelay",           iroh_relay },
	{ "/shared/vendor/deltachat/turn",                turn },
	{ "/shared/vendor/deltachat/maxsmtprecipients",   max_recipients },
	{ "/shared/vendor/deltachat/appversions",         appversions },
};
// clang-format on

/* ---- reading -------------------------------------------------------------- */

/* An answer to GETMETADATA while it is said. */
struct meta_answer {
	struct imap_session *s;
	bool begun;
	size_t longest; /* octets of the largest value that was too large */
};

/* Does asking for `asked` ask for key as well? */
static bool
asks_for(const struct imap_command *c, struct span asked, const char *key)
{
	struct span k = span_str(key);

	if (span_eq_nocase(asked, k))
		return true;
	if (c->depth == DEPTH_0 || k.n <= asked.n || !span_starts_nocase(k, asked) ||
	    k.p[asked.n] != '/')
		return false;
	return c->depth == DEPTH_INFINITY || span_find(k, asked.n + 1, '/') == k.n;
}

/* Keys without a value are left out, and with them the whole answer (RFC 5464,
 * 4.4.1); so are those above MAXSIZE (META_MAXSIZE). */
static void
say_entry(struct meta_answer *a, struct span name, struct span value)
{
	const struct imap_command *c = a->s->cmd;
	size_t cap = name.n + 2 * value.n + 64; /* every octet at most once escaped */
	struct buf b;

	if (value.n == 0)
		return;
	if (c->has_maxsize && value.n > c->maxsize) {
		a->longest = value.n > a->longest ? value.n : a->longest;
		return;
	}
	uint8_t *memory = malloc(cap);
	if (memory == NULL)
		imap_no_memory();
	buf_init(&b, memory, cap);
	buf_put_str(&b, a->begun ? " " : c->a.n > 0 ? "* METADATA INBOX (" : "* METADATA \"\" (");
	buf_put(&b, name);
	buf_put_octet(&b, ' ');
	imap_put_string(&b, value);
	imap_say(a->s, buf_span(&b));
	free(memory);
	a->begun = true;
}

static void
say_server_entries(struct meta_answer *a, struct span asked)
{
	uint8_t memory[VALUE_MOST];
	struct buf b;

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		buf_init(&b, memory, sizeof(memory));
		if (!asks_for(a->s->cmd, asked, keys[i].name))
			continue;
		/* spelled as asked: some clients compare */
		struct span name = span_str(keys[i].name);
		say_entry(a, asked.n == name.n ? asked : name, keys[i].value(a->s, &b));
	}
}

/* META_ONE_ANSWER, IMAP_METADATA: unknown keys are no error. */
static void
answer(struct imap_session *s, struct span tokens)
{
	struct meta_answer a = { .s = s };
	char result[80];
	struct buf b;

	for (size_t i = 0; i < s->cmd->n_entries; i++) {
		struct span asked = s->cmd->entries[i].name;
		if (s->cmd->a.n == 0)
			say_server_entries(&a, asked);
		else if (asks_for(s->cmd, asked, token_key))
			say_entry(&a, span_str(token_key), tokens);
	}
	if (a.begun)
		imap_say(s, SPAN(")\r\n"));
	buf_init(&b, result, sizeof(result) - 1);
	buf_put_str(&b, "OK ");
	if (a.longest > 0) { /* RFC 5464, 4.2.1 */
		buf_put_str(&b, "[METADATA LONGENTRIES ");
		buf_put_u64(&b, a.longest);
		buf_put_str(&b, "] ");
	}
	buf_put_str(&b, "GETMETADATA completed");
	result[b.n] = '\0';
	imap_done(s, result);
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
	if (s->cmd->a.n == 0)
		answer(s, SPAN(""));
	else if (imap_is_inbox(s->cmd->a))
		store_get_tokens(s->f->store, s->account, on_tokens, s);
	else
		imap_done(s, NO_MAILBOX);
}

/* ---- writing -------------------------------------------------------------- */

/* META_UNKNOWN_PRIVATE, META_SHARED_READONLY, META_MESSAGENEW: there is one key
 * that can be set.  A token is printable and without blanks, because tokens are
 * read back joined by SP. */
static const char *
refusal(const struct imap_session *s, const struct imap_entry *e)
{
	if (!imap_is_inbox(s->cmd->a) || !span_eq_nocase(e->name, span_str(token_key)))
		return "NO [CANNOT] Only /private/devicetoken of INBOX can be set";
	if (e->nil)
		return NULL;
	if (e->value.n == 0)
		return "NO [CANNOT] A device token has octets; NIL takes all of them back";
	if (e->value.n > IMAP_VALUE_MAX) /* META_TOKEN_LONG, META_TOKEN_TOO_LONG */
		return "NO [METADATA MAXSIZE 4096] The value is too long";
	for (size_t i = 0; i < e->value.n; i++)
		if (e->value.p[i] <= ' ' || e->value.p[i] >= 0x7f)
			return "NO [CANNOT] A device token is printable ASCII without blanks";
	return NULL;
}

/* IMAP_DEVICETOKEN: each value is added to those there are; META_TOKEN_NIL: NIL
 * removes the entry, and that is all of them. */
static void
on_token(void *ctx, enum store_status st)
{
	struct imap_session *s = ctx;

	if (st == STORE_LIMIT) {
		imap_done(s, "NO [METADATA TOOMANY] There are too many device tokens");
		return;
	}
	if (st != STORE_OK) {
		imap_failed(s, st);
		return;
	}
	if (s->next_entry == s->cmd->n_entries) {
		imap_done(s, "OK SETMETADATA completed");
		return;
	}
	const struct imap_entry *e = &s->cmd->entries[s->next_entry++];
	if (e->nil)
		store_drop_tokens(s->f->store, s->account, on_token, s);
	else
		store_add_token(s->f->store, s->account, e->value, on_token, s);
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
