/* Retention: what is due goes, in small steps that keep no delivery waiting (LAT_STALL).
 *
 * One timer waits for the first second in which something is due; the indexes know
 * it.  Each step is a transaction of its own with a bounded number of rows and
 * octets, and the loop has its turn between two of them.  What somebody has open he
 * is told, as of any removal (RET_SESSION).  Nothing is remembered but what is in the
 * tables, so a step that a crash undid is done again (RET_JOB_CRASH, RET_RESTART).
 *
 * Does not decide when: reference/core/retention.c does.  RET_VALIDITY_STAYS and
 * RET_UID_REUSE: counters of mailboxes are not touched. */
#include "reference/shell/store_private.h"

#include <string.h>

enum {
	LOOK_AGAIN_S = 30,     /* at least: the clock may be set */
	STEP_MS = 1,           /* other requests come between two steps */
	TRY_AGAIN_MS = 5000,   /* after a step that failed */
	START_NS = 2000000000, /* of what is due at the start */
	TIDY_S = 86400         /* device tokens */
};

/* The partial indexes are spelled with it. */
_Static_assert(RETENTION_LARGE == 200000, "store_schema.c and store_sql.c say 200000");

struct due_row {
	int64_t mailbox;
	struct message_row m;
};

bool
expire_may(const struct expire_budget *b)
{
	return b->rows > 0 && b->octets > 0;
}

void
expire_spend(struct expire_budget *b, uint64_t octets)
{
	b->rows -= b->rows > 0;
	b->octets -= octets < b->octets ? octets : b->octets;
	b->used = true;
}

/* ---- messages ------------------------------------------------------------- */

static void
read_row(sqlite3_stmt *st, struct due_row *r)
{
	r->m.info = message_of_row(st);
	r->m.body = sqlite3_column_int64(st, 4);
	r->mailbox = sqlite3_column_int64(st, 5);
}

/* The oldest of its kind: SQLITE_ROW or SQLITE_DONE.  RET_FOLDERS, RET_UNSEEN, RET_FLAGGED:
 * wherever it is and whatever was done with it. */
static int
oldest(struct store *s, enum sql kind, struct due_row *r)
{
	sqlite3_stmt *st = sql_bind(&s->sql, kind, "");
	int code = sqlite3_step(st);

	if (code == SQLITE_ROW)
		read_row(st, r);
	sqlite3_reset(st);
	return code;
}

static int64_t
due(const struct store *s, const struct due_row *r)
{
	return retention_message_due(&s->config->retention, r->m.info.date, r->m.info.size);
}

static int64_t
message_due(struct store *s, enum sql kind)
{
	struct due_row r;

	return oldest(s, kind, &r) == SQLITE_ROW ? due(s, &r) : INT64_MAX;
}

/* RET_GONE, RET_LARGE, ZERO_DISK_EXPIRED; not earlier: RET_NOT_EARLY, RET_LARGE_NOT_EARLY.
 * RET_COPIES: each copy by its own age, the body with the last. */
static int
expire_messages(struct store *s, enum sql kind, int64_t now, struct expire_budget *b)
{
	struct due_row r;
	int code = SQLITE_DONE;

	while (code == SQLITE_DONE && expire_may(b)) {
		code = oldest(s, kind, &r);
		if (code != SQLITE_ROW || due(s, &r) > now) /* RET_NOT_EARLY */
			break;
		code = message_drop(s, r.mailbox, &r.m);
		expire_spend(b, r.m.info.size);
	}
	return code == SQLITE_ROW ? SQLITE_DONE : code;
}

/* ---- quota ---------------------------------------------------------------- */

/* Written down in memory only: the next message says it again. */
void
expire_quota(struct store *s, int64_t account, uint64_t used)
{
	struct expire *e = &s->expire;

	if (retention_quota_excess(s->config->max_mailbox_size, used) == 0) /* RET_QUOTA */
		return;
	for (size_t i = 0; i < e->n_quotas; i++)
		if (e->quotas[i].account == account)
			return;
	if (e->n_quotas < EXPIRE_QUOTAS)
		e->quotas[e->n_quotas++] = (struct expire_quota){ account, 0 };
	expire_expect(s, INT64_MIN);
}

