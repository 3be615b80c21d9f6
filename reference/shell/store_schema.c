/* Everything that is kept: the tables, and how a database of an earlier version
 * becomes one of this version.
 *
 * There is no column for a network address (ZERO_DISK_CLIENT), a contact or a log line: what is not
 * here is not known to the relay.  Whom somebody writes to elsewhere is known for as
 * long as that mail is on its way; the day of the last login, because an account
 * that nobody uses ends; of an address that had an account, a keyed digest. */
#include "reference/shell/clock.h"
#include "reference/shell/store_erase.h"
#include "reference/shell/store_sql.h"

#include <stdio.h>
#include <string.h>

enum { SCHEMA_VERSION = 4 };

// clang-format off
static const char schema[] =
	"CREATE TABLE IF NOT EXISTS account ("
	"  id           INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  address      TEXT NOT NULL UNIQUE,"        /* lower case */
	"  verifier     BLOB NOT NULL,"               /* cost, salt, scrypt of the password */
	"  uid_validity INTEGER NOT NULL,"            /* the last one given to a mailbox; only grows */
	"  active       INTEGER NOT NULL DEFAULT 0"   /* when it was used last, by the day */
	") STRICT;"
	"CREATE INDEX IF NOT EXISTS account_active ON account(active);"
	"CREATE TABLE IF NOT EXISTS tombstone ("      /* of an account that has ended */
	"  digest       BLOB PRIMARY KEY,"            /* of its address */
	"  verifier     BLOB NOT NULL,"               /* who had it gets it again */
	"  uid_validity INTEGER NOT NULL,"
	"  deleted      INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX IF NOT EXISTS tombstone_deleted ON tombstone(deleted);"
	"CREATE TABLE IF NOT EXISTS secret ("         /* the key of those digests */
	"  id     INTEGER PRIMARY KEY CHECK (id = 1),"
	"  octets BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE IF NOT EXISTS mailbox ("
	"  id           INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  account      INTEGER NOT NULL REFERENCES account(id),"
	"  name         TEXT NOT NULL,"               /* modified UTF-7; INBOX in upper case */
	"  uid_validity INTEGER NOT NULL,"            /* no other one of the account has it: DUR_VALIDITY */
	"  uid_next     INTEGER NOT NULL DEFAULT 1,"  /* only ever grows: DUR_UIDNEXT */
	"  UNIQUE (account, name)"
	") STRICT;"
	"CREATE TABLE IF NOT EXISTS subscription ("   /* outlives its mailbox: RFC 3501, 6.3.6 */
	"  account INTEGER NOT NULL REFERENCES account(id),"
	"  name    TEXT NOT NULL,"
	"  PRIMARY KEY (account, name)"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS body ("
	"  id     INTEGER PRIMARY KEY,"
	"  octets BLOB NOT NULL"                      /* encrypted by the sender's device */
	") STRICT;"
	"CREATE TABLE IF NOT EXISTS message ("
	"  mailbox INTEGER NOT NULL REFERENCES mailbox(id),"
	"  uid     INTEGER NOT NULL,"
	"  flags   INTEGER NOT NULL DEFAULT 0,"       /* enum message_flag */
	"  size    INTEGER NOT NULL,"
	"  arrived INTEGER NOT NULL,"                 /* INTERNALDATE; retention counts from it */
	"  body    INTEGER NOT NULL REFERENCES body(id)," /* shared by all copies */
	"  PRIMARY KEY (mailbox, uid)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX IF NOT EXISTS message_body ON message(body);"
	/* each message is in one of them */
	"CREATE INDEX IF NOT EXISTS message_small ON message(arrived) WHERE size <= 200000;"
	"CREATE INDEX IF NOT EXISTS message_large ON message(arrived) WHERE size > 200000;"
	"CREATE TABLE IF NOT EXISTS device ("         /* to be woken */
	"  id      INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  account INTEGER NOT NULL REFERENCES account(id),"
	"  token   BLOB NOT NULL,"                    /* encrypted by the device for the proxy */
	"  set_at  INTEGER NOT NULL,"
	"  UNIQUE (account, token)"
	") STRICT;"
	"CREATE TABLE IF NOT EXISTS wakeup ("         /* one for each device that is to be woken */
	"  device INTEGER PRIMARY KEY REFERENCES device(id) ON DELETE CASCADE,"
	"  round  INTEGER NOT NULL DEFAULT 0,"        /* another one when more mail comes */
	"  first  INTEGER NOT NULL,"
	"  due    INTEGER NOT NULL,"
	"  tries  INTEGER NOT NULL DEFAULT 0"
	") STRICT;"
	"CREATE INDEX IF NOT EXISTS wakeup_due ON wakeup(due);"
	"CREATE TABLE IF NOT EXISTS outgoing ("       /* a message for one other domain */
	"  id        INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  body      INTEGER NOT NULL REFERENCES body(id)," /* shared with all copies */
	"  size      INTEGER NOT NULL,"
	"  signature BLOB NOT NULL,"                  /* the fields that stand before the body */
	"  sender    TEXT NOT NULL,"                  /* '': nobody is told of a failure */
	"  domain    TEXT NOT NULL,"                  /* lower case */
	"  first     INTEGER NOT NULL,"
	"  due       INTEGER NOT NULL,"
	"  tries     INTEGER NOT NULL DEFAULT 0"      /* that failed */
	") STRICT;"
	"CREATE INDEX IF NOT EXISTS outgoing_body ON outgoing(body);"
	"CREATE INDEX IF NOT EXISTS outgoing_due ON outgoing(domain, due);"
	"CREATE INDEX IF NOT EXISTS outgoing_sender ON outgoing(sender, body, size);"
	"CREATE TABLE IF NOT EXISTS outgoing_rcpt ("  /* who has not got it yet */
	"  outgoing INTEGER NOT NULL REFERENCES outgoing(id) ON DELETE CASCADE,"
	"  address  TEXT NOT NULL,"
	"  PRIMARY KEY (outgoing, address)"
	") STRICT, WITHOUT ROWID;";

/* What the queue's order needs to be found at once; made anew at each start.  A
 * clock that was wrong may have put mail off too far. */
static const char temporary[] =
	"UPDATE outgoing SET due = clock_now() WHERE due > clock_now() + 86400;"
	"CREATE TEMP TABLE destination ("
	"  domain  TEXT PRIMARY KEY,"
	"  due     INTEGER,"                          /* of its first mail; NULL: there is none */
	"  first   INTEGER,"                          /* which that is */
	"  trouble INTEGER NOT NULL DEFAULT 0"        /* it could not be reached the last time */
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX temp.destination_due ON destination(trouble, due, first);"
	"INSERT INTO destination (domain, due, first)"
	"  SELECT domain, min(due), id FROM outgoing GROUP BY domain;";

/* Version 1 had no mailboxes: its messages belong to accounts, and become those
 * of the account's INBOX with the UIDs they have. */
static const char from_one[] =
	"DROP INDEX IF EXISTS message_body;"
	"ALTER TABLE message RENAME TO message_of_account;";
static const char from_one_after[] =
	"INSERT INTO mailbox (account, name, uid_validity, uid_next)"
	"  SELECT id, 'INBOX', uid_validity, uid_next FROM account;"
	"INSERT INTO subscription (account, name) SELECT id, 'INBOX' FROM account;"
	"INSERT INTO message (mailbox, uid, flags, size, arrived, body)"
	"  SELECT mailbox.id, uid, flags, size, arrived, body FROM message_of_account AS old"
	"  JOIN mailbox ON mailbox.account = old.account;"
	"DROP TABLE message_of_account;"
	"INSERT INTO device (account, token, set_at)"
	"  SELECT account, token, clock_now() FROM token;"
	"DROP TABLE token;"
	"ALTER TABLE account DROP COLUMN uid_next;";

/* Before version 4 nobody knew who is still there: all are. */
static const char to_four[] =
	"ALTER TABLE account ADD COLUMN active INTEGER NOT NULL DEFAULT 0;"
	"UPDATE account SET active = clock_now() / 86400 * 86400;";
// clang-format on

/* The time as everybody here sees it; unixepoch() would be the system's. */
static void
sql_clock_now(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n, (void)values;
	sqlite3_result_int64(context, clock_now());
}

static int
read_number(sqlite3 *db, const char *query, int64_t *v)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db, query, -1, &st, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		*v = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return code == SQLITE_ROW ? SQLITE_OK : code;
}

