/* Delivery: one body, a copy of the message for each recipient that can have
 * one, a bounce for the others.  All of it in the transaction of the request,
 * so nobody has the message before everybody has it. */
#include "reference/shell/store_private.h"

#include <stdlib.h>

enum { RCPTS_MOST = 1000, HEADERS_MOST = 1 << 20 };

struct delivery {
	struct store *store;
	struct span octets; /* the message */
	int64_t now;
	int64_t body; /* 0: not stored yet */
	struct span sender;
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
	d->failures[d->n_failures++] = (struct failure){ rcpt, full };
	d->n_full += full;
}

static enum store_status
deliver_one(struct delivery *d, struct span rcpt)
{
	struct store *s = d->store;
	int64_t account;
	bool room;
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

/* Tells the sender; who has no room for it gets the whole delivery refused
 * instead, so that nothing is lost in silence. */
static enum store_status
bounce(struct delivery *d, struct span sender)
{
	struct store *s = d->store;
	int64_t account, body = 0;
	bool room;
	size_t n;
	int code = sql_value(&s->sql, SQL_ACCOUNT_FIND, &account, "s", sender);

	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? STORE_DOWN : sql_status(code);
	uint8_t *text =
	    bounce_make(s->config, sender, d->failures, d->n_failures, d->octets, d->now, &n);
	if (text == NULL)
		return STORE_DOWN;
	code = has_room(s, account, n, &room);
	if (code == SQLITE_ROW && !room)
		code = SQLITE_FULL;
	if (code == SQLITE_ROW)
		code = body_add(s, SPAN_OF(text, n), &body);
	if (code == SQLITE_DONE)
		code = copy_add(s, account, body, n, d->now);
	if (code == SQLITE_DONE)
		code = push_wake(s, account, d->now);
	free(text);
	return sql_status(code);
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
	struct delivery d = { .store = s, .now = store_now() };

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
	free(message);
	free(d.failures);
	return st;
}
