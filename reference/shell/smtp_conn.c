/* SMTP over one connection, submission or another server: feeds the session of reference/core and
 * grants its wishes.  Decides nothing about the protocol.  Holds what the core
 * does not: the octets of the message and the list of recipients, both gone
 * with the transaction.  Recipients come from the envelope alone (DLV_HIDDEN),
 * a refused message is refused for all of them (GATE_WHOLE) and costs only
 * itself (GATE_ALIVE); what the client said of itself is not kept
 * (DLV_NO_CLIENT_TRACE), and what a server says of itself counts nothing
 * (MX_HELO_ANY). */
#include "base/buf.h"
#include "reference/core/smtp_session.h"
#include "reference/shell/conn.h"
#include "reference/shell/front.h"
#include "reference/shell/mail_text.h"
#include "reference/shell/mx_message.h"
#include "reference/shell/rate_table.h"
#include "reference/shell/smtp_message.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	OUT_OCTETS = 16 * 1024, /* replies of one step */
	IDLE_MS = 300 * 1000    /* RFC 5321 4.5.3.2.7; nobody waits for them: MX_STALLED */
};

struct smtp_conn {
	struct conn *conn;
	struct front *front;
	struct smtp_rules rules;
	struct smtp_session session;
	int64_t account;
	struct mx_message *mx; /* role SMTP_MX: the message is on its way */
	bool waiting;          /* a callback of the store will come */
	struct checking *work; /* the message is with a thread */
	struct buf text;       /* the message so far; malloc'd */
	struct rcpt_list rcpts;
};

/* A whole message that is being checked in a thread of libuv: a large one takes
 * longer than the other connections may wait. */
struct checking {
	uv_work_t work;
	struct smtp_conn *sc; /* NULL: the connection is gone */
	struct buf text;      /* malloc'd */
	size_t login_n;
	uint8_t login[SMTP_ADDRESS_MAX];
	enum smtp_reply no;
	int fd; /* what is to be delivered; -1: nothing */
	uint64_t size;
};

/* Where the octets of the message are counted. */
static uint64_t *
strangers(struct smtp_conn *sc)
{
	return sc->rules.role == SMTP_MX ? &sc->front->strangers : NULL;
}

static void
forget_mail(struct smtp_conn *sc)
{
	mail_text_free(&sc->text, strangers(sc));
	rcpt_list_clear(&sc->rcpts);
}

static void *
open_as(enum smtp_role role, struct conn *c, struct front *f, bool tls)
{
	struct smtp_conn *sc = calloc(1, sizeof(*sc));
	uint8_t memory[SMTP_REPLY_MAX];
	struct buf out;

	if (sc == NULL)
		return NULL;
	sc->conn = c;
	sc->front = f;
	sc->rules = (struct smtp_rules){
		.account = &f->config->rules,
		.size_max = f->config->max_message_size,
		.rcpt_max = f->config->max_recipients,
		.role = role,
		.foreign = f->config->dkim_key != NULL,
	};
	buf_init(&out, memory, sizeof(memory));
	smtp_session_init(&sc->session, &sc->rules, tls, &out);
	conn_idle_limit(c, IDLE_MS);
	conn_write(c, buf_span(&out)); /* LAT_BANNER: nothing was looked up */
	return sc;
}

static void *
smtp_open(struct conn *c, struct front *f, bool tls)
{
	return open_as(SMTP_SUBMISSION, c, f, tls);
}

static void *
mx_open(struct conn *c, struct front *f, bool tls)
{
	return open_as(SMTP_MX, c, f, tls);
}

static void
answer(struct smtp_conn *sc, enum smtp_reply no)
{
	uint8_t memory[SMTP_REPLY_MAX];
	struct buf out;

	buf_init(&out, memory, sizeof(memory));
	smtp_session_answer(&sc->session, no, &out);
	conn_write(sc->conn, buf_span(&out));
}

/* ---- answers of the store -------------------------------------------------- */

