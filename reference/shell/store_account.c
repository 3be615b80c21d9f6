/* The end of an account that nobody uses (RET_ACCOUNT, RET_ACCOUNT_NOT_EARLY).
 *
 * First, in one transaction, it becomes a tombstone: from then on its address is as
 * unknown as any other, to mail (RET_ADDRESS_REUSE) and to logins.  What it had goes
 * in small steps after that, under a name that is no address; a crash in between
 * changes nothing, the rest goes after the restart (RET_JOB_CRASH).
 *
 * Mail of it that is on its way stays on its way, and nobody is told of a failure,
 * because there is nobody. */
#include "reference/shell/store_private.h"

#include <string.h>

#define ENDED INT64_MIN /* account.active of one that has become a tombstone */

/* The account that was used longest ago. */
struct account_row {
	int64_t id, active, uid_validity;
	struct span address, verifier; /* of the statement, which is still being read */
};

static int
first(struct store *s, sqlite3_stmt **st, struct account_row *r)
{
	*st = sql_bind(&s->sql, SQL_ACCOUNT_FIRST, "");
	int code = sqlite3_step(*st);
	if (code == SQLITE_ROW)
		*r = (struct account_row){ .id = sqlite3_column_int64(*st, 0),
			.active = sqlite3_column_int64(*st, 1),
			.uid_validity = sqlite3_column_int64(*st, 2),
			.address = sql_span(*st, 3),
			.verifier = sql_span(*st, 4) };
	return code;
}

static int64_t
due(const struct store *s, const struct account_row *r)
{
	return r->active == ENDED ? INT64_MIN
				  : retention_account_due(&s->config->retention, r->active);
}

int64_t
account_due(struct store *s)
{
	struct account_row r;
	sqlite3_stmt *st;
	int64_t t = first(s, &st, &r) == SQLITE_ROW ? due(s, &r) : INT64_MAX;

	sqlite3_reset(st);
	return t;
}

/* The first message of a mailbox, or else the mailbox. */
static int
drop_from(struct store *s, int64_t mailbox, struct expire_budget *b)
{
	static const struct message_info none;
	struct message_row m;
	int code = message_first(s, mailbox, &m);

	if (code == SQLITE_ROW) {
		code = message_drop(s, mailbox, &m);
		expire_spend(b, m.info.size);
	} else if (code == SQLITE_DONE) {
		code = sql_run(&s->sql, SQL_MAILBOX_DROP, "i", mailbox);
		if (code == SQLITE_DONE)
			store_event(s, mailbox, EVENT_DELETED, &none);
		expire_spend(b, 0);
	}
	return code;
}

/* RET_ACCOUNT_FOLDERS, RET_ACCOUNT_TOKENS: everything that is somebody's. */
static int
drop(struct store *s, int64_t id, struct expire_budget *b)
{
	int64_t mailbox;
	int code = SQLITE_DONE;

	while (code == SQLITE_DONE && expire_may(b)) {
		code = sql_value(&s->sql, SQL_MAILBOX_FIRST, &mailbox, "i", id);
		if (code != SQLITE_ROW)
			break;
		code = drop_from(s, mailbox, b);
	}
	if (code != SQLITE_DONE || !expire_may(b))
		return code;
	code = sql_run(&s->sql, SQL_UNSUBSCRIBE_ALL, "i", id);
	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_TOKENS_DROP, "i", id); /* and their wake-ups */
	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_ACCOUNT_DROP, "i", id);
	expire_spend(b, 0);
	return code;
}

/* RET_SESSION_RENEWS: one that is used is not the first for long. */
static int
end(struct store *s, const struct account_row *r, int64_t now, struct expire_budget *b)
{
	if (session_is_open(s, r->id))
		return SQLITE_ROW;
	expire_spend(b, 0);
	int code = tombstone_add(s, r->address, r->verifier, r->uid_validity, now);
	return code == SQLITE_DONE ? sql_run(&s->sql, SQL_ACCOUNT_END, "i", r->id) : code;
}

int
account_expire(struct store *s, int64_t now, struct expire_budget *b)
{
	int code = SQLITE_DONE;

	while (code == SQLITE_DONE && expire_may(b)) {
		struct account_row r;
		sqlite3_stmt *st;
		code = first(s, &st, &r);
		bool ends = code == SQLITE_ROW && due(s, &r) <= now;
		if (ends && r.active != ENDED)
			code = end(s, &r, now, b);
		sqlite3_reset(st);
		if (ends && r.active == ENDED)
			code = drop(s, r.id, b);
		if (!ends)
			break;
	}
	return code == SQLITE_ROW ? SQLITE_DONE : code;
}
