/* Everything that is kept, and every statement that touches it.
 *
 * There is no column for a network address, a time of login, a contact or a
 * log line: what is not here is not known to the relay. */
#include "reference/shell/store_sql.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// clang-format off
static const char schema[] =
	"CREATE TABLE IF NOT EXISTS account ("
	"  id           INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  address      TEXT NOT NULL UNIQUE,"        /* lower case */
	"  verifier     BLOB NOT NULL,"               /* cost, salt, scrypt of the password */
	"  uid_validity INTEGER NOT NULL,"
	"  uid_next     INTEGER NOT NULL DEFAULT 1"   /* only ever grows */
	") STRICT;"
	"CREATE TABLE IF NOT EXISTS body ("
	"  id     INTEGER PRIMARY KEY,"
	"  octets BLOB NOT NULL"                      /* encrypted by the sender's device */
	") STRICT;"
	"CREATE TABLE IF NOT EXISTS message ("
	"  account INTEGER NOT NULL REFERENCES account(id),"
	"  uid     INTEGER NOT NULL,"
	"  flags   INTEGER NOT NULL DEFAULT 0,"       /* enum message_flag */
	"  size    INTEGER NOT NULL,"
	"  arrived INTEGER NOT NULL,"                 /* INTERNALDATE */
	"  body    INTEGER NOT NULL REFERENCES body(id)," /* shared by all recipients */
	"  PRIMARY KEY (account, uid)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX IF NOT EXISTS message_body ON message(body);"
	"CREATE TABLE IF NOT EXISTS token ("          /* devices to be woken */
	"  account INTEGER NOT NULL REFERENCES account(id),"
	"  token   BLOB NOT NULL,"
	"  PRIMARY KEY (account, token)"
	") STRICT, WITHOUT ROWID;";

/* 250 is said after a commit that survives the loss of power: WAL with
 * synchronous=FULL syncs at every commit.  What is deleted is overwritten. */
static const char settings[] =
	"PRAGMA locking_mode = EXCLUSIVE;" /* a second instance fails at its start */
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = FULL;"
	"PRAGMA secure_delete = ON;"
	"PRAGMA foreign_keys = ON;"
	"PRAGMA temp_store = MEMORY;"
	"PRAGMA trusted_schema = OFF;";

static const char *const statements[SQLS] = {
	[SQL_BEGIN]    = "BEGIN IMMEDIATE",
	[SQL_COMMIT]   = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",
	[SQL_SAVE]     = "SAVEPOINT request",
	[SQL_UNDO]     = "ROLLBACK TO request",
	[SQL_RELEASE]  = "RELEASE request",
	[SQL_ACCOUNT_ADD]  = /* ACC_CREATE_RACE: who comes second changes nothing */
		"INSERT OR IGNORE INTO account (address, verifier, uid_validity) VALUES (?, ?, ?)",
	[SQL_ACCOUNT_FIND] = "SELECT id, verifier FROM account WHERE address = ?",
	[SQL_UID_TAKE]     = /* DEL_UID_REUSE: from the account's own counter */
		"UPDATE account SET uid_next = uid_next + 1 WHERE id = ? RETURNING uid_next - 1",
	[SQL_UIDS]         = "SELECT uid_validity, uid_next FROM account WHERE id = ?", /* IMAP_UIDNEXT */
	[SQL_BODY_ADD]     = "INSERT INTO body (octets) VALUES (?)",
	[SQL_BODY_GET]     =
		"SELECT octets FROM body JOIN message ON body.id = message.body"
		" WHERE account = ? AND uid = ?",
	[SQL_BODY_DROP]    = /* DEL_OTHERS_STAY: only with the last message that has it */
		"DELETE FROM body WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM message WHERE body = ?1)",
	[SQL_MESSAGE_ADD]  =
		"INSERT INTO message (account, uid, size, arrived, body) VALUES (?, ?, ?, ?, ?)",
	[SQL_MESSAGES]     =
		"SELECT uid, flags, size, arrived FROM message WHERE account = ? ORDER BY uid",
	[SQL_MESSAGE_GET]  =
		"SELECT uid, flags, size, arrived, body FROM message WHERE account = ? AND uid = ?",
	[SQL_FLAGS]        = "UPDATE message SET flags = ? WHERE account = ? AND uid = ?",
	[SQL_DELETED]      =
		"SELECT uid, flags, size, arrived, body FROM message"
		" WHERE account = ? AND flags & 8 AND uid >= ? ORDER BY uid LIMIT 1",
	[SQL_MESSAGE_DROP] = "DELETE FROM message WHERE account = ? AND uid = ?",
	[SQL_USED]         = /* DEL_QUOTA: what is there now, not a count that could drift */
		"SELECT coalesce(sum(size), 0) FROM message WHERE account = ?",
	[SQL_TOKEN_ADD]    = "INSERT OR IGNORE INTO token (account, token) VALUES (?, ?)",
	[SQL_TOKENS]       = "SELECT token FROM token WHERE account = ? ORDER BY token",
	[SQL_TRUNCATE]     = "PRAGMA wal_checkpoint(TRUNCATE)",
};
// clang-format on