/* RET_QUOTA_OLDEST, RET_QUOTA_FOLDERS: the oldest of all mailboxes of the account. */
static int
oldest_of(struct store *s, int64_t account, int64_t now, struct due_row *rows, size_t *n)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_QUOTA_OLDEST, "ii", account, (int64_t)EXPIRE_ROWS);
	int code;

	for (*n = 0; (code = sqlite3_step(st)) == SQLITE_ROW && *n < EXPIRE_ROWS; (*n)++) {
		read_row(st, &rows[*n]);
		if (!retention_quota_may(rows[*n].m.info.date, now)) /* RET_QUOTA_GUARD */
			break;
	}
	sqlite3_reset(st);
	return code == SQLITE_ROW ? SQLITE_DONE : code;
}

/* RET_USAGE: counted from what is there, before the cleanup and by whoever asks. */
static int
begin_quota(struct store *s, struct expire_quota *q)
{
	int64_t used = 0;
	int code = sql_value(&s->sql, SQL_USED, &used, "i", q->account);

	q->left = retention_quota_excess(s->config->max_mailbox_size, (uint64_t)used);
	return code == SQLITE_ROW ? SQLITE_DONE : code;
}

/* The last one that waits; it stays until all is free that can be. */
static int
expire_one_quota(struct store *s, int64_t now, struct expire_budget *b)
{
	struct expire *e = &s->expire;
	struct expire_quota *q = &e->quotas[e->n_quotas - 1];
	struct due_row rows[EXPIRE_ROWS];
	size_t n = 0, i = 0;
	int code = q->left > 0 ? SQLITE_DONE : begin_quota(s, q);

	expire_spend(b, 0);
	if (code == SQLITE_DONE && q->left > 0)
		code = oldest_of(s, q->account, now, rows, &n);
	for (; code == SQLITE_DONE && q->left > 0 && i < n && expire_may(b); i++) {
		const uint64_t size = rows[i].m.info.size;
		code = message_drop(s, rows[i].mailbox, &rows[i].m);
		q->left -= size < q->left ? size : q->left;
		expire_spend(b, size);
	}
	if (code == SQLITE_DONE && (q->left == 0 || n == 0))
		e->n_quotas--;
	return code;
}

static int
expire_quotas(struct store *s, int64_t now, struct expire_budget *b)
{
	int code = SQLITE_DONE;

	while (code == SQLITE_DONE && s->expire.n_quotas > 0 && expire_may(b))
		code = expire_one_quota(s, now, b);
	return code;
}

/* ---- a clock that was wrong ------------------------------------------------ */

static bool
has_future(struct store *s, int64_t now)
{
	int64_t any = 0;

	return sql_value(&s->sql, SQL_FUTURE, &any, "i", now) == SQLITE_ROW && any != 0;
}

/* RET_CLOCK_BACK: what the future has dated is dated now, so that an error of the clock
 * lengthens no life beyond itself.  A minute is no error: clocks are set by steps, and
 * INTERNALDATE is not to change for that. */
static int
redate(struct store *s, int64_t now, struct expire_budget *b)
{
	const struct {
		enum sql which;
		int64_t now;
	} all[] = {
		{ SQL_REDATE_SMALL, now },
		{ SQL_REDATE_LARGE, now },
		{ SQL_REDATE_ACCOUNT, retention_active(&s->config->retention, now) },
		{ SQL_REDATE_TOMBSTONE, now },
	};
	int code = SQLITE_DONE;

	for (size_t i = 0; code == SQLITE_DONE && i < COUNT_OF(all) && expire_may(b); i++) {
		code = sql_run(&s->sql, all[i].which, "ii", all[i].now, (int64_t)b->rows);
		for (int n = sqlite3_changes(s->sql.db); code == SQLITE_DONE && n > 0; n--)
			expire_spend(b, 0);
	}
	return code;
}

/* ---- steps ---------------------------------------------------------------- */

static bool
tidies(const struct expire *e, int64_t now)
{
	return now >= e->tidy || now < e->tidy - TIDY_S;
}

/* When the next step is due; the past: now. */
static int64_t
first_due(struct store *s, int64_t now)
{
	struct expire *e = &s->expire;
	const int64_t all[] = { message_due(s, SQL_OLDEST_SMALL), message_due(s, SQL_OLDEST_LARGE),
		account_due(s), tombstone_due(s), e->tidy };
	int64_t first = INT64_MAX;

	if (tidies(e, now) || e->n_quotas > 0 || session_stale(s, now) || has_future(s, now))
		return now;
	for (size_t i = 0; i < COUNT_OF(all); i++)
		first = all[i] < first ? all[i] : first;
	return first;
}

