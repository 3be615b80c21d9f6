/* IMAP on one connection: octets become commands, commands find their handler,
 * handlers end in a tagged answer.
 * Sources: RFC 3501 sections 2.2, 3, 7; RFC 7888; RFC 5530. */
#include "reference/shell/imap_session.h"

#include <openssl/crypto.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SKIP_FACTOR = 2, /* literals that are read and thrown away, in messages */
	SAY_MAX = 1000,  /* octets of one imap_printf() */
	PATIENCE = 20,   /* BAD answers to a client that has not logged in */
	STRANGER_MS = 180 * 1000
};

void
imap_no_memory(void)
{
	fprintf(stderr, "refrelay: the front process is out of memory\n");
	exit(1);
}

/* ---- saying --------------------------------------------------------------- */

void
imap_say(struct imap_session *s, struct span text)
{
	conn_write(s->c, text);
}

void
imap_printf(struct imap_session *s, const char *fmt, ...)
{
	char line[SAY_MAX + 1];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	conn_write(s->c, span_str(line));
}

/* A command may hold a password. */
static void
forget_text(struct imap_session *s)
{
	if (s->text.p != NULL)
		OPENSSL_cleanse(s->text.p, s->text.cap);
	free(s->text.p);
	buf_init(&s->text, NULL, 0);
	free(s->cmd);
	s->cmd = NULL;
	imap_append_free(s);
}

static void
leave(struct imap_session *s, struct span last_words)
{
	imap_say(s, last_words);
	s->over = true;
	conn_close(s->c);
}

/* MBOX_DELETE_SELECTED: there is nothing left that this session could be about.
 * Who has deleted it himself goes on without a mailbox. */
static void
leave_deleted(struct imap_session *s)
{
	leave(s, SPAN("* BYE The mailbox has been deleted\r\n"));
}

/* IMAP_EXPUNGE_TIMING (RFC 3501, 7.4.1): no EXPUNGE while sequence numbers are being used. */
static bool
may_expunge(const struct imap_command *c)
{
	return c == NULL || c->uid ||
	    (c->verb != VERB_FETCH && c->verb != VERB_STORE && c->verb != VERB_SEARCH);
}

void
imap_done(struct imap_session *s, const char *result)
{
	if (s->view.deleted && s->cmd != NULL && s->cmd->verb == VERB_DELETE)
		imap_leave_mailbox(s);
	/* IMAP_NOOP_EXISTS, DEL_SEEN_BY_OTHERS: every command ends with the news. */
	if (s->state == IMAP_SELECTED)
		imap_view_tell(&s->view, s->c, may_expunge(s->cmd));
	imap_printf(s, "%s ", s->tag);
	imap_say(s, span_str(result)); /* of any length */
	imap_say(s, SPAN("\r\n"));
	forget_text(s);
	s->busy = false;
	if (s->view.deleted)
		leave_deleted(s);
	if (s->held)
		conn_resume(s->c);
	s->held = false;
}

void
imap_failed(struct imap_session *s, enum store_status st)
{
	switch (st) {
	case STORE_FULL: imap_done(s, "NO [OVERQUOTA] There is no room left"); break;
	case STORE_OK:
	case STORE_NO: imap_done(s, "NO [NONEXISTENT] There is no such thing"); break;
	case STORE_EXISTS: imap_done(s, "NO [ALREADYEXISTS] That mailbox exists already"); break;
	case STORE_LIMIT:
		imap_done(s, "NO [LIMIT] There are too many, or the name is too long");
		break;
	case STORE_DOWN:
		imap_done(s, "NO [UNAVAILABLE] A temporary failure, try again later");
		break;
	}
}

void
imap_enter(struct imap_session *s, enum imap_mode mode)
{
	s->mode = mode;
	s->busy = false;
	forget_text(s);
}

/* ---- refusing ------------------------------------------------------------- */

/* A stranger who sends only nonsense is let go after a while. */
static void
count_bad(struct imap_session *s)
{
	if (s->state != IMAP_NOT_AUTHENTICATED || ++s->bad < PATIENCE)
		return;
	leave(s, SPAN("* BYE Too many errors\r\n"));
}

