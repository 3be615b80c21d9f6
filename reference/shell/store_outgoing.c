/* Out of the queue: which mail for other domains is due, who has it, and what
 * became of it.
 *
 * A row stays until its results are committed.  What the outbound process has is
 * known in memory only: a new outbound process, or a new store, gives everything
 * away again.  So nothing is lost, and a message comes twice only when the other
 * side's 250 got lost or something died between it and our commit
 * (spec/model/queue.pml).
 *
 * OUT_STUCK: each domain has its own small window, a smaller one while it does
 * not answer, and all those that do not answer never fill the window of all.
 *
 * Does not speak SMTP: the outbound process does.  Source: RFC 5321, 4.5.4. */
#include "reference/core/retry.h"
#include "reference/shell/store_private.h"

#include <stdlib.h>
#include <string.h>

enum {
	LOOK_AGAIN_MS = 60 * 1000, /* at least: the clock may be set forward */
	WRITE_AGAIN_MS = 5 * 1000, /* results that the disk had no room for */
	HEAD_MOST = 65536 + 4      /* of a message, for its bounce */
};

/* ---- what the outbound process has ---------------------------------------- */

static struct outgoing_flight *
flight_find(struct outgoing *o, int64_t id)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->flights[i].id == id)
			return &o->flights[i];
	return NULL;
}

static bool
same(const struct destination *a, const struct destination *b)
{
	return a->n == b->n && memcmp(a->domain, b->domain, a->n) == 0;
}

static size_t
flights_to(const struct outgoing *o, const struct destination *to)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++)
		n += same(&o->flights[i].to, to);
	return n;
}

static size_t
flights_troubled(const struct outgoing *o)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++)
		n += o->flights[i].to.trouble;
	return n;
}

/* Landed, but not on the disk: to be tried again. */
static bool
is_unwritten(const struct outgoing_flight *f)
{
	return f->results != NULL && !f->written;
}

static size_t
flights_unwritten(const struct outgoing *o)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++)
		n += is_unwritten(&o->flights[i]);
	return n;
}

/* The results that came for it; octets may be empty. */
static void
flight_land(struct outgoing_flight *f, struct span results)
{
	f->results = malloc(results.n + 1);
	if (f->results == NULL)
		store_no_memory();
	if (results.n > 0)
		memcpy(f->results, results.p, results.n);
	f->results_n = results.n;
}

void
outgoing_committed(struct store *s)
{
	struct outgoing *o = &s->outgoing;

	for (size_t i = o->n; i > 0; i--) {
		struct outgoing_flight *f = &o->flights[i - 1];
		if (!f->written)
			continue;
		free(f->results);
		o->large -= f->large;
		*f = o->flights[--o->n];
		o->look = true;
	}
}

void
outgoing_undone(struct store *s)
{
	for (size_t i = 0; i < s->outgoing.n; i++)
		s->outgoing.flights[i].written = false;
}

/* ---- handing out ---------------------------------------------------------- */

/* OUT_SENDER_KEPT; OUT_SIGNED: the signature stands before the message. */
static int
read_mail(struct store *s, int64_t id, struct answer *a)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_OUT_OCTETS, "i", id);
	int code = sqlite3_step(st);

	if (code == SQLITE_ROW) {
		struct span signature = sql_span(st, 2), message = sql_span(st, 3);
		a->head.b = signature.n + message.n;
		a->fd = body_seal(signature, message);
		if (a->fd == -1 || !answer_put_string(a, sql_span(st, 0)) ||
		    !answer_put_string(a, sql_span(st, 1)))
			code = SQLITE_NOMEM;
	}
	sqlite3_reset(st);
	return code == SQLITE_ROW ? queue_recipients(s, id, a) : code;
}

static bool
hand_out(struct store *s, int64_t id, int64_t large, const struct destination *to)
{
	struct outgoing *o = &s->outgoing;
	struct answer a = { .head = { .kind = IPC_SEND, .id = o->outbound, .a = (uint64_t)id },
		.fd = -1 };
	struct ipc_message *m = NULL;

	if (read_mail(s, id, &a) == SQLITE_DONE)
		m = ipc_message(&a.head, SPAN_OF(a.octets, a.n), a.fd);
	if (m == NULL && a.fd != -1)
		close(a.fd);
	free(a.octets);
	if (m == NULL)
		return false; /* still due: the next look */
	o->flights[o->n++] = (struct outgoing_flight){ .id = id, .to = *to, .large = large };
	o->large += large;
	ipc_send(&s->outbound, m);
	return true;
}

