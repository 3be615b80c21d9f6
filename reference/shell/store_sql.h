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
	SQL_UID_TAKE,
	SQL_UIDS,
	SQL_BODY_ADD,
	SQL_BODY_GET,
	SQL_BODY_DROP,
	SQL_MESSAGE_ADD,
	SQL_MESSAGES,
	SQL_MESSAGE_GET,
	SQL_FLAGS,
	SQL_DELETED,
	SQL_MESSAGE_DROP,
	SQL_USED,
	SQL_TOKEN_ADD,
	SQL_TOKENS,
	SQL_TRUNCATE,
	SQLS
};

struct sql_db {
	sqlite3 *db;
	sqlite3_stmt *statements[SQLS];
};

/* Opens or makes the database file; -1 with the reason on stderr. */
int sql_open(struct sql_db *d, const char *file) MUST_USE;
void sql_close(struct sql_db *d);

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