static void
take_tag(struct imap_session *s, struct span tag)
{
	snprintf(s->tag, sizeof(s->tag), "%.*s", (int)tag.n, (const char *)tag.p);
}

/* The command in s->text will not be run.  IDLE_ONLY_DONE: it ends an IDLE. */
static void
refuse(struct imap_session *s, const char *why)
{
	enum imap_mode mode = s->mode;
	enum imap_verb verb;
	struct span tag;

	s->mode = MODE_COMMAND;
	s->refusal = NULL;
	if (mode == MODE_IDLE) {
		imap_idle_end(s, "BAD Expected DONE");
	} else if (mode == MODE_AUTHENTICATE) {
		imap_done(s, "BAD Expected one line of base64");
	} else if (imap_parse_head(s->text.p, s->text.n, &tag, &verb) == IMAP_NO_TAG) {
		forget_text(s);
		imap_printf(s, "* %s\r\n", why);
	} else {
		take_tag(s, tag);
		imap_printf(s, "%s %s\r\n", s->tag, why);
		forget_text(s);
	}
	count_bad(s);
}

/* ---- running -------------------------------------------------------------- */

static void
imap_ok(struct imap_session *s)
{
	imap_done(s, "OK Completed");
}

static void
imap_cannot(struct imap_session *s)
{
	imap_done(s, "NO [CANNOT] That is not for you to set");
}

static imap_handler *
handler(enum imap_verb v)
{
	switch (v) {
	case VERB_CAPABILITY: return imap_capability;
	case VERB_NOOP:
	case VERB_CHECK: return imap_ok;
	case VERB_LOGOUT: return imap_logout;
	case VERB_ID: return imap_id;
	case VERB_STARTTLS: return imap_starttls;
	case VERB_AUTHENTICATE: return imap_authenticate;
	case VERB_LOGIN: return imap_login;
	case VERB_SELECT:
	case VERB_EXAMINE: return imap_select;
	case VERB_SUBSCRIBE:
	case VERB_UNSUBSCRIBE: return imap_subscribe;
	case VERB_LIST:
	case VERB_LSUB: return imap_list;
	case VERB_STATUS: return imap_status;
	case VERB_NAMESPACE: return imap_namespace;
	case VERB_IDLE: return imap_idle;
	case VERB_GETQUOTAROOT: return imap_getquotaroot;
	case VERB_GETQUOTA: return imap_getquota;
	case VERB_GETMETADATA: return imap_getmetadata;
	case VERB_SETMETADATA: return imap_setmetadata;
	case VERB_CLOSE: return imap_close;
	case VERB_UNSELECT: return imap_unselect;
	case VERB_EXPUNGE: return imap_expunge;
	case VERB_SEARCH: return imap_search;
	case VERB_FETCH: return imap_fetch;
	case VERB_STORE: return imap_store;
	case VERB_COPY:
	case VERB_MOVE: return imap_copy;
	case VERB_CREATE: return imap_create;
	case VERB_DELETE: return imap_delete;
	case VERB_RENAME: return imap_rename;
	case VERB_APPEND: return imap_append;
	case VERB_ENABLE: return imap_enable;
	case VERB_COMPRESS: return imap_compress;
	case VERB_SETQUOTA:
	case VERB_NONE: break;
	}
	return imap_cannot;
}

/* The command in s->cmd is well-formed. */
static void
execute(struct imap_session *s)
{
	enum imap_verb v = s->cmd->verb;

	switch (imap_permitted(s->state, s->tls, v)) {
	case IMAP_WRONG_STATE:
		imap_done(s, "BAD Not now");
		count_bad(s);
		return;
	case IMAP_NEEDS_TLS: imap_done(s, "NO [PRIVACYREQUIRED] Say STARTTLS first"); return;
	case IMAP_ALLOWED: break;
	}
	/* New messages get their numbers before a command may use them.  Flags wait: Delta
	 * Chat takes the first FETCH of a message that it hears for its answer, so one that
	 * was not asked for must not come first, or the message is lost to that device. */
	if (v == VERB_FETCH || v == VERB_STORE || v == VERB_SEARCH || v == VERB_COPY ||
	    v == VERB_MOVE)
		imap_view_number(&s->view, s->c);
	handler(v)(s);
}

