/* Delivery: one body, a copy of the message for each recipient here that can have
 * one, a row of the queue for each other domain, a bounce for the rest.  All of it
 * in the transaction of the request, so nobody has the message before everybody
 * has it. */
#include "reference/shell/store_private.h"

#include <stdlib.h>

enum { RCPTS_MOST = 1000, HEADERS_MOST = 1 << 20, BOUNCE_ROOM = 1 << 20 };

struct delivery {
	struct store *store;
	struct span octets; /* the message */
	int64_t now;
	int64_t body; /* 0: not stored yet */
	struct span sender;
	struct queueing queue;
	struct failure *failures;
	size_t n_failures, n_full;
};

/* A copy in the INBOX of the account (DLV_LOCAL, DLV_SELF). */
static int
copy_add(struct store *s, int64_t account, int64_t body, uint64_t size, int64_t now)
{
	/* DLV_INTERNALDATE: the time of arrival, whatever the Date field says */
	struct message_row m = { .info = { .size = size, .date = now }, .body = body };
	struct mailbox_row inbox;
	int code = mailbox_find(s, account, SPAN("INBOX"), &inbox);

	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? SQLITE_CORRUPT : code;
	return message_add(s, inbox.id, &m);
}

static void
fail(struct delivery *d, struct span rcpt, bool full)
{
	struct span why =
	    full ? SPAN("552 5.2.2 mailbox is full") : SPAN("550 5.1.1 no such mailbox here");

	d->failures[d->n_failures++] = (struct failure){ rcpt, why, false };
	d->n_full += full;
}

/* For another domain: in the same transaction, and the body is the same. */
static enum store_status
queue_one(struct delivery *d, struct span rcpt)
{
	struct queueing *q = &d->queue;

	if (q->n == 0)
		*q = (struct queueing){ .message = d->octets, .sender = d->sender, .now = d->now };
	q->body = d->body;
	enum store_status st = queue_add(d->store, q, rcpt);
	d->body = q->body;
	return st;
}

static enum store_status
deliver_one(struct delivery *d, struct span rcpt)
{
	struct store *s = d->store;
	int64_t account;
	bool room;

	if (queue_is_foreign(s, rcpt)) /* OUT_LOCAL_STAYS: all others are ours */
		return queue_one(d, rcpt);
	int code = sql_value(&s->sql, SQL_ACCOUNT_FIND, &account, "s", rcpt);
	if (code == SQLITE_DONE) {
		fail(d, rcpt, false); /* SUB_UNKNOWN_RCPT SUB_BOUNCE */
		return STORE_OK;
	}
	if (code == SQLITE_ROW)
		code = has_room(s, account, d->octets.n, &room);
	if (code != SQLITE_ROW)
		return sql_status(code);
	if (!room) {
		fail(d, rcpt, true);
		return STORE_OK;
	}
	if (d->body == 0)
		code = body_add(s, d->octets, &d->body);
	if (sql_status(code) == STORE_OK)
		code = copy_add(s, account, d->body, d->octets.n, d->now);
	/* PUSH_NOT_SELF: who has sent it is awake */
	if (sql_status(code) == STORE_OK && !span_eq(rcpt, d->sender))
		code = push_wake(s, account, d->now);
	return sql_status(code);
}

/* Into the sender's own mailbox.  Who has no room for it gets the whole delivery
 * refused instead, so that nothing is lost in silence; where it is too late for
 * that, a full mailbox takes a few more of these. */
static int
bounce_here(struct store *s, const struct bounce *b, int64_t account, struct span text)
{
	const uint64_t limit = s->config->max_mailbox_size + (b->late ? BOUNCE_ROOM : 0);
	int64_t used = 0, body = 0;
	int code = sql_value(&s->sql, SQL_USED, &used, "i", account);

	if (code == SQLITE_ROW && (uint64_t)used + text.n > limit)
		code = b->late ? SQLITE_DONE : SQLITE_FULL;
	if (code != SQLITE_ROW)
		return code;
	code = body_add(s, text, &body);
	if (code == SQLITE_DONE)
		code = copy_add(s, account, body, text.n, b->now);
	return code == SQLITE_DONE ? push_wake(s, account, b->now) : code;
}

/* MX_BOUNCE_NULL MX_BOUNCE_SIGNED: what goes to another domain has no sender itself. */
static enum store_status
bounce_there(struct store *s, const struct bounce *b, struct span text)
{
	struct queueing q = { .message = text, .sender = SPAN(""), .now = b->now };
	enum store_status st = queue_add(s, &q, b->sender);

	queue_free(&q);
	/* Strangers can fill the queue with these.  That must neither keep mail from who
	 * has an account, nor tell by the answer who has one (MX_RCPT_SAME). */
	return st == STORE_FULL ? STORE_OK : st;
}

enum store_status
deliver_bounce(struct store *s, const struct bounce *b)
{
	int64_t account = 0;
	size_t n;
	bool there = queue_is_foreign(s, b->sender);

	if (b->sender.n == 0)
		return STORE_OK; /* MX_NO_BOUNCE_NULL MX_NO_BOUNCE_FORGED */
	if (!there) {
		int code = sql_value(&s->sql, SQL_ACCOUNT_FIND, &account, "s", b->sender);
		if (code != SQLITE_ROW)
			return sql_status(code); /* there is nobody to be told */
	}
	uint8_t *text = bounce_make(s->config, b, &n);
	if (text == NULL)
		return STORE_DOWN;
	enum store_status st = there ? bounce_there(s, b, SPAN_OF(text, n))
				     : sql_status(bounce_here(s, b, account, SPAN_OF(text, n)));
	free(text);
	return st;
}

/* MX_BOUNCE_UNKNOWN */
static enum store_status
bounce(struct delivery *d, struct span sender)
{
	struct bounce b = { .sender = sender,
		.original = d->octets,
		.failures = d->failures,
		.n = d->n_failures,
		.now = d->now };

	return deliver_bounce(d->store, &b);
}

static enum store_status
deliver_all(struct delivery *d, struct span octets)
{
	struct span sender, rcpt;
	enum store_status st = STORE_OK;
	size_t n = 0;

	if (!ipc_get_string(&octets, &sender))
		return STORE_DOWN;
	d->sender = sender;
	/* DLV_ALL_RECIPIENTS */
	while (st == STORE_OK && n < RCPTS_MOST && ipc_get_string(&octets, &rcpt)) {
		st = deliver_one(d, rcpt);
		n++;
	}
	if (st != STORE_OK)
		return st;
	if (n == 0 || octets.n > 0)
		return STORE_DOWN;
	if (d->n_full == n)
		return STORE_FULL;
	return d->n_failures > 0 ? bounce(d, sender) : STORE_OK;
}

enum store_status
store_do_deliver(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct delivery d = { .store = s, .now = clock_now() };

	(void)a;
	/* A short Subject grows on the way: a little above the limit is right. */
	if (fd == -1 || h->a > s->config->max_message_size + HEADERS_MOST)
		return STORE_DOWN;
	uint8_t *message = body_read(fd, h->a);
	d.failures = calloc(RCPTS_MOST, sizeof(*d.failures));
	enum store_status st = STORE_DOWN;
	if (message != NULL && d.failures != NULL) {
		d.octets = SPAN_OF(message, h->a);
		st = deliver_all(&d, octets);
	}
	queue_free(&d.queue);
	free(message);
	free(d.failures);
	return st;
}
