/* Logins: scrypt in the threads of libuv, everything else in the loop.
 *
 * Of a password only the verifier is kept (ZERO_DISK_PASSWORD), of a login that fails
 * nothing (ZERO_DISK_FAILED_LOGIN), and no log hears of either (ZERO_LOG_PASSWORD).
 *
 * A name that is unknown costs the same work as a known one, so the time of
 * the answer does not tell which it was (ACC_NO_ORACLE). */
#include "reference/shell/store_private.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SALT = 16, KEY = 32, VERIFIER = 1 + SALT + KEY, BLOCK = 8, PARALLEL = 1 };

struct login {
	uv_work_t work;
	struct store *store;
	struct ipc_head request;
	uint8_t verifier[VERIFIER]; /* cost, salt, key: to be compared with, or made */
	uint8_t key[KEY];
	int64_t account;             /* 0: unknown */
	int64_t active;              /* of the account */
	struct tombstone tombstone;  /* of the address; its verifier is above */
	bool buried, makes, derived; /* buried: there is one */
	size_t address_n, password_n;
	uint8_t text[]; /* address, password */
};

static struct span
login_address(const struct login *l)
{
	return SPAN_OF(l->text, l->address_n);
}

/* LAT_LOGIN: the default cost is about ten milliseconds of a small machine.
 * In a thread: touches nothing but l. */
static void
derive(uv_work_t *work)
{
	struct login *l = work->data;
	uint64_t n = UINT64_C(1) << l->verifier[0];

	/* memory: 128 * n * BLOCK octets and a little */
	l->derived =
	    EVP_PBE_scrypt((const char *)l->text + l->address_n, l->password_n, l->verifier + 1,
		SALT, n, BLOCK, PARALLEL, 256 * n * BLOCK, l->key, KEY) == 1;
}

static void after(uv_work_t *work, int status);

static void
login_end(struct login *l, enum store_status st)
{
	if (st == STORE_OK && !session_begin(l->store, l->account, l->active))
		st = STORE_DOWN;
	struct answer a = { .head = { .kind = IPC_LOGIN,
				.id = l->request.id,
				.account = st == STORE_OK ? l->account : 0 },
		.fd = -1 };

	store_answer(l->store, &a, st);
	OPENSSL_cleanse(l, sizeof(*l) + l->address_n + l->password_n);
	free(l);
}

static void
login_work(struct login *l)
{
	l->work.data = l;
	if (uv_queue_work(&l->store->loop, &l->work, derive, after) != 0)
		login_end(l, STORE_DOWN);
}

/* The verifier of an account or a tombstone. */
static int
take_verifier(struct login *l, struct span v)
{
	memcpy(l->verifier, v.p, VERIFIER);
	/* A damaged row must not ask for the memory of the machine. */
	return l->verifier[0] > 20 ? SQLITE_CORRUPT : SQLITE_ROW;
}

/* Looks the address up: an account, or what is left of one (RET_ADDRESS_REUSE), which
 * is looked for in any case (ACC_NO_ORACLE).  l->account is 0 when there is none. */
static enum store_status
login_find(struct login *l)
{
	sqlite3_stmt *st = sql_bind(&l->store->sql, SQL_ACCOUNT_FIND, "s", login_address(l));
	int code = sqlite3_step(st);

	l->account = 0;
	if (code == SQLITE_ROW && sqlite3_column_bytes(st, 1) == VERIFIER) {
		l->account = sqlite3_column_int64(st, 0);
		l->active = sqlite3_column_int64(st, 2);
		code = take_verifier(l, sql_span(st, 1));
	}
	sqlite3_reset(st);
	if (sql_status(code) != STORE_OK)
		return sql_status(code);
	code = tombstone_find(l->store, login_address(l), &l->tombstone);
	l->buried = l->account == 0 && code == SQLITE_ROW && l->tombstone.verifier_n == VERIFIER;
	if (l->buried)
		code = take_verifier(l, SPAN_OF(l->tombstone.verifier, VERIFIER));
	return sql_status(code);
}