/* Who is there comes first: with his account nothing of it is due. */
static int
expire_all(struct store *s, int64_t now, struct expire_budget *b)
{
	session_refresh(s, now, b);
	int code = redate(s, now, b);
	if (code == SQLITE_DONE)
		code = expire_messages(s, SQL_OLDEST_SMALL, now, b);
	if (code == SQLITE_DONE)
		code = expire_messages(s, SQL_OLDEST_LARGE, now, b);
	if (code == SQLITE_DONE)
		code = expire_quotas(s, now, b);
	if (code == SQLITE_DONE && expire_may(b))
		code = account_expire(s, now, b);
	if (code == SQLITE_DONE)
		code = tombstone_expire(s, now, b);
	if (code == SQLITE_DONE && expire_may(b) && tidies(&s->expire, now)) {
		code = push_tidy(s, now);
		expire_spend(b, 0);
		s->expire.tidy = now + TIDY_S;
	}
	return code;
}

static enum store_status
do_step(struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct expire_budget b = { .rows = EXPIRE_ROWS, .octets = EXPIRE_OCTETS };
	int code = expire_all(s, clock_now(), &b);

	(void)h, (void)octets, (void)fd, (void)a;
	if (code != SQLITE_DONE) {
		session_undone(s);
		s->expire.n_quotas = 0;
	}
	/* What is due and cannot go must not keep the loop busy. */
	return code == SQLITE_DONE && !b.used ? STORE_NO : sql_status(code);
}

/* One step if something is due: STORE_OK.  STORE_NO: there is nothing to do. */
static enum store_status
step(struct store *s)
{
	const int64_t now = clock_now();

	s->expire.next = first_due(s, now);
	if (s->expire.next > now)
		return STORE_NO;
	enum store_status st = store_step(s, do_step);
	store_end_turn(s);
	return s->in_trouble ? STORE_DOWN : st;
}

static void on_timer(uv_timer_t *t);

static void
await(struct store *s)
{
	struct expire *e = &s->expire;
	const int64_t now = clock_now();
	uint64_t s_left = LOOK_AGAIN_S;

	if (e->next <= now)
		s_left = 0;
	else if ((uint64_t)e->next - (uint64_t)now < s_left)
		s_left = (uint64_t)e->next - (uint64_t)now;
	uv_timer_start(&e->timer, on_timer, s_left > 0 ? s_left * 1000 : STEP_MS, 0);
}

static void
on_timer(uv_timer_t *t)
{
	struct store *s = t->data;
	struct expire *e = &s->expire;

	switch (step(s)) {
	case STORE_OK: uv_timer_start(t, on_timer, STEP_MS, 0); return;
	case STORE_NO: break;
	case STORE_EXISTS:
	case STORE_LIMIT:
	case STORE_FULL:
	case STORE_DOWN: uv_timer_start(t, on_timer, TRY_AGAIN_MS, 0); return;
	}
	if (e->next <= clock_now())
		e->next = clock_now() + LOOK_AGAIN_S;
	await(s);
	if (!e->settling)
		return;
	e->settling = false;
	store_truncate(s);
	clock_settled();
}

/* RET_PROMPT */
void
expire_expect(struct store *s, int64_t due_then)
{
	if (due_then >= s->expire.next)
		return;
	s->expire.next = due_then;
	await(s);
}

/* Somebody has moved the clock: everything that waits for a time of day looks again. */
static void
on_moved(void *ctx)
{
	struct store *s = ctx;

	s->expire.settling = true;
	s->push.look = s->outgoing.look = true;
	store_end_turn(s);
	expire_expect(s, INT64_MIN);
}

int
expire_start(struct store *s)
{
	const uint64_t begin = uv_hrtime();

	uv_timer_init(&s->loop, &s->expire.timer);
	s->expire.timer.data = s;
	if (tombstone_start(s) == -1 || clock_watch(&s->loop, on_moved, s) == -1)
		return -1;
	while (uv_hrtime() - begin < START_NS && step(s) == STORE_OK)
		;
	store_truncate(s); /* ZERO_DISK_CRASH: what the last one did not come to */
	s->expire.next = INT64_MIN;
	await(s);
	return 0;
}