/* Earlier of two times, where 0 is none. */
static int64_t
earlier(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

/* What is due for one domain, as far as its window goes.  The time when there is
 * more of it; 0: the end of a flight will tell. */
static int64_t
look_at(struct store *s, const struct destination *to, int64_t now)
{
	struct outgoing *o = &s->outgoing;
	struct span domain = { to->domain, to->n };
	const size_t most = to->trouble ? OUTGOING_PROBE : OUTGOING_DOMAIN;
	size_t n = flights_to(o, to);
	int64_t next = 0;

	if (n >= most)
		return 0;
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_OUT_DUE, "si", domain, now);
	while (n < most && o->n < OUTGOING_WINDOW && sqlite3_step(st) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(st, 0), size = sqlite3_column_int64(st, 1);
		int64_t large = size > OUTGOING_SMALL ? size : 0;
		if (flight_find(o, id) != NULL ||
		    (large > 0 && o->large > 0 && o->large + large > OUTGOING_LARGE))
			continue; /* the end of another flight will tell */
		if (!hand_out(s, id, large, to)) {
			next = now + 1;
			break;
		}
		n++;
	}
	sqlite3_reset(st);
	if (n < most && next == 0)
		(void)!sql_value(&s->sql, SQL_OUT_NEXT, &next, "si", domain, now);
	return next;
}

/* Domains in the order of what is due first.  Few are looked at in vain: only
 * those that have a flight already. */
static int64_t
look_among(struct store *s, bool trouble, int64_t now)
{
	struct outgoing *o = &s->outgoing;
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_DEST_DUE, "ii", (int64_t)trouble, now);
	int64_t next = 0;

	while (o->n < OUTGOING_WINDOW && (!trouble || flights_troubled(o) < OUTGOING_TROUBLED) &&
	    sqlite3_step(st) == SQLITE_ROW) {
		struct span domain = sql_span(st, 0);
		struct destination to = { .n = domain.n, .trouble = trouble };
		if (domain.n == 0 || domain.n > sizeof(to.domain))
			continue;
		memcpy(to.domain, domain.p, domain.n);
		next = earlier(next, look_at(s, &to, now));
	}
	sqlite3_reset(st);
	return next;
}

static void
on_timer(uv_timer_t *t)
{
	struct store *s = t->data;
	struct outgoing *o = &s->outgoing;

	o->look = true;
	for (size_t i = 0; i < o->n; i++) {
		struct ipc_head h = { .kind = IPC_SENT, .a = (uint64_t)o->flights[i].id };
		if (is_unwritten(&o->flights[i]))
			store_request(s, &h);
	}
	store_end_turn(s);
}

static void
await_next(struct store *s, int64_t next, int64_t now)
{
	int64_t due = 0;
	uint64_t ms = LOOK_AGAIN_MS;

	(void)!sql_value(&s->sql, SQL_DEST_NEXT, &due, "i", now);
	next = earlier(next, due);
	if (next > now && (uint64_t)(next - now) * 1000 < ms)
		ms = (uint64_t)(next - now) * 1000;
	uv_timer_start(&s->outgoing.timer, on_timer, ms, 0);
}

void
outgoing_look(struct store *s)
{
	struct outgoing *o = &s->outgoing;
	const int64_t now = clock_now();

	/* What cannot be written down is kept, and nothing more is sent until it is. */
	if (flights_unwritten(o) > 0) {
		if (!uv_is_active((uv_handle_t *)&o->timer) ||
		    uv_timer_get_due_in(&o->timer) > WRITE_AGAIN_MS)
			uv_timer_start(&o->timer, on_timer, WRITE_AGAIN_MS, 0);
		return;
	}
	if (!o->look || !o->ready)
		return;
	o->look = false;
	int64_t next = look_among(s, false, now);
	next = earlier(next, look_among(s, true, now));
	await_next(s, next, now);
}

