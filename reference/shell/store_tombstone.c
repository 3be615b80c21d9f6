/* Tombstones: that there was an account of an address, whose is told by its password
 * alone.  The address is not kept but its digest under a key of this database.
 *
 * RET_ADDRESS_REUSE: who finds an address free again would get the mail that old
 * friends send to it, so for a time only who had it gets it back.  Does not decide
 * about logins: store_login.c does. */
#include "reference/shell/store_private.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

int
tombstone_start(struct store *s)
{
	uint8_t *key = s->expire.tombstone_key;
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_SECRET_GET, "");
	int code = sqlite3_step(st);
	bool good = code == SQLITE_ROW && sqlite3_column_bytes(st, 0) == TOMBSTONE_DIGEST;

	if (good)
		memcpy(key, sqlite3_column_blob(st, 0), TOMBSTONE_DIGEST);
	sqlite3_reset(st);
	if (code == SQLITE_DONE && RAND_bytes(key, TOMBSTONE_DIGEST) == 1)
		good = sql_run(&s->sql, SQL_SECRET_ADD, "b", SPAN_OF(key, TOMBSTONE_DIGEST)) ==
		    SQLITE_DONE;
	if (!good)
		fprintf(stderr, "refrelay: the key of the database cannot be read or made: %s\n",
		    sqlite3_errmsg(s->sql.db));
	return good ? 0 : -1;
}

static int
digest_of(const struct store *s, struct span address, uint8_t digest[TOMBSTONE_DIGEST])
{
	unsigned n = TOMBSTONE_DIGEST;

	return HMAC(EVP_sha256(), s->expire.tombstone_key, TOMBSTONE_DIGEST, address.p, address.n,
		   digest, &n) != NULL
	    ? 0
	    : -1;
}

int
tombstone_find(struct store *s, struct span address, struct tombstone *t)
{
	if (digest_of(s, address, t->digest) == -1)
		return SQLITE_NOMEM;
	sqlite3_stmt *st =
	    sql_bind(&s->sql, SQL_TOMBSTONE, "b", SPAN_OF(t->digest, TOMBSTONE_DIGEST));
	int code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		struct span v = sql_span(st, 0);
		t->uid_validity = sqlite3_column_int64(st, 1);
		t->verifier_n = v.n <= sizeof(t->verifier) ? v.n : 0;
		if (t->verifier_n > 0)
			memcpy(t->verifier, v.p, t->verifier_n);
	}
	sqlite3_reset(st);
	return code;
}

int
tombstone_add(
    struct store *s, struct span address, struct span verifier, int64_t uid_validity, int64_t now)
{
	uint8_t digest[TOMBSTONE_DIGEST];

	if (digest_of(s, address, digest) == -1)
		return SQLITE_NOMEM;
	return sql_run(&s->sql, SQL_TOMBSTONE_ADD, "bbii", SPAN_OF(digest, sizeof(digest)),
	    verifier, uid_validity, now);
}

int64_t
tombstone_due(struct store *s)
{
	int64_t deleted;

	if (sql_value(&s->sql, SQL_TOMBSTONE_FIRST, &deleted, "") != SQLITE_ROW)
		return INT64_MAX;
	return retention_tombstone_due(&s->config->retention, deleted);
}

/* RET_TOMBSTONE_ENDS: from then on the address is anybody's. */
int
tombstone_expire(struct store *s, int64_t now, struct expire_budget *b)
{
	int code = SQLITE_DONE;

	for (; code == SQLITE_DONE && expire_may(b) && tombstone_due(s) <= now; expire_spend(b, 0))
		code = sql_run(&s->sql, SQL_TOMBSTONE_OLD, "");
	return code;
}
