/* Device tokens, and who is to be woken when.
 *
 * A wake-up is a row that is written with the message that causes it and
 * deleted when the proxy has taken it, so it outlives every process.  A device
 * has at most one: mail that comes while one waits makes it due at once, mail
 * that comes while one is under way is a new round, sent when that has ended.
 * Does not speak HTTP: the outbound process does. */
#include "reference/shell/store_push.h"

#include "reference/core/wake.h"
#include "reference/shell/store_private.h"

#include <stdlib.h>
#include <string.h>

enum {
	TOKEN_OCTETS = 4096,
	TOKEN_LIFE_S = 90 * 86400, /* after it was last set */
	LOOK_AGAIN_MS = 60 * 1000  /* at least: the clock may be set forward */
};

/* ---- device tokens -------------------------------------------------------- */

enum store_status
store_do_get_tokens(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	sqlite3_stmt *st =
	    sql_bind(&s->sql, SQL_TOKENS, "ii", h->account, clock_now() - TOKEN_LIFE_S);
	int code;

	(void)octets, (void)fd;
	a->octets = malloc((TOKEN_OCTETS + 1) * PUSH_FAMILY);
	if (a->octets == NULL) {
		sqlite3_reset(st);
		return STORE_DOWN;
	}
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		struct span t = sql_span(st, 0);
		if (a->n + t.n + 1 > (TOKEN_OCTETS + 1) * PUSH_FAMILY)
			continue;
		if (a->n > 0)
			a->octets[a->n++] = ' ';
		if (t.n > 0)
			memcpy(a->octets + a->n, t.p, t.n);
		a->n += t.n;
	}
	sqlite3_reset(st);
	return sql_status(code);
}

/* Added, never replaced; a ceiling keeps an account from filling the disk.
 * META_MANY_SESSIONS: for the account of whoever asks, and no other. */
enum store_status
store_do_add_token(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	const int64_t now = clock_now();
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_TOKENS, "ii", h->account, now - TOKEN_LIFE_S);
	bool known = false;
	size_t n = 0;
	int code;

	(void)fd, (void)a;
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		known = known || span_eq(sql_span(st, 0), octets);
		n++;
	}
	sqlite3_reset(st);
	if (code != SQLITE_DONE)
		return sql_status(code);
	if (octets.n == 0 || octets.n > TOKEN_OCTETS)
		return STORE_NO; /* META_TOKEN_TOO_LONG */
	if (!known && n >= PUSH_FAMILY)
		return STORE_LIMIT;
	return sql_status(sql_run(&s->sql, SQL_TOKEN_ADD, "ibi", h->account, octets, now));
}

/* META_TOKEN_NIL */
enum store_status
store_do_drop_tokens(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	(void)octets, (void)fd, (void)a;
	return sql_status(sql_run(&s->sql, SQL_TOKENS_DROP, "i", h->account));
}

/* ---- wake-ups ------------------------------------------------------------- */

/* PUSH_EACH_TOKEN: all of the account, and PUSH_OTHER_ACCOUNT: of no other. */
int
push_wake(struct store *s, int64_t account, int64_t now)
{
	if (!s->push.on)
		return SQLITE_DONE;
	s->push.look = true;
	return sql_run(&s->sql, SQL_WAKE_ADD, "iii", account, now, now - TOKEN_LIFE_S);
}

static bool
under_way(const struct push *p, int64_t device)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->flights[i].device == device)
			return true;
	return false;
}

/* PUSH_BODY_ONLY: the token goes out, and nothing else. */
static void
hand_out(struct store *s, int64_t device, int64_t round, struct span token)
{
	struct ipc_head h = { .kind = IPC_PUSH, .a = (uint64_t)device };
	struct ipc_message *m = ipc_message(&h, token, -1);

	if (m == NULL)
		return; /* still due: the next look */
	s->push.flights[s->push.n++] = (struct push_flight){ device, round };
	ipc_send(&s->outbound, m);
}

static void
on_timer(uv_timer_t *t)
{
	struct store *s = t->data;

	s->push.look = true;
	push_look(s);
}

