/* What IMAP asks: snapshot, body, flags, deletion, quota, device tokens; and
 * which mailboxes are open, because only those get events. */
#include "reference/shell/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { TOKENS_MOST = 32, TOKEN_OCTETS = 4096 };

/* ---- open mailboxes ------------------------------------------------------- */

struct open_mailbox {
	struct open_mailbox *next;
	int64_t account;
	unsigned sessions;
};

static struct open_mailbox **
open_find(struct store *s, int64_t account)
{
	struct open_mailbox **at = &s->open[(uint64_t)account % OPEN_BUCKETS];

	while (*at != NULL && (*at)->account != account)
		at = &(*at)->next;
	return at;
}

/* IDLE_ALL_SESSIONS: sessions are counted, events go on until the last is closed. */
bool
mailbox_is_open(const struct store *s, int64_t account)
{
	const struct open_mailbox *o = s->open[(uint64_t)account % OPEN_BUCKETS];

	while (o != NULL && o->account != account)
		o = o->next;
	return o != NULL;
}

static bool
mailbox_open(struct store *s, int64_t account)
{
	struct open_mailbox **at = open_find(s, account);

	if (*at == NULL)
		*at = calloc(1, sizeof(**at));
	if (*at == NULL)
		return false;
	(*at)->account = account;
	(*at)->sessions++;
	return true;
}

void
mailbox_close(struct store *s, int64_t account)
{
	struct open_mailbox **at = open_find(s, account);
	struct open_mailbox *o = *at;

	if (o == NULL || --o->sessions > 0)
		return;
	*at = o->next;
	free(o);
}

/* ---- reading -------------------------------------------------------------- */

static struct message_info
info_of(sqlite3_stmt *st)
{
	return (struct message_info){
		.uid = (uint32_t)sqlite3_column_int64(st, 0),
		.flags = (uint32_t)sqlite3_column_int64(st, 1),
		.size = (uint64_t)sqlite3_column_int64(st, 2),
		.date = sqlite3_column_int64(st, 3),
	};
}

static bool
grow(struct answer *a, size_t *cap, size_t n)
{
	if (n <= *cap - a->n)
		return true;
	size_t bigger = *cap * 2 + n + 1024;
	uint8_t *p = realloc(a->octets, bigger);
	if (p == NULL)
		return false;
	a->octets = p;
	*cap = bigger;
	return true;
}

static enum store_status
read_messages(struct store *s, int64_t account, struct answer *a)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_MESSAGES, "i", account);
	size_t cap = 0;
	int code;

	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		struct message_info m = info_of(st);
		if (!grow(a, &cap, sizeof(m))) {
			code = SQLITE_NOMEM;
			break;
		}
		memcpy(a->octets + a->n, &m, sizeof(m));
		a->n += sizeof(m);
	}
	sqlite3_reset(st);
	return sql_status(code);
}

/* The snapshot.  Events of this account are said from here on, and nothing
 * else happens in between: that is the promise behind IDLE_RACE. */
enum store_status
store_do_open(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	(void)octets, (void)fd;
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_UIDS, "i", h->account);
	int code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		a->head.a = (uint64_t)sqlite3_column_int64(st, 0);
		a->head.b = (uint64_t)sqlite3_column_int64(st, 1); /* IMAP_UIDNEXT */
	}
	sqlite3_reset(st);
	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? STORE_NO : sql_status(code);
	enum store_status got = read_messages(s, h->account, a);
	if (got == STORE_OK && !mailbox_open(s, h->account))
		got = STORE_DOWN;
	return got;
}

enum store_status
store_do_close(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	(void)octets, (void)fd, (void)a;
	mailbox_close(s, h->account);
	return STORE_OK;
}

/* A memfd with the octets that nobody can change any more; -1 on failure. */
static int
sealed_copy(struct span s)
{
	int fd = memfd_create("body", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t at = 0;

	while (fd != -1 && at < s.n) {
		ssize_t n = write(fd, s.p + at, s.n - at);
		if (n > 0) {
			at += (size_t)n;
		} else if (errno != EINTR) {
			close(fd);
			return -1;
		}
	}
	if (fd != -1 &&
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) ==
		-1) {
		close(fd);
		return -1;
	}
	return fd;
}

enum store_status
store_do_body(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	(void)octets, (void)fd;
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_BODY_GET, "ii", h->account, (int64_t)h->a);
	int code = sqlite3_step(st);
	enum store_status got = code == SQLITE_DONE ? STORE_NO : sql_status(code);
	if (code == SQLITE_ROW) {
		struct span body = sql_span(st, 0);
		a->head.a = body.n;
		a->fd = sealed_copy(body);
		if (a->fd == -1)
			got = STORE_DOWN;
	}
	sqlite3_reset(st);
	return got;
}

enum store_status
store_do_quota(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	int64_t used = 0;

	(void)octets, (void)fd;
	int code = sql_value(&s->sql, SQL_USED, &used, "i", h->account);
	a->head.a = (uint64_t)used;
	a->head.b = s->config->max_mailbox_size;
	return sql_status(code);
}