void
login_begin(struct store *s, const struct ipc_head *h, struct span octets)
{
	struct span address, password;
	struct answer a = { .head = { .kind = IPC_LOGIN, .id = h->id }, .fd = -1 };

	if (!ipc_get_string(&octets, &address) || !ipc_get_string(&octets, &password)) {
		store_answer(s, &a, STORE_DOWN);
		return;
	}
	struct login *l = calloc(1, sizeof(*l) + address.n + password.n);
	if (l == NULL) {
		store_answer(s, &a, STORE_DOWN);
		return;
	}
	l->store = s;
	l->request = *h;
	l->address_n = address.n;
	l->password_n = password.n;
	if (address.n > 0)
		memcpy(l->text, address.p, address.n);
	if (password.n > 0)
		memcpy(l->text + address.n, password.p, password.n);
	enum store_status st = login_find(l);
	if (st == STORE_OK && l->account == 0 && !l->buried) {
		l->makes = true;
		l->verifier[0] = (uint8_t)s->config->scrypt_log2n;
		st = RAND_bytes(l->verifier + 1, SALT) == 1 ? STORE_OK : STORE_DOWN;
	}
	if (st == STORE_OK)
		login_work(l);
	else
		login_end(l, st);
}

/* The account in its tombstone's place: RET_ADDRESS_RETURNS, RET_VALIDITY_GROWS. */
static int
account_add(struct login *l)
{
	struct sql_db *sql = &l->store->sql;
	struct span verifier = { l->verifier, VERIFIER };
	struct span digest = { l->tombstone.digest, TOMBSTONE_DIGEST };
	int64_t validity = l->buried ? l->tombstone.uid_validity : 0;
	int code = SQLITE_DONE;

	if (l->buried)
		code = sql_run(sql, SQL_TOMBSTONE_TAKE, "bb", digest, verifier);
	if (code == SQLITE_DONE)
		code = sql_run(sql, SQL_ACCOUNT_ADD, "sbiib", login_address(l), verifier, validity,
		    l->active, digest);
	return code;
}

/* The account and its INBOX, both or neither; l->account stays 0 when somebody
 * else was first. */
static int
account_make(struct login *l)
{
	struct store *s = l->store;
	int code = sql_run(&s->sql, SQL_SAVE, "");

	l->active = retention_active(&s->config->retention, clock_now());
	if (code == SQLITE_DONE)
		code = account_add(l);
	if (code == SQLITE_DONE && sqlite3_changes(s->sql.db) == 1) {
		l->account = sqlite3_last_insert_rowid(s->sql.db);
		code = mailbox_make_inbox(s, l->account);
	}
	if (code != SQLITE_DONE && sqlite3_get_autocommit(s->sql.db) == 0)
		(void)!sql_run(&s->sql, SQL_UNDO, "");
	if (sqlite3_get_autocommit(s->sql.db) == 0)
		(void)!sql_run(&s->sql, SQL_RELEASE, "");
	return code;
}

/* ACC_CREATE_RACE: several first logins may have come this far; the first
 * INSERT wins and the others are logins with the winner's password or not. */
static void
login_create(struct login *l)
{
	struct store *s = l->store;
	int code = store_begin(s);

	memcpy(l->verifier + 1 + SALT, l->key, KEY);
	l->account = 0;
	if (code == SQLITE_DONE)
		code = account_make(l);
	if (code != SQLITE_DONE) {
		store_check_transaction(s, sql_status(code));
		login_end(l, sql_status(code));
		return;
	}
	if (l->account != 0) {
		login_end(l, STORE_OK);
		return;
	}
	l->makes = false;
	enum store_status st = login_find(l);
	if (st == STORE_OK && (l->account != 0 || l->buried))
		login_work(l);
	else
		login_end(l, STORE_DOWN);
}

/* Compares with the account as it is now: the one that was looked up may have
 * been rolled back since, and its number given to somebody else.  With a tombstone
 * likewise, and who is right makes the account again. */
static void
login_compare(struct login *l)
{
	enum store_status st = login_find(l);

	if (st == STORE_OK && l->account == 0 && !l->buried)
		st = STORE_DOWN;
	if (st == STORE_OK && CRYPTO_memcmp(l->verifier + 1 + SALT, l->key, KEY) != 0)
		st = STORE_NO; /* RET_ADDRESS_REUSE: also when it is a tombstone's */
	if (st == STORE_OK && l->buried && l->request.a == 0)
		st = STORE_NO;
	if (st == STORE_OK && l->buried)
		login_create(l);
	else
		login_end(l, st);
}

static void
after(uv_work_t *work, int status)
{
	struct login *l = work->data;

	if (status != 0 || !l->derived)
		login_end(l, STORE_DOWN);
	else if (l->makes && l->request.a != 0)
		login_create(l);
	else if (l->makes)
		login_end(l, STORE_NO);
	else
		login_compare(l);
}
