/* The mailboxes of an account by their names: what there is, and making,
 * removing, renaming, subscribing them.  A name here is canonical already;
 * which names are good is the front's business (core/imap_name.h).
 * Source: RFC 3501 sections 5.1 and 6.3.3 to 6.3.9. */
#include "reference/shell/store_client_names.h"
#include "reference/shell/store_private.h"

#include <string.h>

enum {
	MAILBOXES_MOST = 64,
	SUBSCRIPTIONS_MOST = 2 * MAILBOXES_MOST, /* some to names that are gone */
	NAME_MOST = 255
};

/* ---- finding -------------------------------------------------------------- */

int
mailbox_find(struct store *s, int64_t account, struct span name, struct mailbox_row *m)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_MAILBOX_FIND, "is", account, name);
	int code = sqlite3_step(st);

	if (code == SQLITE_ROW) {
		m->id = sqlite3_column_int64(st, 0);
		m->uid_validity = (uint32_t)sqlite3_column_int64(st, 1);
		m->uid_next = (uint32_t)sqlite3_column_int64(st, 2);
	}
	sqlite3_reset(st);
	return code;
}

/* The first mailbox below `name` whose name comes after `after`. */
struct below {
	int64_t id;
	uint8_t name[NAME_MOST];
	size_t n;
};

static int
next_below(struct store *s, int64_t account, struct span name, struct span after, struct below *b)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_MAILBOX_BELOW, "iss", account, name, after);
	int code = sqlite3_step(st);

	if (code == SQLITE_ROW) {
		struct span found = sql_span(st, 1);
		b->id = sqlite3_column_int64(st, 0);
		b->n = found.n <= NAME_MOST ? found.n : 0;
		memcpy(b->name, found.p, b->n);
		if (b->n == 0)
			code = SQLITE_CORRUPT;
	}
	sqlite3_reset(st);
	return code;
}

/* MBOX_PRIVATE: of this account only. */
enum store_status
store_do_list(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_NAMES, "i", h->account);
	int code;

	(void)octets, (void)fd;
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		struct span name = sql_span(st, 0);
		uint8_t what = (uint8_t)(sqlite3_column_int(st, 1) + 2 * sqlite3_column_int(st, 2));
		uint8_t packed[NAME_MOST + 4];
		if (name.n > NAME_MOST || !answer_put(a, &what, 1) ||
		    !answer_put(a, packed, ipc_put_string(packed, name))) {
			code = SQLITE_NOMEM;
			break;
		}
	}
	sqlite3_reset(st);
	return sql_status(code);
}

enum store_status
store_do_count(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct mailbox_row m;
	int code = mailbox_find(s, h->account, octets, &m);

	(void)fd;
	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? STORE_NO : sql_status(code);
	struct mailbox_counts c = { .uid_validity = m.uid_validity, .uid_next = m.uid_next };
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_MAILBOX_COUNT, "i", m.id);
	code = sqlite3_step(st);
	if (code == SQLITE_ROW) { /* DEL_STATUS */
		c.messages = (uint64_t)sqlite3_column_int64(st, 0);
		c.unseen = (uint64_t)sqlite3_column_int64(st, 1);
	}
	sqlite3_reset(st);
	if (code == SQLITE_ROW && !answer_put(a, &c, sizeof(c)))
		code = SQLITE_NOMEM;
	return sql_status(code);
}

/* ---- making --------------------------------------------------------------- */

/* A mailbox of a name that is free, with a UIDVALIDITY that no mailbox of this
 * account has had: MBOX_UIDVALIDITY_NEW. */
static int
mailbox_add(struct store *s, int64_t account, struct span name, uint32_t uid_next, int64_t *id)
{
	int64_t validity;
	int code = sql_value(&s->sql, SQL_VALIDITY, &validity, "ii", account, clock_now());

	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? SQLITE_CONSTRAINT : code;
	if (validity > UINT32_MAX)
		return SQLITE_RANGE;
	code =
	    sql_run(&s->sql, SQL_MAILBOX_ADD, "isii", account, name, validity, (int64_t)uid_next);
	if (code == SQLITE_DONE)
		*id = sqlite3_last_insert_rowid(s->sql.db);
	return code;
}