static void
on_login(void *ctx, enum store_status st, int64_t account)
{
	struct smtp_conn *sc = ctx;
	enum smtp_reply no = SMTP_AUTH_LATER;

	switch (st) {
	case STORE_OK: no = SMTP_SILENT; break;
	case STORE_NO: no = SMTP_AUTH_NO; break; /* ACC_NO_PENALTY: at once */
	case STORE_EXISTS:
	case STORE_LIMIT:
	case STORE_FULL:
	case STORE_DOWN: break;
	}
	sc->waiting = false;
	sc->account = st == STORE_OK ? account : 0;
	answer(sc, no);
	conn_resume(sc->conn);
}

static void
on_stored(void *ctx, enum store_status st)
{
	struct smtp_conn *sc = ctx;

	sc->waiting = false;
	answer(sc, smtp_message_stored(st));
	conn_resume(sc->conn);
}

static void
on_mx(void *ctx, enum smtp_reply no)
{
	struct smtp_conn *sc = ctx;

	sc->mx = NULL;
	answer(sc, no);
	conn_resume(sc->conn);
}

/* ---- wishes ---------------------------------------------------------------- */

/* In a thread: touches nothing but its own.  Nobody reads in a log what was said or refused
 * here (ZERO_LOG_SUBJECT, ZERO_LOG_REFUSED). */
static void
check(uv_work_t *work)
{
	struct checking *k = work->data;
	struct span message = buf_span(&k->text);

	k->no = smtp_message_check(message, SPAN_OF(k->login, k->login_n));
	if (k->no == SMTP_SILENT)
		k->no = smtp_message_make(message, &k->fd, &k->size);
	free(k->text.p);
}

static void
checked(uv_work_t *work, int status)
{
	struct checking *k = work->data;
	struct smtp_conn *sc = k->sc;

	(void)status; /* never cancelled */
	if (sc == NULL) {
		if (k->fd != -1)
			close(k->fd);
		free(k);
		return;
	}
	sc->work = NULL;
	if (k->no == SMTP_SILENT) {
		struct span login = SPAN_OF(k->login, k->login_n);
		sc->waiting = true;
		store_deliver(sc->front->store, login, sc->rcpts.list, sc->rcpts.n, k->fd, k->size,
		    on_stored, sc);
	}
	forget_mail(sc);
	if (k->no != SMTP_SILENT) {
		answer(sc, k->no);
		conn_resume(sc->conn);
	}
	free(k);
}

/* In a thread, so that nobody waits for a large one (LAT_LARGE).  False: there is no way to check it,
 * which has been said. */
static bool
submit(struct smtp_conn *sc)
{
	struct span login = smtp_session_login(&sc->session);
	struct checking *k = calloc(1, sizeof(*k));

	if (k != NULL) {
		*k = (struct checking){ .sc = sc, .text = sc->text, .login_n = login.n, .fd = -1 };
		memcpy(k->login, login.p, login.n);
		k->work.data = k;
		if (uv_queue_work(conn_loop(sc->conn), &k->work, check, checked) == 0) {
			sc->work = k;
			buf_init(&sc->text, NULL, 0);
			conn_hold(sc->conn);
			return true;
		}
	}
	free(k);
	forget_mail(sc);
	answer(sc, SMTP_NO_MEMORY);
	return false;
}

/* The same for a message of another server. */
static bool
take(struct smtp_conn *sc)
{
	sc->mx = mx_message_take(sc->front, conn_loop(sc->conn), smtp_session_sender(&sc->session),
	    &sc->rcpts, &sc->text, on_mx, sc);
	if (sc->mx != NULL) {
		conn_hold(sc->conn);
		return true;
	}
	forget_mail(sc);
	answer(sc, SMTP_NO_MEMORY);
	return false;
}

/* MAIL.  SUB_RATE_PER_SENDER: by account, not by address or connection; of other
 * servers there is none. */
static enum smtp_reply
may_send(struct smtp_conn *sc)
{
	struct front *f = sc->front;
	bool may = sc->rules.role == SMTP_MX ||
	    rate_table_take(f->rates, &f->config->rate, sc->account, conn_now(sc->conn));

	return may ? SMTP_SILENT : SMTP_RATE; /* SUB_RATE_LIMIT */
}

