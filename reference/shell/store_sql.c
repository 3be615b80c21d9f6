/* Every statement that touches what is kept, and how they are run. */
#include "reference/shell/store_sql.h"

#include "reference/shell/store_erase.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PREDECESSOR_MS = 5000 };

// clang-format off
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
		"INSERT OR IGNORE INTO account (address, verifier, uid_validity, active)"
		" SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE digest = ?5)",
	[SQL_ACCOUNT_FIND] = "SELECT id, verifier, active FROM account WHERE address = ?",
	[SQL_ACCOUNT_ACTIVE] = "UPDATE account SET active = ? WHERE id = ?",
	[SQL_ACCOUNT_FIRST] =
		"SELECT id, active, uid_validity, address, verifier FROM account ORDER BY active LIMIT 1",
	[SQL_ACCOUNT_END]  = /* no address has no '@' */
		"UPDATE account SET address = '!' || id, verifier = x'', active = -9223372036854775808"
		" WHERE id = ?",
	[SQL_ACCOUNT_DROP] = "DELETE FROM account WHERE id = ?",
	[SQL_SECRET_GET]   = "SELECT octets FROM secret WHERE id = 1",
	[SQL_SECRET_ADD]   = "INSERT INTO secret (id, octets) VALUES (1, ?)",
	[SQL_TOMBSTONE]    = "SELECT verifier, uid_validity FROM tombstone WHERE digest = ?",
	[SQL_TOMBSTONE_ADD] =
		"INSERT OR REPLACE INTO tombstone (digest, verifier, uid_validity, deleted) VALUES (?, ?, ?, ?)",
	[SQL_TOMBSTONE_TAKE] = "DELETE FROM tombstone WHERE digest = ? AND verifier = ?",
	[SQL_TOMBSTONE_FIRST] = "SELECT deleted FROM tombstone ORDER BY deleted LIMIT 1",
	[SQL_TOMBSTONE_OLD] =
		"DELETE FROM tombstone WHERE digest = (SELECT digest FROM tombstone ORDER BY deleted LIMIT 1)",
	[SQL_VALIDITY]     = /* MBOX_UIDVALIDITY_NEW: greater than any before in this account */
		"UPDATE account SET uid_validity = max(uid_validity + 1, ?2) WHERE id = ?1"
		" RETURNING uid_validity",
	[SQL_MAILBOX_ADD]  = "INSERT INTO mailbox (account, name, uid_validity, uid_next) VALUES (?, ?, ?, ?)",
	[SQL_MAILBOX_FIND] = /* MBOX_PRIVATE: a name is looked up in one account only */
		"SELECT id, uid_validity, uid_next FROM mailbox WHERE account = ? AND name = ?",
	[SQL_MAILBOX_BELOW] = /* the names below one: from NAME/ to before NAME0, as '0' follows '/' */
		"SELECT id, name FROM mailbox WHERE account = ?1 AND name > ?2 || '/' AND name < ?2 || '0'"
		" AND name > ?3 ORDER BY name LIMIT 1",
	[SQL_MAILBOX_FIRST] = "SELECT id FROM mailbox WHERE account = ? LIMIT 1",
	[SQL_MAILBOXES]    = "SELECT count(*) FROM mailbox WHERE account = ?",
	[SQL_MAILBOX_NAME] = "UPDATE mailbox SET name = ? WHERE id = ?",
	[SQL_MAILBOX_DROP] = "DELETE FROM mailbox WHERE id = ?",
	[SQL_MAILBOX_COUNT] =
		"SELECT count(*), coalesce(sum(flags & 1 = 0), 0) FROM message WHERE mailbox = ?",
	[SQL_NAMES]        =
		"SELECT name, max(here), max(subscribed) FROM ("
		"SELECT name, 1 AS here, 0 AS subscribed FROM mailbox WHERE account = ?1"
		" UNION ALL SELECT name, 0, 1 FROM subscription WHERE account = ?1)"
		" GROUP BY name ORDER BY name",
	[SQL_SUBSCRIBE]    = "INSERT OR IGNORE INTO subscription (account, name) VALUES (?, ?)",
	[SQL_UNSUBSCRIBE]  = "DELETE FROM subscription WHERE account = ? AND name = ?",
	[SQL_UNSUBSCRIBE_ALL] = "DELETE FROM subscription WHERE account = ?",
	[SQL_SUBSCRIBED]   = "SELECT count(*) FROM subscription WHERE account = ?",
	[SQL_UID_TAKE]     = /* DEL_UID_REUSE: from the mailbox's own counter */
		"UPDATE mailbox SET uid_next = uid_next + 1 WHERE id = ? RETURNING uid_next - 1",
	[SQL_BODY_ADD]     = "INSERT INTO body (octets) VALUES (?)",
	[SQL_BODY_GET]     =
		"SELECT octets FROM body JOIN message ON body.id = message.body"
		" WHERE mailbox = ? AND uid = ?",
	[SQL_BODY_DROP]    = /* DEL_OTHERS_STAY: only with the last one that has it */
		"DELETE FROM body WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM message WHERE body = ?1)"
		" AND NOT EXISTS (SELECT 1 FROM outgoing WHERE body = ?1)",
	[SQL_MESSAGE_ADD]  =
		"INSERT INTO message (mailbox, uid, flags, size, arrived, body) VALUES (?, ?, ?, ?, ?, ?)",
	[SQL_MESSAGES]     =
		"SELECT uid, flags, size, arrived FROM message WHERE mailbox = ? ORDER BY uid",
	[SQL_MESSAGE_GET]  =
		"SELECT uid, flags, size, arrived, body FROM message WHERE mailbox = ? AND uid = ?",
	[SQL_FLAGS]        = "UPDATE message SET flags = ? WHERE mailbox = ? AND uid = ?",
	[SQL_DELETED]      =
		"SELECT uid, flags, size, arrived, body FROM message"
		" WHERE mailbox = ? AND flags & 8 AND uid >= ? ORDER BY uid LIMIT 1",
	[SQL_MESSAGE_DROP] = "DELETE FROM message WHERE mailbox = ? AND uid = ?",
	[SQL_FIRST]        =
		"SELECT uid, flags, size, arrived, body FROM message WHERE mailbox = ? ORDER BY uid LIMIT 1",
	[SQL_USED]         = /* DEL_QUOTA, MBOX_QUOTA_FOLDERS: what is there now, not a count that could drift */
		"SELECT coalesce(sum(size), 0) FROM message"
		" WHERE mailbox IN (SELECT id FROM mailbox WHERE account = ?)",
	[SQL_OLDEST_SMALL] = /* from the partial index of that condition */
		"SELECT uid, flags, size, arrived, body, mailbox FROM message"
		" WHERE size <= 200000 ORDER BY arrived LIMIT 1",
	[SQL_OLDEST_LARGE] =
		"SELECT uid, flags, size, arrived, body, mailbox FROM message"
		" WHERE size > 200000 ORDER BY arrived LIMIT 1",
	[SQL_QUOTA_OLDEST] =
		"SELECT uid, flags, size, arrived, body, mailbox FROM message"
		" WHERE mailbox IN (SELECT id FROM mailbox WHERE account = ?) ORDER BY arrived, uid LIMIT ?",
	[SQL_FUTURE]       =
		"SELECT EXISTS (SELECT 1 FROM message WHERE size <= 200000 AND arrived > ?1 + 60)"
		" OR EXISTS (SELECT 1 FROM message WHERE size > 200000 AND arrived > ?1 + 60)"
		" OR EXISTS (SELECT 1 FROM account WHERE active > ?1)"
		" OR EXISTS (SELECT 1 FROM tombstone WHERE deleted > ?1)",
	[SQL_REDATE_SMALL] =
		"UPDATE message SET arrived = ?1 WHERE (mailbox, uid) IN (SELECT mailbox, uid FROM message"
		" WHERE size <= 200000 AND arrived > ?1 + 60 LIMIT ?2)",
	[SQL_REDATE_LARGE] =
		"UPDATE message SET arrived = ?1 WHERE (mailbox, uid) IN (SELECT mailbox, uid FROM message"
		" WHERE size > 200000 AND arrived > ?1 + 60 LIMIT ?2)",
	[SQL_REDATE_ACCOUNT] =
		"UPDATE account SET active = ?1 WHERE id IN"
		" (SELECT id FROM account WHERE active > ?1 LIMIT ?2)",
	[SQL_REDATE_TOMBSTONE] =
		"UPDATE tombstone SET deleted = ?1 WHERE digest IN"
		" (SELECT digest FROM tombstone WHERE deleted > ?1 LIMIT ?2)",
	[SQL_TOKEN_ADD]    = /* META_TOKEN_TWICE: not twice, but anew; a write a day is enough */
		"INSERT INTO device (account, token, set_at) VALUES (?, ?, ?)"
		" ON CONFLICT (account, token) DO UPDATE SET set_at = excluded.set_at"
		" WHERE excluded.set_at NOT BETWEEN set_at AND set_at + 86400",
	[SQL_TOKENS]       = /* META_TOKEN_OTHER_ACCOUNT */
		"SELECT token FROM device WHERE account = ? AND set_at > ? ORDER BY id",
	[SQL_TOKENS_DROP]  = "DELETE FROM device WHERE account = ?",
	[SQL_TOKENS_OLD]   = "DELETE FROM device WHERE set_at <= ?",
	[SQL_TOKEN_GONE]   = "DELETE FROM device WHERE id = ?",
	[SQL_WAKE_ADD]     = /* PUSH_EACH_TOKEN; what still waits is sent now and once */
		"INSERT INTO wakeup (device, first, due)"
		" SELECT id, ?2, ?2 FROM device WHERE account = ?1 AND set_at > ?3"
		" ON CONFLICT (device) DO UPDATE SET"
		"  first = excluded.first, due = excluded.due, tries = 0, round = round + 1",
	[SQL_WAKE_DUE]     =
		"SELECT device, round, token FROM wakeup JOIN device ON device.id = device"
		" WHERE due <= ? AND first >= ? ORDER BY due LIMIT ?",
	[SQL_WAKE_NEXT]    = "SELECT due FROM wakeup WHERE due > ? ORDER BY due LIMIT 1",
	[SQL_WAKE_GET]     = "SELECT first, tries FROM wakeup WHERE device = ? AND round = ?",
	[SQL_WAKE_LATER]   =
		"UPDATE wakeup SET due = ?, tries = tries + 1 WHERE device = ?",
	[SQL_WAKE_DONE]    = "DELETE FROM wakeup WHERE device = ? AND round = ?",
	[SQL_WAKE_CLOCK]   = "UPDATE wakeup SET due = ?1 WHERE due > ?1 + ?2",
	[SQL_WAKE_OLD]     = "DELETE FROM wakeup WHERE first < ?",
	[SQL_OUT_ADD]      =
		"INSERT INTO outgoing (body, size, signature, sender, domain, first, due)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
	[SQL_OUT_RCPT_ADD] = /* OUT_ONCE: named twice, sent once */
		"INSERT OR IGNORE INTO outgoing_rcpt (outgoing, address) VALUES (?, ?)",
	[SQL_OUT_USED]     = /* by one sender: a body counts once, however many domains wait for it */
		"SELECT coalesce(sum(size), 0), coalesce(sum(n), 0) FROM"
		" (SELECT size, count(*) AS n FROM outgoing WHERE sender = ? GROUP BY body)",
	[SQL_OUT_DUE]      =
		"SELECT id, size FROM outgoing WHERE domain = ? AND due <= ? ORDER BY due, id",
	[SQL_OUT_NEXT]     = "SELECT due FROM outgoing WHERE domain = ? AND due > ? ORDER BY due LIMIT 1",
	[SQL_OUT_GET]      = "SELECT sender, domain, body, first, tries FROM outgoing WHERE id = ?",
	[SQL_OUT_OCTETS]   =
		"SELECT domain, sender, signature, octets FROM outgoing JOIN body ON body.id = body"
		" WHERE outgoing.id = ?",
	[SQL_OUT_RCPTS]    = "SELECT address FROM outgoing_rcpt WHERE outgoing = ? ORDER BY address",
	[SQL_OUT_HEAD]     = "SELECT substr(octets, 1, ?) FROM body WHERE id = ?",
	[SQL_OUT_RCPT_DROP] = "DELETE FROM outgoing_rcpt WHERE outgoing = ? AND address = ?",
	[SQL_OUT_LATER]    = "UPDATE outgoing SET due = ?, tries = ? WHERE id = ?",
	[SQL_OUT_DROP]     = "DELETE FROM outgoing WHERE id = ?",
	[SQL_DEST_ADD]     =
		"INSERT INTO destination (domain, due, first) VALUES (?, ?, ?)"
		" ON CONFLICT (domain) DO UPDATE SET due = excluded.due, first = excluded.first"
		" WHERE excluded.due < due",
	[SQL_DEST_DUE]     =
		"SELECT domain FROM destination WHERE trouble = ? AND due <= ? ORDER BY due, first",
	[SQL_DEST_NEXT]    =
		"SELECT min(due) FROM (SELECT min(due) AS due FROM destination WHERE trouble = 0 AND due > ?1"
		" UNION ALL SELECT min(due) FROM destination WHERE trouble = 1 AND due > ?1)",
	[SQL_DEST_SET]     = /* trouble -1: as it is */
		"UPDATE destination SET trouble = iif(?2 < 0, trouble, ?2), (due, first) ="
		" (SELECT due, id FROM outgoing WHERE outgoing.domain = ?1 ORDER BY due, id LIMIT 1)"
		" WHERE domain = ?1",
	[SQL_DEST_DROP]    = "DELETE FROM destination WHERE domain = ? AND due IS NULL",
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

/* The reason on stderr, in words that say what to do. */
static void
complain(struct sql_db *d, const char *file, int code, int64_t version)
{
	if (code == SQLITE_MISMATCH)
		fprintf(stderr,
		    "refrelay: the database %s in the state directory has version %lld, which is "
		    "later than this program's, run the program that made it\n",
		    file, (long long)version);
	else
		fprintf(stderr,
		    "refrelay: the database %s in the state directory cannot be opened (%s), "
		    "make the directory writable and stop other instances\n",
		    file, d->db != NULL ? sqlite3_errmsg(d->db) : "out of memory");
}

int
sql_open(struct sql_db *d, const char *file)
{
	const char *layer = erase_layer();
	int64_t version = 0;
	int code = SQLITE_NOMEM;

	*d = (struct sql_db){ 0 };
	if (layer != NULL)
		code = sqlite3_open_v2(
		    file, &d->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, layer);
	/* A predecessor that was killed holds its locks until its last process is gone. */
	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(d->db, PREDECESSOR_MS);
	if (code == SQLITE_OK)
		code = sqlite3_exec(d->db, settings, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sql_schema(d->db, &version);
	if (code == SQLITE_OK && prepare_all(d) == 0)
		return 0;
	complain(d, file, code, version);
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
