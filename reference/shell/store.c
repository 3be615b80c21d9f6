/* The store process: requests in, one transaction a turn, answers out.
 *
 * All requests that are there when the loop wakes are worked on in order; the
 * writes among them share one transaction, so one sync pays for all of them.
 * Answers and events wait until it is committed: what has been answered is on
 * disk (DUR_MESSAGE, DUR_QUEUE, DUR_FLAGS, DUR_EXPUNGE, DUR_APPEND, DUR_ACCOUNT,
 * DUR_MAILBOX, DUR_TOKEN), and the end in order has nothing left to write
 * (DUR_RESTART).  Does not know any mail protocol. */
#include "reference/shell/store.h"

#include "reference/shell/store_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TRUNCATE_MS = 1000 };

static void on_truncate(uv_timer_t *t);

static struct dkim_signer *signer; /* read before this process gave up its files */

struct row {
	store_handler *handle;
	bool writes, answers;
};

// clang-format off
static const struct row rows[IPC_KINDS] = {
	[IPC_DELIVER]    = { store_do_deliver,    true,  true },
	[IPC_OPEN]       = { store_do_open,       false, true },
	[IPC_CLOSE]      = { store_do_close,      false, false },
	[IPC_BODY]       = { store_do_body,       false, true },
	[IPC_FLAGS]      = { store_do_flags,      true,  true },
	[IPC_EXPUNGE]    = { store_do_expunge,    true,  true },
	[IPC_COPY]       = { store_do_copy,       true,  true },
	[IPC_APPEND]     = { store_do_append,     true,  true },
	[IPC_LIST]       = { store_do_list,       false, true },
	[IPC_COUNT]      = { store_do_count,      false, true },
	[IPC_CREATE]     = { store_do_create,     true,  true },
	[IPC_REMOVE]     = { store_do_remove,     true,  true },
	[IPC_RENAME]     = { store_do_rename,     true,  true },
	[IPC_SUBSCRIBE]  = { store_do_subscribe,  true,  true },
	[IPC_QUOTA]      = { store_do_quota,      false, true },
	[IPC_ADD_TOKEN]  = { store_do_add_token,  true,  true },
	[IPC_GET_TOKENS] = { store_do_get_tokens, false, true },
	[IPC_DROP_TOKENS] = { store_do_drop_tokens, true, true },
	[IPC_PUSH_READY] = { store_do_push_ready, false, false },
	[IPC_PUSHED]     = { store_do_pushed,     true,  false },
	[IPC_SEND_READY] = { store_do_send_ready, true,  false },
	[IPC_SENT]       = { store_do_sent,       true,  false },
	[IPC_LEAVE]      = { store_do_leave,      false, false },
};
// clang-format on

/* Without memory no promise can be kept; the parent says so and stops. */
_Noreturn void
store_no_memory(void)
{
	fprintf(stderr, "refrelay: the store process is out of memory\n");
	exit(1);
}

static void
say(struct store *s, const struct ipc_head *h, struct span octets, int fd)
{
	struct ipc_message *m = ipc_message(h, octets, fd);

	if (m == NULL)
		store_no_memory();
	m->next = NULL;
	*s->turn_last = m;
	s->turn_last = &m->next;
}

void
store_answer(struct store *s, struct answer *a, enum store_status st)
{
	bool ok = st == STORE_OK;

	a->head.status = st;
	if (!ok && a->fd != -1)
		close(a->fd);
	say(s, &a->head, ok ? SPAN_OF(a->octets, a->n) : SPAN(""), ok ? a->fd : -1);
	free(a->octets);
}

void
store_event(struct store *s, int64_t mailbox, enum store_event e, const struct message_info *m)
{
	struct ipc_head h = { .kind = IPC_EVENT, .mailbox = mailbox, .a = e };

	if (mailbox_is_open(s, mailbox))
		say(s, &h, SPAN_OF(m, sizeof(*m)), -1);
}

int
store_begin(struct store *s)
{
	if (s->in_transaction)
		return SQLITE_DONE;
	int code = sql_run(&s->sql, SQL_BEGIN, "");
	s->in_transaction = code == SQLITE_DONE;
	return code;
}

/* Forgets the events that were said since mark. */
static void
unsay(struct store *s, struct ipc_message **mark)
{
	while (*mark != NULL) {
		struct ipc_message *m = *mark;
		*mark = m->next;
		ipc_message_free(m);
	}
	s->turn_last = mark;
}