/* False when no more input is to be fed now. */
static bool
grant(struct smtp_conn *sc, struct smtp_wish *wish)
{
	switch (wish->kind) {
	case SMTP_WISH_NONE: return true;
	case SMTP_WISH_STARTTLS: conn_start_tls(sc->conn); return false;
	case SMTP_WISH_LOGIN:
		sc->waiting = true;
		conn_hold(sc->conn);
		store_login(
		    sc->front->store, wish->address, wish->password, wish->create, on_login, sc);
		return false;
	case SMTP_WISH_MAIL:
		forget_mail(sc);
		answer(sc, may_send(sc));
		return true;
	case SMTP_WISH_RCPT:
		answer(sc, rcpt_list_add(&sc->rcpts, wish->address) ? SMTP_SILENT : SMTP_NO_MEMORY);
		return true;
	case SMTP_WISH_SUBMIT: return !(sc->rules.role == SMTP_MX ? take(sc) : submit(sc));
	case SMTP_WISH_CLOSE: conn_close(sc->conn); return false;
	}
	return false;
}

/* In the middle of a message nothing can be said but that this was all. */
static void
no_room(struct smtp_conn *sc)
{
	uint8_t memory[SMTP_REPLY_MAX];
	struct buf out;

	buf_init(&out, memory, sizeof(memory));
	smtp_reply_put(&out, SMTP_BUSY, sc->rules.account->domain);
	conn_write(sc->conn, buf_span(&out));
	conn_close(sc->conn);
}

static size_t
smtp_input(void *state, struct span in)
{
	struct smtp_conn *sc = state;
	struct smtp_wish wish = { .kind = SMTP_WISH_NONE };
	uint8_t memory[OUT_OCTETS];
	size_t at = 0, eaten;
	struct buf out;
	bool more = true;

	while (more && at < in.n) {
		struct span rest = span_sub(in, at, in.n);
		if (smtp_session_in_text(&sc->session) &&
		    !mail_text_grow(&sc->text, rest.n, (size_t)sc->rules.size_max, strangers(sc))) {
			no_room(sc);
			return in.n;
		}
		buf_init(&out, memory, sizeof(memory));
		eaten = smtp_session_feed(&sc->session, rest, &out, &sc->text, &wish);
		at += eaten;
		if (out.n > 0)
			conn_write(sc->conn, buf_span(&out));
		more = grant(sc, &wish) && eaten > 0;
		if (!smtp_session_in_mail(&sc->session))
			forget_mail(sc);
	}
	explicit_bzero(&wish, sizeof(wish)); /* may have held a password */
	return at;
}

static void
smtp_tls_on(void *state)
{
	struct smtp_conn *sc = state;

	smtp_session_tls_on(&sc->session);
}

static void
smtp_stopping(void *state)
{
	uint8_t memory[SMTP_REPLY_MAX];
	struct smtp_conn *sc = state;
	struct buf out;

	buf_init(&out, memory, sizeof(memory));
	smtp_reply_put(&out, SMTP_STOPPING, sc->rules.account->domain);
	conn_write(sc->conn, buf_span(&out));
}

static void
smtp_gone(void *state)
{
	struct smtp_conn *sc = state;

	if (sc->work != NULL)
		sc->work->sc = NULL;
	if (sc->mx != NULL)
		mx_message_forget(sc->mx);
	if (sc->waiting)
		store_forget(sc->front->store, sc);
	if (sc->account != 0) /* RET_SMTP_RENEWS: in use until here */
		store_leave(sc->front->store, sc->account);
	forget_mail(sc); /* SMTP_ABORT: what has no end is no message */
	explicit_bzero(sc, sizeof(*sc));
	free(sc);
}

const struct protocol protocol_smtp = {
	.name = "smtp",
	.open = smtp_open,
	.input = smtp_input,
	.tls_on = smtp_tls_on,
	.stopping = smtp_stopping,
	.gone = smtp_gone,
};

const struct protocol protocol_mx = {
	.name = "smtp",
	.open = mx_open,
	.input = smtp_input,
	.tls_on = smtp_tls_on,
	.stopping = smtp_stopping,
	.gone = smtp_gone,
};