/* ---- results -------------------------------------------------------------- */

/* A flight that has landed, and its row. */
struct landing {
	const struct outgoing_flight *flight;
	struct span sender, domain;
	int64_t body, next; /* next: of the next try; 0: never */
	uint32_t tries;
	bool answered; /* the other side decided about somebody */
	struct failure *failures;
	size_t n, left;        /* failures; recipients that are tried again */
	struct answer strings; /* sender, domain, recipients */
};

static int
read_landing(struct store *s, struct landing *l, int64_t *first)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_OUT_GET, "i", l->flight->id);
	int code = sqlite3_step(st);

	if (code == SQLITE_ROW) {
		l->body = sqlite3_column_int64(st, 2);
		*first = sqlite3_column_int64(st, 3);
		l->tries = (uint32_t)sqlite3_column_int64(st, 4);
		if (!answer_put_string(&l->strings, sql_span(st, 0)) ||
		    !answer_put_string(&l->strings, sql_span(st, 1)))
			code = SQLITE_NOMEM;
	}
	sqlite3_reset(st);
	if (code != SQLITE_ROW)
		return code;
	code = queue_recipients(s, l->flight->id, &l->strings);
	return code == SQLITE_DONE ? SQLITE_ROW : code;
}

/* One recipient's result and what the other side said. */
static enum sent_result
result_take(struct span *results, struct span *reply)
{
	struct span r;

	if (!ipc_get_string(results, &r) || r.n == 0) {
		*reply = SPAN("451 4.3.0 the delivery was interrupted");
		return SENT_LATER;
	}
	*reply = span_sub(r, 1, r.n);
	return r.p[0] == SENT_DONE ? SENT_DONE : r.p[0] == SENT_NEVER ? SENT_NEVER : SENT_LATER;
}

/* OUT_RETRY OUT_LIFETIME: when next, if at all.  Who takes some recipients and puts
 * off others is asked again soon; what was lost for the first time is due at once,
 * but a message that every outbound process dies of is not. */
static void
plan(struct store *s, struct landing *l, int64_t first)
{
	const struct retry_rules rules = { .delay = (int64_t)s->config->queue_retry,
		.lifetime = (int64_t)s->config->queue_lifetime };
	struct span results = { l->flight->results, l->flight->results_n };
	struct span reply, rest = results;
	bool progress = false;

	while (rest.n > 0) {
		size_t before = rest.n;
		enum sent_result r = result_take(&rest, &reply);
		progress = progress || r == SENT_DONE;
		l->answered = l->answered || r != SENT_LATER;
		if (rest.n == before)
			break;
	}
	uint32_t failed = l->flight->lost ? l->tries : progress ? 1 : l->tries + 1;
	l->tries = progress ? 1 : l->tries + 1;
	l->next = retry_next(&rules, first, failed, clock_now());
}

/* OUT_PER_RECIPIENT: each has its own end. */
static int
settle_one(
    struct store *s, struct landing *l, struct span address, enum sent_result r, struct span reply)
{
	switch (r) {
	case SENT_DONE: break;
	case SENT_NEVER: /* OUT_BOUNCE */
		l->failures[l->n++] = (struct failure){ address, reply, false };
		break;
	case SENT_LATER:
		if (l->next != 0) {
			l->left++;
			return SQLITE_DONE;
		}
		l->failures[l->n++] = (struct failure){ address, reply, true };
		break;
	}
	return sql_run(&s->sql, SQL_OUT_RCPT_DROP, "is", l->flight->id, address);
}

static int
settle_all(struct store *s, struct landing *l)
{
	struct span strings = SPAN_OF(l->strings.octets, l->strings.n), address, reply;
	struct span results = { l->flight->results, l->flight->results_n };
	int code = SQLITE_DONE;

	if (!ipc_get_string(&strings, &l->sender) || !ipc_get_string(&strings, &l->domain))
		return SQLITE_CORRUPT;
	l->failures = calloc(strings.n / sizeof(uint32_t) + 1, sizeof(*l->failures));
	if (l->failures == NULL)
		return SQLITE_NOMEM;
	while (code == SQLITE_DONE && ipc_get_string(&strings, &address)) {
		enum sent_result r = result_take(&results, &reply);
		code = settle_one(s, l, address, r, reply);
	}
	return code;
}