int
mailbox_make_inbox(struct store *s, int64_t account)
{
	int64_t id;
	int code = mailbox_add(s, account, SPAN("INBOX"), 1, &id);

	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_SUBSCRIBE, "is", account, SPAN("INBOX"));
	return code;
}

/* MBOX_LIMIT: after the fact; the caller's failure undoes it. */
static enum store_status
check_count(struct store *s, int64_t account)
{
	int64_t n = 0;
	int code = sql_value(&s->sql, SQL_MAILBOXES, &n, "i", account);

	if (code != SQLITE_ROW)
		return sql_status(code);
	return n > MAILBOXES_MOST ? STORE_LIMIT : STORE_OK;
}

/* MBOX_NESTED: the names above this one that do not exist. */
static int
make_above(struct store *s, int64_t account, struct span name)
{
	struct mailbox_row m;
	int64_t id;
	int code = SQLITE_DONE;

	for (size_t at = span_find(name, 0, '/'); at < name.n; at = span_find(name, at + 1, '/')) {
		struct span above = span_sub(name, 0, at);
		code = mailbox_find(s, account, above, &m);
		if (code == SQLITE_DONE)
			code = mailbox_add(s, account, above, 1, &id);
		if (code != SQLITE_DONE && code != SQLITE_ROW)
			return code;
	}
	return SQLITE_DONE;
}

/* MBOX_CREATE, MBOX_CREATE_EXISTS */
enum store_status
store_do_create(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct mailbox_row m;
	int64_t id;
	int code = mailbox_find(s, h->account, octets, &m);

	(void)fd, (void)a;
	if (code == SQLITE_ROW)
		return STORE_EXISTS;
	if (code == SQLITE_DONE)
		code = make_above(s, h->account, octets);
	if (code == SQLITE_DONE)
		code = mailbox_add(s, h->account, octets, 1, &id);
	return code == SQLITE_DONE ? check_count(s, h->account) : sql_status(code);
}

/* ---- removing ------------------------------------------------------------- */

/* MBOX_DELETE, DEL_MAILBOX: with its messages; MBOX_DELETE_SELECTED: who has it open is told.
 * What is below stays. */
enum store_status
store_do_remove(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	static const struct message_info none;
	struct mailbox_row m;
	struct message_row message;
	int code = mailbox_find(s, h->account, octets, &m);

	(void)fd, (void)a;
	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? STORE_NO : sql_status(code); /* MBOX_DELETE_MISSING */
	while ((code = message_first(s, m.id, &message)) == SQLITE_ROW) {
		code = message_drop(s, m.id, &message);
		if (code != SQLITE_DONE)
			break;
	}
	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_MAILBOX_DROP, "i", m.id);
	if (code == SQLITE_DONE)
		store_event(s, m.id, EVENT_DELETED, &none);
	return sql_status(code);
}

/* ---- renaming ------------------------------------------------------------- */

/* STORE_EXISTS when the name is taken. */
static enum store_status
set_name(struct store *s, int64_t account, int64_t id, struct span name)
{
	struct mailbox_row m;
	int code = mailbox_find(s, account, name, &m);

	if (code == SQLITE_ROW)
		return m.id == id ? STORE_OK : STORE_EXISTS;
	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_MAILBOX_NAME, "si", name, id);
	return sql_status(code);
}

/* MBOX_RENAME_CHILDREN */
static enum store_status
rename_below(struct store *s, int64_t account, struct span from, struct span to, size_t *n)
{
	struct span after = SPAN("");
	struct below b;
	uint8_t last[NAME_MOST], name[2 * NAME_MOST];
	enum store_status st = STORE_OK;
	int code;

	for (*n = 0; (code = next_below(s, account, from, after, &b)) == SQLITE_ROW; (*n)++) {
		struct buf now;
		buf_init(&now, name, sizeof(name));
		buf_put(&now, to);
		buf_put(&now, span_sub(SPAN_OF(b.name, b.n), from.n, b.n));
		if (now.full || now.n > NAME_MOST || *n > MAILBOXES_MOST)
			return STORE_LIMIT;
		st = set_name(s, account, b.id, buf_span(&now));
		if (st != STORE_OK)
			return st;
		memcpy(last, b.name, b.n);
		after = SPAN_OF(last, b.n);
	}
	return sql_status(code);
}