/* ---- flags and deletion --------------------------------------------------- */

static uint32_t
uid_at(struct span uids, size_t i)
{
	uint32_t uid;

	memcpy(&uid, uids.p + i * sizeof(uid), sizeof(uid));
	return uid;
}

static uint32_t
flags_after(uint32_t old, enum flags_op op, uint32_t flags)
{
	switch (op) {
	case FLAGS_SET: return flags;
	case FLAGS_ADD: return old | flags;
	case FLAGS_REMOVE: return old & ~flags;
	}
	return old;
}

/* The message and its body's id; SQLITE_DONE when there is none. */
static int
message_get(struct store *s, int64_t account, uint32_t uid, struct message_info *m, int64_t *body)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_MESSAGE_GET, "ii", account, (int64_t)uid);
	int code = sqlite3_step(st);

	if (code == SQLITE_ROW) {
		*m = info_of(st);
		*body = sqlite3_column_int64(st, 4);
	}
	sqlite3_reset(st);
	return code;
}

enum store_status
store_do_flags(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	const uint32_t known = FLAG_SEEN | FLAG_ANSWERED | FLAG_FLAGGED | FLAG_DELETED | FLAG_DRAFT;
	struct message_info m;
	int64_t body;

	(void)fd, (void)a;
	for (size_t i = 0; i < octets.n / sizeof(uint32_t); i++) {
		int code = message_get(s, h->account, uid_at(octets, i), &m, &body);
		if (code == SQLITE_DONE)
			continue;
		if (code != SQLITE_ROW)
			return sql_status(code);
		uint32_t now = flags_after(m.flags, (enum flags_op)h->a, (uint32_t)h->b & known);
		if (now != m.flags)
			code = sql_run(
			    &s->sql, SQL_FLAGS, "iii", (int64_t)now, h->account, (int64_t)m.uid);
		if (sql_status(code) != STORE_OK)
			return sql_status(code);
		m.flags = now;
		/* also when nothing changed: STORE is answered by what is now */
		store_event(s, h->account, EVENT_FLAGS, &m);
	}
	return STORE_OK;
}

/* The body goes with the last message that has it. */
static int
message_drop(struct store *s, int64_t account, const struct message_info *m, int64_t body)
{
	int code = sql_run(&s->sql, SQL_MESSAGE_DROP, "ii", account, (int64_t)m->uid);

	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_BODY_DROP, "i", body);
	if (code == SQLITE_DONE)
		store_event(s, account, EVENT_GONE, m);
	return code;
}

/* The next message with \Deleted from uid on. */
static int
deleted_from(struct store *s, int64_t account, uint32_t uid, struct message_info *m, int64_t *body)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_DELETED, "ii", account, (int64_t)uid);
	int code = sqlite3_step(st);

	if (code == SQLITE_ROW) {
		*m = info_of(st);
		*body = sqlite3_column_int64(st, 4);
	}
	sqlite3_reset(st);
	return code;
}

static enum store_status
expunge_all(struct store *s, int64_t account)
{
	struct message_info m = { 0 };
	int64_t body;
	int code;

	while ((code = deleted_from(s, account, m.uid, &m, &body)) == SQLITE_ROW) {
		code = message_drop(s, account, &m, body);
		if (code != SQLITE_DONE)
			break;
	}
	return sql_status(code);
}

enum store_status
store_do_expunge(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct message_info m;
	int64_t body;

	(void)fd, (void)a;
	if (h->a != 0)
		return expunge_all(s, h->account);
	for (size_t i = 0; i < octets.n / sizeof(uint32_t); i++) {
		int code = message_get(s, h->account, uid_at(octets, i), &m, &body);
		if (code == SQLITE_ROW && (m.flags & FLAG_DELETED) != 0)
			code = message_drop(s, h->account, &m, body);
		if (sql_status(code) != STORE_OK)
			return sql_status(code);
	}
	return STORE_OK;
}

/* ---- device tokens -------------------------------------------------------- */

enum store_status
store_do_get_tokens(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_TOKENS, "i", h->account);
	size_t cap = 0;
	int code;

	(void)octets, (void)fd;
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		struct span t = sql_span(st, 0);
		if (!grow(a, &cap, t.n + 1)) {
			code = SQLITE_NOMEM;
			break;
		}
		if (a->n > 0)
			a->octets[a->n++] = ' ';
		if (t.n > 0)
			memcpy(a->octets + a->n, t.p, t.n);
		a->n += t.n;
	}
	sqlite3_reset(st);
	return sql_status(code);
}

/* Added, never replaced; a ceiling keeps an account from filling the disk. */
enum store_status
store_do_add_token(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_TOKENS, "i", h->account);
	size_t n = 0;
	bool known = false;
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
		return STORE_NO;
	if (!known && n >= TOKENS_MOST)
		return STORE_FULL;
	return sql_status(sql_run(&s->sql, SQL_TOKEN_ADD, "ib", h->account, octets));
}