/* The log would keep deleted octets until it is written anew (ZERO_DISK_EXPUNGED). */
void
store_truncate(struct store *s)
{
	int64_t busy = 1;

	(void)!sql_value(&s->sql, SQL_TRUNCATE, &busy, "");
	if (busy != 0)
		uv_timer_start(&s->truncate, on_truncate, TRUNCATE_MS, 0);
}

static void
on_truncate(uv_timer_t *t)
{
	struct store *s = t->data;

	store_end_turn(s);
	store_truncate(s);
}

/* Not put off by the next one, or it might never come. */
void
store_truncate_soon(struct store *s)
{
	if (!uv_is_active((uv_handle_t *)&s->truncate))
		uv_timer_start(&s->truncate, on_truncate, TRUNCATE_MS, 0);
}

/* The transaction is lost: every answer of this turn becomes `st`, because any
 * of them may speak of what was undone. */
static void
fail_turn(struct store *s, enum store_status st)
{
	struct ipc_message *m = s->turn;

	/* Once for each time of trouble: a full disk must not fill the log. */
	if (!s->in_trouble)
		fprintf(stderr, "refrelay: the database refuses to write: %s\n",
		    sqlite3_errmsg(s->sql.db));
	s->in_trouble = true;
	if (sqlite3_get_autocommit(s->sql.db) == 0)
		(void)!sql_run(&s->sql, SQL_ROLLBACK, "");
	s->in_transaction = false;
	outgoing_undone(s);
	session_undone(s);
	store_truncate_soon(s); /* ZERO_DISK_REFUSED: it may be in the log already */
	s->turn = NULL;
	s->turn_last = &s->turn;
	while (m != NULL) {
		struct ipc_message *next = m->next;
		struct ipc_head h = m->head;
		if (h.kind == IPC_OPEN && h.status == STORE_OK)
			mailbox_close(s, h.mailbox);
		if (h.kind == IPC_LOGIN && h.status == STORE_OK)
			session_end(s, h.account);
		ipc_message_free(m);
		h.status = st;
		if (h.kind != IPC_EVENT)
			say(s, &h, SPAN(""), -1);
		m = next;
	}
}

void
store_check_transaction(struct store *s, enum store_status st)
{
	if (s->in_transaction && sqlite3_get_autocommit(s->sql.db) != 0)
		fail_turn(s, st);
}

void
store_end_turn(struct store *s)
{
	if (s->in_transaction) {
		int code = sql_run(&s->sql, SQL_COMMIT, "");
		s->in_transaction = false;
		if (code != SQLITE_DONE)
			fail_turn(s, sql_status(code));
		else
			s->in_trouble = false;
		if (code == SQLITE_DONE)
			outgoing_committed(s);
	}
	while (s->turn != NULL) {
		struct ipc_message *m = s->turn;
		s->turn = m->next;
		ipc_send(&s->ipc, m);
	}
	s->turn_last = &s->turn;
	/* Not while nothing can be written down: it would be sent again and again. */
	if (!s->in_trouble)
		push_look(s);
	outgoing_look(s);
}

/* A request that writes, all or nothing of it. */
static enum store_status
write_request(struct store *s, store_handler *handle, const struct ipc_head *h, struct span octets,
    int fd, struct answer *a)
{
	struct ipc_message **mark = s->turn_last;
	int code = store_begin(s);

	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_SAVE, "");
	if (code != SQLITE_DONE)
		return sql_status(code);
	enum store_status st = handle(s, h, octets, fd, a);
	bool undo = st != STORE_OK && st != STORE_NO;
	if (undo)
		unsay(s, mark);
	if (undo)
		store_truncate_soon(s); /* ZERO_DISK_REFUSED */
	store_check_transaction(s, st);
	if (!s->in_transaction)
		return st;
	if (undo)
		(void)!sql_run(&s->sql, SQL_UNDO, "");
	(void)!sql_run(&s->sql, SQL_RELEASE, "");
	return st;
}

enum store_status
store_step(struct store *s, store_handler *step)
{
	const struct ipc_head h = { 0 };
	struct answer none = { .fd = -1 };
	const int64_t before = sqlite3_total_changes64(s->sql.db);
	enum store_status st = write_request(s, step, &h, SPAN(""), -1, &none);

	if (sqlite3_total_changes64(s->sql.db) != before)
		store_truncate_soon(s);
	return st;
}

