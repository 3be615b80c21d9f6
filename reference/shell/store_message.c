/* The messages of a mailbox: rows that come, change their flags and go, each
 * with its event. */
#include "reference/shell/store_private.h"

#include <string.h>

/* ---- rows ----------------------------------------------------------------- */

struct message_info
message_of_row(sqlite3_stmt *st)
{
	return (struct message_info){
		.uid = (uint32_t)sqlite3_column_int64(st, 0),
		.flags = (uint32_t)sqlite3_column_int64(st, 1),
		.size = (uint64_t)sqlite3_column_int64(st, 2),
		.date = sqlite3_column_int64(st, 3),
	};
}

/* The row that a statement gives, with its body's id; SQLITE_DONE when there is none. */
static int
read_row(sqlite3_stmt *st, struct message_row *m)
{
	int code = sqlite3_step(st);

	if (code == SQLITE_ROW) {
		m->info = message_of_row(st);
		m->body = sqlite3_column_int64(st, 4);
	}
	sqlite3_reset(st);
	return code;
}

int
message_get(struct store *s, int64_t mailbox, uint32_t uid, struct message_row *m)
{
	return read_row(sql_bind(&s->sql, SQL_MESSAGE_GET, "ii", mailbox, (int64_t)uid), m);
}

int
message_first(struct store *s, int64_t mailbox, struct message_row *m)
{
	return read_row(sql_bind(&s->sql, SQL_FIRST, "i", mailbox), m);
}

/* The UID comes from the mailbox's counter, which only grows: DEL_UID_REUSE,
 * IMAP_UIDNEXT, IMAP_UID_ORDER. */
int
message_add(struct store *s, int64_t mailbox, struct message_row *m)
{
	int64_t uid;
	int code = sql_value(&s->sql, SQL_UID_TAKE, &uid, "i", mailbox);

	if (code != SQLITE_ROW || uid > UINT32_MAX)
		return code == SQLITE_ROW ? SQLITE_RANGE : code;
	m->info.uid = (uint32_t)uid;
	code = sql_run(&s->sql, SQL_MESSAGE_ADD, "iiiiii", mailbox, uid, (int64_t)m->info.flags,
	    (int64_t)m->info.size, m->info.date, m->body);
	expire_expect(s, retention_message_due(&s->config->retention, m->info.date, m->info.size));
	if (code == SQLITE_DONE)
		store_event(s, mailbox, EVENT_NEW, &m->info); /* MBOX_APPEND_TOLD */
	return code;
}

/* The body goes with the last message that has it. */
int
message_drop(struct store *s, int64_t mailbox, const struct message_row *m)
{
	int code = sql_run(&s->sql, SQL_MESSAGE_DROP, "ii", mailbox, (int64_t)m->info.uid);

	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_BODY_DROP, "i", m->body);
	if (code == SQLITE_DONE)
		store_event(s, mailbox, EVENT_GONE, &m->info); /* MBOX_MOVE_SEEN_BY_OTHERS */
	return code;
}

/* ---- flags ---------------------------------------------------------------- */

uint32_t
uid_at(struct span uids, size_t i)
{
	uint32_t uid;

	memcpy(&uid, uids.p + i * sizeof(uid), sizeof(uid));
	return uid;
}

static uint32_t
flags_after(uint32_t old, enum flags_op op, uint32_t flags)
{
	switch (op) {
	case FLAGS_SET: return flags;
	case FLAGS_ADD: return old | flags;
	case FLAGS_REMOVE: return old & ~flags;
	}
	return old;
}

enum store_status
store_do_flags(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct message_row m;

	(void)fd, (void)a;
	for (size_t i = 0; i < octets.n / sizeof(uint32_t); i++) {
		int code = message_get(s, h->mailbox, uid_at(octets, i), &m);
		if (code == SQLITE_DONE)
			continue;
		if (code != SQLITE_ROW)
			return sql_status(code);
		uint32_t now =
		    flags_after(m.info.flags, (enum flags_op)h->a, (uint32_t)h->b & FLAGS_KNOWN);
		if (now != m.info.flags)
			code = sql_run(&s->sql, SQL_FLAGS, "iii", (int64_t)now, h->mailbox,
			    (int64_t)m.info.uid);
		if (sql_status(code) != STORE_OK)
			return sql_status(code);
		m.info.flags = now;
		/* also when nothing changed: STORE is answered by what is now */
		store_event(s, h->mailbox, EVENT_FLAGS, &m.info);
	}
	return STORE_OK;
}

/* ---- deletion ------------------------------------------------------------- */

static enum store_status
expunge_all(struct store *s, int64_t mailbox)
{
	struct message_row m = { 0 };
	int code;

	while ((code = read_row(sql_bind(&s->sql, SQL_DELETED, "ii", mailbox, (int64_t)m.info.uid),
		    &m)) == SQLITE_ROW) {
		code = message_drop(s, mailbox, &m);
		if (code != SQLITE_DONE)
			break;
	}
	return sql_status(code);
}

enum store_status
store_do_expunge(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct message_row m;

	(void)fd, (void)a;
	if (h->a != 0)
		return expunge_all(s, h->mailbox);
	for (size_t i = 0; i < octets.n / sizeof(uint32_t); i++) {
		int code = message_get(s, h->mailbox, uid_at(octets, i), &m);
		if (code == SQLITE_ROW && (m.info.flags & FLAG_DELETED) != 0)
			code = message_drop(s, h->mailbox, &m);
		if (sql_status(code) != STORE_OK)
			return sql_status(code);
	}
	return STORE_OK;
}