static void
run_command(struct imap_session *s)
{
	enum imap_parse result;

	s->busy = true;
	s->cmd = malloc(sizeof(*s->cmd));
	if (s->cmd == NULL)
		imap_no_memory();
	result = imap_parse(s->text.p, s->text.n, s->cmd);
	if (result == IMAP_NO_TAG) {
		imap_enter(s, MODE_COMMAND);
		imap_say(s, SPAN("* BAD A command begins with a tag\r\n"));
		count_bad(s);
		return;
	}
	take_tag(s, s->cmd->tag);
	if (result == IMAP_PARSED) {
		execute(s);
		return;
	}
	imap_done(s, result == IMAP_NO_COMMAND ? "BAD Unknown command" : "BAD Malformed arguments");
	count_bad(s);
}

/* A whole command, or in the other modes a whole line, is in s->text. */
static void
run(struct imap_session *s)
{
	struct span line = span_sub(buf_span(&s->text), 0, s->text.n - 2);

	switch (s->mode) {
	case MODE_COMMAND: run_command(s); break;
	case MODE_AUTHENTICATE:
		s->busy = true;
		imap_sasl_line(s, line);
		break;
	case MODE_IDLE:
		if (span_eq_nocase(line, SPAN("DONE")))
			imap_idle_end(s, "OK IDLE completed");
		else
			refuse(s, "BAD Expected DONE");
		break;
	}
	/* A handler that waits for the store holds the connection. */
	if (s->busy && !s->held) {
		s->held = true;
		conn_hold(s->c);
	}
}

/* ---- receiving ------------------------------------------------------------ */

/* Keeps octets of a command; the caller has seen to it that they are allowed. */
static void
keep(struct imap_session *s, struct span octets)
{
	size_t cap = s->text.n + octets.n;
	uint8_t *p;

	if (cap > s->text.cap) {
		p = malloc(cap);
		if (p == NULL)
			imap_no_memory();
		if (s->text.n > 0) {
			memcpy(p, s->text.p, s->text.n);
			OPENSSL_cleanse(s->text.p, s->text.n);
		}
		free(s->text.p);
		s->text.p = p;
		s->text.cap = cap;
	}
	buf_put(&s->text, octets);
}

/* Reads up to the next event, and no further than a command may be long. */
static size_t
read_on(struct imap_session *s, struct span in, enum imap_frame_event *ev)
{
	size_t room = imap_command_max(s->state) - s->text.n, n = in.n;
	bool kept;

	/* The message of APPEND: the only literal that is not kept. */
	if (s->upload != NULL && s->frame.left > 0 && !s->frame.faulty) {
		n = n < s->frame.left ? n : (size_t)s->frame.left;
		n = imap_frame_feed(&s->frame, in.p, n, ev);
		imap_append_octets(s, span_sub(in, 0, n));
		return n;
	}
	if (room == 0)
		s->frame.faulty = true;
	kept = !s->frame.faulty;
	if (kept && n > room)
		n = room;
	n = imap_frame_feed(&s->frame, in.p, n, ev);
	if (kept)
		keep(s, span_sub(in, 0, n));
	return n;
}

/* What is to become of the literal that has been announced? */
static enum imap_announced
judge_literal(struct imap_session *s, const char **refusal)
{
	enum imap_verb verb = VERB_NONE;
	struct span tag;
	enum imap_announced what = ANNOUNCED_STRING;

	if (s->mode != MODE_COMMAND)
		return ANNOUNCED_REFUSED;
	if (s->state != IMAP_NOT_AUTHENTICATED &&
	    imap_parse_head(s->text.p, s->text.n, &tag, &verb) == IMAP_PARSED &&
	    verb == VERB_APPEND)
		what = imap_append_announced(s, refusal);
	if (what == ANNOUNCED_STRING &&
	    (s->frame.size > imap_literal_max(s->state) ||
		s->text.n + s->frame.size > imap_command_max(s->state)))
		return ANNOUNCED_REFUSED;
	return what;
}