/* What was there before is to leave the disk: ZERO_DISK_EXPUNGED, ZERO_DISK_SENT,
 * ZERO_DISK_FOLDER. */
static bool
erases(const struct ipc_head *h)
{
	return h->kind == IPC_EXPUNGE || h->kind == IPC_REMOVE || h->kind == IPC_RENAME ||
	    h->kind == IPC_SUBSCRIBE || h->kind == IPC_DROP_TOKENS || h->kind == IPC_SENT ||
	    h->kind == IPC_SEND_READY;
}

static void
request(struct store *s, const struct ipc_head *h, struct span octets, int fd)
{
	struct answer a = { .head = { .kind = h->kind, .id = h->id, .account = h->account },
		.fd = -1 };

	if (h->kind == IPC_LOGIN) {
		login_begin(s, h, octets);
	} else if (rows[h->kind].handle != NULL) {
		const struct row *row = &rows[h->kind];
		enum store_status st = row->writes
		    ? write_request(s, row->handle, h, octets, fd, &a)
		    : row->handle(s, h, octets, fd, &a);
		if (row->answers)
			store_answer(s, &a, st);
		if (erases(h) && st == STORE_OK)
			store_truncate_soon(s);
	}
	if (fd != -1)
		close(fd);
}

void
store_request(struct store *s, const struct ipc_head *h)
{
	request(s, h, SPAN(""), -1);
}

static bool
is_outbounds(const struct ipc_head *h)
{
	return h->kind == IPC_PUSH_READY || h->kind == IPC_PUSHED || h->kind == IPC_SEND_READY ||
	    h->kind == IPC_SENT;
}

static void
on_front(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	if (!is_outbounds(h))
		request(ctx, h, octets, fd);
	else if (fd != -1)
		close(fd);
}

static void
on_outbound(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	if (is_outbounds(h))
		request(ctx, h, octets, fd);
	else if (fd != -1)
		close(fd);
}

static void
on_turn_end(uv_check_t *check)
{
	struct store *s = check->data;

	store_end_turn(s);
	if (s->ending)
		uv_stop(&s->loop);
}

static void
on_front_gone(void *ctx)
{
	struct store *s = ctx;

	s->ending = true;
}

/* The parent holds the other end as well: it is gone only when all ends. */
static void
on_outbound_gone(void *ctx)
{
	struct store *s = ctx;

	s->push.on = s->push.ready = s->outgoing.ready = false;
}

static int
start(struct store *s, int ipc_fd, int outbound_fd)
{
	if (uv_loop_init(&s->loop) != 0)
		return -1;
	uv_check_init(&s->loop, &s->turn_end);
	uv_timer_init(&s->loop, &s->truncate);
	s->turn_end.data = s->truncate.data = s;
	uv_check_start(&s->turn_end, on_turn_end);
	push_start(s, outbound_fd != -1);
	outgoing_start(s);
	if (outbound_fd != -1 &&
	    ipc_start(&s->outbound, &s->loop, outbound_fd, on_outbound, on_outbound_gone, s) == -1)
		return -1;
	if (ipc_start(&s->ipc, &s->loop, ipc_fd, on_front, on_front_gone, s) == -1)
		return -1;
	return expire_start(s);
}

int
store_open_keys(const struct config *c)
{
	if (c->dkim_key == NULL)
		return 0;
	signer = dkim_signer_open(c);
	return signer == NULL ? -1 : 0;
}

int
store_run(const struct config *c, int ipc_fd, int outbound_fd, int ready_fd)
{
	static struct store store;
	struct store *s = &store;

	*s = (struct store){ .config = c, .signer = signer };
	s->turn_last = &s->turn;
	if (sql_open(&s->sql, "refrelay.db") == -1)
		return 2;
	if (start(s, ipc_fd, outbound_fd) == -1) {
		fprintf(stderr, "refrelay: the store process cannot start its loop\n");
		return 1;
	}
	if (write(ready_fd, "r", 1) != 1)
		return 1;
	close(ready_fd);
	uv_run(&s->loop, UV_RUN_DEFAULT);
	sql_close(&s->sql);
	return 0;
}
