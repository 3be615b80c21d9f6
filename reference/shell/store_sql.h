/* The database: schema, statements, and how a failure is named. */
#ifndef SHELL_STORE_SQL_H
#define SHELL_STORE_SQL_H

#include "base/cdefs.h"
#include "reference/shell/store_client.h"

#include <sqlite3.h>

enum sql {
	SQL_BEGIN,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_SAVE,
	SQL_UNDO,
	SQL_RELEASE,
	SQL_ACCOUNT_ADD,
	SQL_ACCOUNT_FIND,
	SQL_ACCOUNT_ACTIVE,
	SQL_ACCOUNT_FIRST,
	SQL_ACCOUNT_END,
	SQL_ACCOUNT_DROP,
	SQL_SECRET_GET,
	SQL_SECRET_ADD,
	SQL_TOMBSTONE,
	SQL_TOMBSTONE_ADD,
	SQL_TOMBSTONE_TAKE,
	SQL_TOMBSTONE_FIRST,
	SQL_TOMBSTONE_OLD,
	SQL_VALIDITY,
	SQL_MAILBOX_ADD,
	SQL_MAILBOX_FIND,
	SQL_MAILBOX_BELOW,
	SQL_MAILBOX_FIRST,
	SQL_MAILBOXES,
	SQL_MAILBOX_NAME,
	SQL_MAILBOX_DROP,
	SQL_MAILBOX_COUNT,
	SQL_NAMES,
	SQL_SUBSCRIBE,
	SQL_UNSUBSCRIBE,
	SQL_UNSUBSCRIBE_ALL,
	SQL_SUBSCRIBED,
	SQL_UID_TAKE,
	SQL_BODY_ADD,
	SQL_BODY_GET,
	SQL_BODY_DROP,
	SQL_MESSAGE_ADD,
	SQL_MESSAGES,
	SQL_MESSAGE_GET,
	SQL_FLAGS,
	SQL_DELETED,
	SQL_MESSAGE_DROP,
	SQL_FIRST,
	SQL_USED,
	SQL_OLDEST_SMALL,
	SQL_OLDEST_LARGE,
	SQL_QUOTA_OLDEST,
	SQL_FUTURE,
	SQL_REDATE_SMALL,
	SQL_REDATE_LARGE,
	SQL_REDATE_ACCOUNT,
	SQL_REDATE_TOMBSTONE,
	SQL_TOKEN_ADD,
	SQL_TOKENS,
	SQL_TOKENS_DROP,
	SQL_TOKENS_OLD,
	SQL_TOKEN_GONE,
	SQL_WAKE_ADD,
	SQL_WAKE_DUE,
	SQL_WAKE_NEXT,
	SQL_WAKE_GET,
	SQL_WAKE_LATER,
	SQL_WAKE_DONE,
	SQL_WAKE_CLOCK,
	SQL_WAKE_OLD,
	SQL_OUT_ADD,
	SQL_OUT_RCPT_ADD,
	SQL_OUT_USED,
	SQL_OUT_DUE,
	SQL_OUT_NEXT,
	SQL_OUT_GET,
	SQL_OUT_OCTETS,
	SQL_OUT_RCPTS,
	SQL_OUT_HEAD,
	SQL_OUT_RCPT_DROP,
	SQL_OUT_LATER,
	SQL_OUT_DROP,
	SQL_DEST_ADD,
	SQL_DEST_DUE,
	SQL_DEST_NEXT,
	SQL_DEST_SET,
	SQL_DEST_DROP,
	SQL_TRUNCATE,
	SQLS
};

struct sql_db {
	sqlite3 *db;
	sqlite3_stmt *statements[SQLS];
};

/* Opens, makes or converts the database file; -1 with the reason on stderr. */
int sql_open(struct sql_db *d, const char *file) MUST_USE;
void sql_close(struct sql_db *d);

/* store_schema.c: makes the tables, those of an earlier version into these.
 * *version is what was there; SQLITE_MISMATCH: it is later than ours. */
int sql_schema(sqlite3 *db, int64_t *version) MUST_USE;

/* The statement, reset and with the parameters bound.  formats, one letter for
 * each parameter: i int64_t, s struct span as text, b struct span as blob.
 * Spans must live until the statement has been stepped. */
sqlite3_stmt *sql_bind(struct sql_db *d, enum sql which, const char *formats, ...) MUST_USE;

/* Runs a statement that has no rows to read: SQLITE_DONE or what went wrong. */
int sql_run(struct sql_db *d, enum sql which, const char *formats, ...) MUST_USE;

/* The first column of the only row: SQLITE_ROW and *value, or else. */
int sql_value(struct sql_db *d, enum sql which, int64_t *value, const char *formats, ...) MUST_USE;

/* SQLITE_DONE and SQLITE_ROW are OK; a full disk is FULL; the rest is DOWN. */
enum store_status sql_status(int code);

struct span sql_span(sqlite3_stmt *st, int column);

#endif