/* What is due and under way is not waited for: its end is the next look. */
static void
await_next(struct store *s, int64_t now)
{
	int64_t due = 0;
	uint64_t ms = LOOK_AGAIN_MS;

	if (sql_value(&s->sql, SQL_WAKE_NEXT, &due, "i", now) == SQLITE_ROW) {
		uint64_t left = (uint64_t)(due - now) * 1000;
		ms = left < ms ? left : ms;
	}
	uv_timer_start(&s->push.timer, on_timer, ms, 0);
}

void
push_look(struct store *s)
{
	struct push *p = &s->push;
	const int64_t now = clock_now();

	if (!p->look || !p->ready || p->n == PUSH_WINDOW)
		return;
	p->look = false;
	/* Those under way may be among the first. */
	sqlite3_stmt *st = sql_bind(
	    &s->sql, SQL_WAKE_DUE, "iii", now, now - WAKE_LIFE, (int64_t)(2 * PUSH_WINDOW));
	while (p->n < PUSH_WINDOW && sqlite3_step(st) == SQLITE_ROW)
		if (!under_way(p, sqlite3_column_int64(st, 0)))
			hand_out(s, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
			    sql_span(st, 2));
	sqlite3_reset(st);
	await_next(s, now);
}

/* The round that is over; false when the outbound process never had it. */
static bool
flight_take(struct push *p, int64_t device, int64_t *round)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->flights[i].device != device)
			continue;
		*round = p->flights[i].round;
		p->flights[i] = p->flights[--p->n];
		p->look = true;
		return true;
	}
	return false;
}

/* PUSH_RETRY_503: tried again later, or given up. */
static int
put_off(struct store *s, int64_t device, int64_t round)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_WAKE_GET, "ii", device, round);
	int code = sqlite3_step(st);
	int64_t first = code == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
	int64_t tries = code == SQLITE_ROW ? sqlite3_column_int64(st, 1) : 0;

	sqlite3_reset(st);
	if (code != SQLITE_ROW)
		return code; /* there is a new round, or it is gone */
	int64_t next = wake_next(first, (uint32_t)tries + 1, clock_now());
	if (next == 0)
		return sql_run(&s->sql, SQL_WAKE_DONE, "ii", device, round);
	return sql_run(&s->sql, SQL_WAKE_LATER, "ii", next, device);
}

enum store_status
store_do_pushed(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	const int64_t device = (int64_t)h->a;
	int64_t round;

	(void)octets, (void)fd, (void)a;
	if (!flight_take(&s->push, device, &round))
		return STORE_NO;
	switch ((enum push_result)h->b) {
	case PUSH_DONE: return sql_status(sql_run(&s->sql, SQL_WAKE_DONE, "ii", device, round));
	case PUSH_GONE: /* PUSH_GONE_410: and its wake-up with it */
		store_truncate_soon(s);
		return sql_status(sql_run(&s->sql, SQL_TOKEN_GONE, "i", device));
	case PUSH_FAILED: break;
	}
	return sql_status(put_off(s, device, round));
}

/* A new outbound process has nothing under way: everything due is given to it,
 * also what the last one had. */
enum store_status
store_do_push_ready(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	(void)h, (void)octets, (void)fd, (void)a;
	s->push.n = 0;
	s->push.ready = s->push.look = true;
	return STORE_OK;
}

/* ---- the store process ---------------------------------------------------- */

/* Tokens whose time is over; wake-ups that a clock which was wrong put off too
 * far; those that nobody wants any more, because the relay was down so long. */
int
push_tidy(struct store *s, int64_t now)
{
	int code = sql_run(&s->sql, SQL_TOKENS_OLD, "i", now - TOKEN_LIFE_S);

	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_WAKE_CLOCK, "ii", now, (int64_t)WAKE_DELAY_MOST);
	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_WAKE_OLD, "i", now - WAKE_LIFE);
	return code;
}

void
push_start(struct store *s, bool outbound)
{
	uv_timer_init(&s->loop, &s->push.timer);
	s->push.timer.data = s;
	s->push.on = outbound && s->config->notification_url != NULL;
}