/* Versions 1 and "none" both have user_version 0; only the former has tables. */
static int
version_of(sqlite3 *db, int64_t *version)
{
	int64_t tables = 0;
	int code = read_number(db, "PRAGMA user_version", version);

	if (code == SQLITE_OK && *version == 0) {
		code = read_number(
		    db, "SELECT count(*) FROM sqlite_schema WHERE name = 'account'", &tables);
		*version = tables > 0;
	}
	return code;
}

static int
make(sqlite3 *db, int64_t version)
{
	char set[64];
	int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	if (code == SQLITE_OK && version == 1)
		code = sqlite3_exec(db, from_one, NULL, NULL, NULL);
	if (code == SQLITE_OK && version > 0 && version < 4)
		code = sqlite3_exec(db, to_four, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, schema, NULL, NULL, NULL);
	if (code == SQLITE_OK && version == 1)
		code = sqlite3_exec(db, from_one_after, NULL, NULL, NULL);
	snprintf(set, sizeof(set), "PRAGMA user_version = %d; COMMIT", SCHEMA_VERSION);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, set, NULL, NULL, NULL);
	return code;
}

int
sql_schema(sqlite3 *db, int64_t *version)
{
	int code = version_of(db, version);

	if (code != SQLITE_OK)
		return code;
	if (*version > SCHEMA_VERSION)
		return SQLITE_MISMATCH;
	code = sqlite3_create_function(
	    db, "clock_now", 0, SQLITE_UTF8, NULL, sql_clock_now, NULL, NULL);
	if (code == SQLITE_OK && *version > 0 && *version < 4)
		code = erase_file(db); /* again if it fails: the version is set after it */
	if (code == SQLITE_OK)
		code = make(db, *version);
	return code == SQLITE_OK ? sqlite3_exec(db, temporary, NULL, NULL, NULL) : code;
}
