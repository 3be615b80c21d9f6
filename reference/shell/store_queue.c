/* Into the queue: a row for each other domain that a message is for, in the
 * transaction of its delivery.  One signature for all of them.  Does not send.
 * Sources: RFC 5321, 4.5.4; RFC 6376. */
#include "reference/shell/store_private.h"

#include <stdlib.h>

enum { ROWS_FEW = 8 };

struct queue_row {
	struct span domain; /* as in the first recipient's address */
	int64_t id;
};

static struct span
domain_of(struct span address)
{
	size_t at = address.n;

	while (at > 0 && address.p[at - 1] != '@')
		at--;
	return at > 0 ? span_sub(address, at, address.n) : SPAN("");
}

/* OUT_LOCAL_STAYS: what is for our own domain never gets here. */
bool
queue_is_foreign(const struct store *s, struct span address)
{
	struct span domain = domain_of(address);

	return s->signer != NULL && domain.n > 0 && domain.n <= DOMAIN_MOST &&
	    !span_eq_nocase(domain, s->config->domain);
}

/* Nobody fills the disk with mail that cannot go out: as much as a mailbox may
 * hold, in so many rows. */
static enum store_status
may_queue(struct store *s, const struct queueing *q)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_OUT_USED, "s", q->sender);
	int code = sqlite3_step(st);
	bool room = code == SQLITE_ROW && sqlite3_column_int64(st, 1) < OUTGOING_ROWS &&
	    (uint64_t)sqlite3_column_int64(st, 0) + q->message.n <= s->config->max_mailbox_size;

	sqlite3_reset(st);
	return code == SQLITE_ROW && !room ? STORE_FULL : sql_status(code);
}

/* OUT_SIGNED MX_BOUNCE_SIGNED: once, whoever gets it. */
static enum store_status
begin(struct store *s, struct queueing *q)
{
	enum store_status st = may_queue(s, q);

	if (st != STORE_OK)
		return st;
	buf_init(&q->signature, q->signature_octets, sizeof(q->signature_octets));
	if (!dkim_sign(s->signer, q->message, q->now, &q->signature))
		return STORE_DOWN;
	return q->body != 0 ? STORE_OK : sql_status(body_add(s, q->message, &q->body));
}

static int
add_row(struct store *s, struct queueing *q, struct span domain)
{
	uint8_t lower[DOMAIN_MOST];
	struct span name = { lower, domain.n };

	for (size_t i = 0; i < domain.n; i++) {
		uint8_t c = domain.p[i];
		lower[i] = c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
	}
	int code = sql_run(&s->sql, SQL_OUT_ADD, "iibssi", q->body, (int64_t)q->message.n,
	    buf_span(&q->signature), q->sender, name, q->now);
	int64_t id = sqlite3_last_insert_rowid(s->sql.db);
	q->rows[q->n++] = (struct queue_row){ domain, id };
	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_DEST_ADD, "sii", name, q->now, id);
	s->outgoing.look = true;
	return code;
}

/* OUT_ONE_TRANSACTION: the row of the domain, which all its recipients share. */
static int
find_row(struct store *s, struct queueing *q, struct span domain, int64_t *id)
{
	int code = SQLITE_DONE;
	size_t i = 0;

	while (i < q->n && !span_eq_nocase(q->rows[i].domain, domain))
		i++;
	if (i == q->cap) {
		size_t cap = q->cap * 2 + ROWS_FEW;
		struct queue_row *rows = reallocarray(q->rows, cap, sizeof(*rows));
		if (rows == NULL)
			return SQLITE_NOMEM;
		q->rows = rows;
		q->cap = cap;
	}
	if (i == q->n)
		code = add_row(s, q, domain);
	*id = q->rows[i].id;
	return code;
}

enum store_status
queue_add(struct store *s, struct queueing *q, struct span rcpt)
{
	int64_t id;
	enum store_status st = q->n == 0 ? begin(s, q) : STORE_OK;

	if (st != STORE_OK)
		return st;
	int code = find_row(s, q, domain_of(rcpt), &id);
	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_OUT_RCPT_ADD, "is", id, rcpt);
	return sql_status(code);
}

int
queue_recipients(struct store *s, int64_t id, struct answer *a)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_OUT_RCPTS, "i", id);
	int code;

	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		if (!answer_put_string(a, sql_span(st, 0))) {
			code = SQLITE_NOMEM;
			break;
		}
	}
	sqlite3_reset(st);
	return code;
}

void
queue_free(struct queueing *q)
{
	free(q->rows);
	q->rows = NULL;
	q->n = q->cap = 0;
}