/* {n} or {n+} has come.  IMAP_LITERAL, IMAP_LITERAL_PLUS: "+" asks for the
 * octets of the former; those of the latter are on their way. */
static void
announced(struct imap_session *s)
{
	bool plus = s->frame.plus;
	const char *refusal = "BAD [TOOBIG] That literal is too long";

	if (judge_literal(s, &refusal) != ANNOUNCED_REFUSED) {
		imap_frame_take(&s->frame);
		if (!plus)
			imap_say(s, SPAN("+ Go on\r\n"));
	} else if (plus && s->frame.size <= SKIP_FACTOR * s->f->config->max_message_size) {
		imap_frame_skip(&s->frame);
		s->refusal = refusal;
	} else { /* IMAP_LITERAL_4G: nobody waits for the end of that */
		bool over = plus;
		imap_frame_init(&s->frame);
		refuse(s, refusal);
		if (over)
			leave(s, SPAN("* BYE That literal is too long\r\n"));
	}
}

static size_t
on_input(void *state, struct span in)
{
	struct imap_session *s = state;
	size_t used = 0;

	s->unread = false;
	while (used < in.n && !s->busy && !s->over && !s->unread) {
		enum imap_frame_event ev;

		used += read_on(s, span_sub(in, used, in.n - used), &ev);
		switch (ev) {
		case IMAP_FRAME_MORE: break;
		case IMAP_FRAME_COMMAND: run(s); break;
		case IMAP_FRAME_ANNOUNCED: announced(s); break;
		case IMAP_FRAME_FAULT:
			refuse(s, s->refusal != NULL ? s->refusal : "BAD That line cannot be read");
			break;
		}
	}
	return s->over ? in.n : used;
}

/* ---- the protocol --------------------------------------------------------- */

static void *
on_open(struct conn *c, struct front *f, bool tls)
{
	struct imap_session *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->hub = imap_hub_join(f, c);
	if (s->hub == NULL) {
		free(s);
		return NULL;
	}
	s->c = c;
	s->f = f;
	s->tls = tls;
	conn_idle_limit(c, STRANGER_MS);
	imap_printf(s, "* OK [CAPABILITY %s] refrelay\r\n", imap_offer(s));
	return s;
}

/* TLS_IMAP_NO_SECOND_GREETING: nothing is said, and nothing said in clear counts. */
static void
on_tls(void *state)
{
	struct imap_session *s = state;

	s->tls = true;
	s->over = false;
	imap_frame_init(&s->frame);
	forget_text(s);
	conn_idle_limit(s->c, STRANGER_MS);
}

static void
on_drained(void *state)
{
	struct imap_session *s = state;

	imap_fetch_drained(s);
	/* IDLE_EXISTS, IDLE_EXPUNGE: who idles is told at once. */
	if (s->mode == MODE_IDLE)
		imap_view_tell(&s->view, s->c, true);
	if (s->view.deleted && !s->busy && !s->over)
		leave_deleted(s);
}

/* RFC 3501, 7.1.5: also in the middle of IDLE. */
static void
on_stopping(void *state)
{
	imap_say(state, SPAN("* BYE Going down, try again later\r\n"));
}

static void
on_gone(void *state)
{
	struct imap_session *s = state;

	store_forget(s->f->store, s);
	imap_leave_mailbox(s);
	if (s->account != 0)
		store_leave(s->f->store, s->account);
	imap_hub_awake(s);
	imap_fetch_free(s);
	imap_search_free(s);
	forget_text(s);
	imap_hub_leave(s->hub);
	free(s);
}

const struct protocol protocol_imap = {
	.name = "imap",
	.open = on_open,
	.input = on_input,
	.tls_on = on_tls,
	.drained = on_drained,
	.stopping = on_stopping,
	.gone = on_gone,
};