static int
prepare_all(struct sql_db *d)
{
	for (int i = 0; i < SQLS; i++)
		if (sqlite3_prepare_v3(d->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
			&d->statements[i], NULL) != SQLITE_OK)
			return -1;
	return 0;
}

int
sql_open(struct sql_db *d, const char *file)
{
	*d = (struct sql_db){ 0 };
	if (sqlite3_open_v2(file, &d->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) ==
		SQLITE_OK &&
	    sqlite3_exec(d->db, settings, NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_exec(d->db, schema, NULL, NULL, NULL) == SQLITE_OK && prepare_all(d) == 0)
		return 0;
	fprintf(stderr,
	    "refrelay: the database %s in the state directory cannot be opened (%s), "
	    "make the directory writable and stop other instances\n",
	    file, d->db != NULL ? sqlite3_errmsg(d->db) : "out of memory");
	sql_close(d);
	return -1;
}

void
sql_close(struct sql_db *d)
{
	for (int i = 0; i < SQLS; i++)
		sqlite3_finalize(d->statements[i]);
	sqlite3_close(d->db);
	*d = (struct sql_db){ 0 };
}

/* An empty span may have no address, which SQLite would take for NULL. */
static const void *
octets_of(struct span s)
{
	return s.p != NULL ? (const void *)s.p : "";
}

static sqlite3_stmt *
bind(struct sql_db *d, enum sql which, const char *formats, va_list args)
{
	sqlite3_stmt *st = d->statements[which];
	struct span s;

	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	for (int i = 0; formats[i] != '\0'; i++) {
		switch (formats[i]) {
		case 'i': sqlite3_bind_int64(st, i + 1, va_arg(args, int64_t)); break;
		case 's':
			s = va_arg(args, struct span);
			sqlite3_bind_text64(
			    st, i + 1, octets_of(s), s.n, SQLITE_STATIC, SQLITE_UTF8);
			break;
		case 'b':
			s = va_arg(args, struct span);
			sqlite3_bind_blob64(st, i + 1, octets_of(s), s.n, SQLITE_STATIC);
			break;
		}
	}
	return st;
}

sqlite3_stmt *
sql_bind(struct sql_db *d, enum sql which, const char *formats, ...)
{
	va_list args;

	va_start(args, formats);
	sqlite3_stmt *st = bind(d, which, formats, args);
	va_end(args);
	return st;
}

int
sql_run(struct sql_db *d, enum sql which, const char *formats, ...)
{
	va_list args;

	va_start(args, formats);
	sqlite3_stmt *st = bind(d, which, formats, args);
	va_end(args);
	int code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		code = SQLITE_DONE;
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	return code;
}

int
sql_value(struct sql_db *d, enum sql which, int64_t *value, const char *formats, ...)
{
	va_list args;

	va_start(args, formats);
	sqlite3_stmt *st = bind(d, which, formats, args);
	va_end(args);
	int code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		*value = sqlite3_column_int64(st, 0);
		int end = sqlite3_step(st);
		code = end == SQLITE_DONE ? SQLITE_ROW : end;
	}
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	return code;
}

enum store_status
sql_status(int code)
{
	if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
		return STORE_OK;
	return (code & 0xff) == SQLITE_FULL ? STORE_FULL : STORE_DOWN;
}

struct span
sql_span(sqlite3_stmt *st, int column)
{
	const void *p = sqlite3_column_blob(st, column);

	return SPAN_OF(p, (size_t)sqlite3_column_bytes(st, column));
}