/* MBOX_RENAME_INBOX: the messages go with their UIDs, INBOX stays and is empty. */
static enum store_status
empty_inbox(struct store *s, int64_t account, const struct mailbox_row *inbox, struct span to)
{
	struct message_row m;
	int64_t id;
	int code = mailbox_add(s, account, to, inbox->uid_next, &id);

	if (code != SQLITE_DONE)
		return sql_status(code);
	while ((code = message_first(s, inbox->id, &m)) == SQLITE_ROW) {
		code = sql_run(&s->sql, SQL_MESSAGE_ADD, "iiiiii", id, (int64_t)m.info.uid,
		    (int64_t)m.info.flags, (int64_t)m.info.size, m.info.date, m.body);
		if (code == SQLITE_DONE)
			code = message_drop(s, inbox->id, &m);
		if (code != SQLITE_DONE)
			break;
	}
	return code == SQLITE_DONE ? check_count(s, account) : sql_status(code);
}

/* A name that only has others below it is renamed with them. */
static enum store_status
rename_all(struct store *s, int64_t account, struct span from, struct span to)
{
	struct mailbox_row m;
	size_t below = 0;
	int found = mailbox_find(s, account, from, &m);
	enum store_status st = sql_status(found);

	if (st == STORE_OK && found == SQLITE_ROW && span_eq(from, SPAN("INBOX")))
		return empty_inbox(s, account, &m, to);
	if (st == STORE_OK && found == SQLITE_ROW)
		st = set_name(s, account, m.id, to);
	if (st == STORE_OK)
		st = rename_below(s, account, from, to, &below);
	if (st == STORE_OK && found == SQLITE_DONE && below == 0)
		return STORE_NO;
	return st == STORE_OK ? check_count(s, account) : st;
}

/* MBOX_RENAME, MBOX_RENAME_EXISTS.  What is named stays itself: UIDs and
 * UIDVALIDITY go with it. */
enum store_status
store_do_rename(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct span from, to;
	struct mailbox_row m;

	(void)fd, (void)a;
	if (!ipc_get_string(&octets, &from) || !ipc_get_string(&octets, &to))
		return STORE_DOWN;
	int code = mailbox_find(s, h->account, to, &m);
	if (code == SQLITE_ROW)
		return STORE_EXISTS;
	enum store_status st =
	    code == SQLITE_DONE ? rename_all(s, h->account, from, to) : sql_status(code);
	/* after the old names are free: a/b may become a */
	if (st == STORE_OK)
		st = sql_status(make_above(s, h->account, to));
	return st == STORE_OK ? check_count(s, h->account) : st;
}

/* ---- subscribing ---------------------------------------------------------- */

/* MBOX_SUBSCRIBE, MBOX_UNSUBSCRIBE */
enum store_status
store_do_subscribe(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct mailbox_row m;
	int64_t n = 0;

	(void)fd, (void)a;
	if (h->a == 0)
		return sql_status(sql_run(&s->sql, SQL_UNSUBSCRIBE, "is", h->account, octets));
	int code = mailbox_find(s, h->account, octets, &m);
	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? STORE_NO : sql_status(code);
	code = sql_run(&s->sql, SQL_SUBSCRIBE, "is", h->account, octets);
	if (code == SQLITE_DONE)
		code = sql_value(&s->sql, SQL_SUBSCRIBED, &n, "i", h->account);
	if (code == SQLITE_ROW && n > SUBSCRIPTIONS_MOST)
		return STORE_LIMIT;
	return sql_status(code);
}