/* One bounce, whoever did not get it. */
static enum store_status
tell_sender(struct store *s, const struct landing *l)
{
	struct bounce b = { .sender = l->sender,
		.failures = l->failures,
		.n = l->n,
		.now = clock_now(),
		.late = true };
	struct answer head = { .fd = -1 };

	if (l->n == 0)
		return STORE_OK;
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_OUT_HEAD, "ii", (int64_t)HEAD_MOST, l->body);
	int code = sqlite3_step(st);
	struct span octets = code == SQLITE_ROW ? sql_span(st, 0) : SPAN("");
	bool copied = answer_put(&head, octets.p, octets.n);
	sqlite3_reset(st);
	enum store_status got = copied ? sql_status(code) : STORE_DOWN;
	b.original = SPAN_OF(head.octets, head.n);
	if (got == STORE_OK)
		got = deliver_bounce(s, &b);
	free(head.octets);
	return got;
}

/* The row goes with its last recipient, the body with the last row or message
 * that has it (secure_delete overwrites it). */
static int
close_row(struct store *s, const struct landing *l)
{
	const int64_t id = l->flight->id;
	int64_t trouble = l->flight->lost ? -1 : !l->answered;
	int code;

	if (l->left > 0) {
		code = sql_run(&s->sql, SQL_OUT_LATER, "iii", l->next, (int64_t)l->tries, id);
	} else {
		code = sql_run(&s->sql, SQL_OUT_DROP, "i", id); /* OUT_ONCE */
		if (code == SQLITE_DONE)
			code = sql_run(&s->sql, SQL_BODY_DROP, "i", l->body);
	}
	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_DEST_SET, "si", l->domain, trouble);
	return code == SQLITE_DONE ? sql_run(&s->sql, SQL_DEST_DROP, "s", l->domain) : code;
}

/* Everything that the results change. */
static enum store_status
write_results(struct store *s, const struct outgoing_flight *f)
{
	struct landing l = { .flight = f, .strings = { .fd = -1 } };
	int64_t first = 0;
	int code = read_landing(s, &l, &first);

	if (code == SQLITE_ROW) {
		plan(s, &l, first);
		code = settle_all(s, &l);
		enum store_status told = code == SQLITE_DONE ? tell_sender(s, &l) : STORE_OK;
		if (code == SQLITE_DONE)
			code = told == STORE_OK ? close_row(s, &l) : SQLITE_FULL;
	}
	free(l.failures);
	free(l.strings.octets);
	return sql_status(code);
}

enum store_status
store_do_sent(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct outgoing_flight *f = flight_find(&s->outgoing, (int64_t)h->a);

	(void)fd, (void)a;
	if (f == NULL || f->written)
		return STORE_NO; /* nobody waits for it */
	if (f->results == NULL)
		flight_land(f, octets);
	enum store_status st = write_results(s, f);
	f->written = st == STORE_OK;
	return st;
}

/* A new outbound process has nothing under way: what the last one had is due
 * again, because nobody knows how far it came. */
enum store_status
store_do_send_ready(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct outgoing *o = &s->outgoing;
	enum store_status st = STORE_OK;

	(void)octets, (void)fd, (void)a;
	o->ready = o->look = true;
	o->outbound = h->id;
	for (size_t i = 0; i < o->n; i++) {
		struct outgoing_flight *f = &o->flights[i];
		if (f->results != NULL)
			continue;
		f->lost = true;
		flight_land(f, SPAN(""));
	}
	for (size_t i = 0; i < o->n && st == STORE_OK; i++) {
		struct outgoing_flight *f = &o->flights[i];
		if (f->lost && !f->written) {
			st = write_results(s, f);
			f->written = st == STORE_OK;
		}
	}
	for (size_t i = 0; i < o->n && st != STORE_OK; i++)
		o->flights[i].written = o->flights[i].written && !o->flights[i].lost;
	return st;
}

void
outgoing_start(struct store *s)
{
	uv_timer_init(&s->loop, &s->outgoing.timer);
	s->outgoing.timer.data = s;
}
