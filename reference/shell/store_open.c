/* Which mailboxes are open, because only those get events; and the snapshot that
 * a session begins with. */
#include "reference/shell/store_private.h"

#include <stdlib.h>

/* ---- open mailboxes ------------------------------------------------------- */

struct open_mailbox {
	struct open_mailbox *next;
	int64_t mailbox;
	unsigned sessions;
};

static struct open_mailbox **
open_find(struct store *s, int64_t mailbox)
{
	struct open_mailbox **at = &s->open[(uint64_t)mailbox % OPEN_BUCKETS];

	while (*at != NULL && (*at)->mailbox != mailbox)
		at = &(*at)->next;
	return at;
}

/* IDLE_ALL_SESSIONS: sessions are counted, events go on until the last is closed. */
bool
mailbox_is_open(const struct store *s, int64_t mailbox)
{
	const struct open_mailbox *o = s->open[(uint64_t)mailbox % OPEN_BUCKETS];

	while (o != NULL && o->mailbox != mailbox)
		o = o->next;
	return o != NULL;
}

static bool
mailbox_open(struct store *s, int64_t mailbox)
{
	struct open_mailbox **at = open_find(s, mailbox);

	if (*at == NULL)
		*at = calloc(1, sizeof(**at));
	if (*at == NULL)
		return false;
	(*at)->mailbox = mailbox;
	(*at)->sessions++;
	return true;
}

void
mailbox_close(struct store *s, int64_t mailbox)
{
	struct open_mailbox **at = open_find(s, mailbox);
	struct open_mailbox *o = *at;

	if (o == NULL || --o->sessions > 0)
		return;
	*at = o->next;
	free(o);
}

/* ---- the snapshot --------------------------------------------------------- */

static enum store_status
read_messages(struct store *s, int64_t mailbox, struct answer *a)
{
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_MESSAGES, "i", mailbox);
	int code;

	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		struct message_info m = message_of_row(st);
		if (!answer_put(a, &m, sizeof(m))) {
			code = SQLITE_NOMEM;
			break;
		}
	}
	sqlite3_reset(st);
	return sql_status(code);
}

/* The snapshot.  Events of this mailbox are said from here on, and nothing
 * else happens in between: that is the promise behind IDLE_RACE. */
enum store_status
store_do_open(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct mailbox_row m;
	int code = mailbox_find(s, h->account, octets, &m);

	(void)fd;
	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? STORE_NO : sql_status(code);
	a->head.mailbox = m.id;
	a->head.a = m.uid_validity;
	a->head.b = m.uid_next; /* IMAP_UIDNEXT */
	enum store_status got = read_messages(s, m.id, a);
	if (got == STORE_OK && !mailbox_open(s, m.id))
		got = STORE_DOWN;
	return got;
}

enum store_status
store_do_close(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	(void)octets, (void)fd, (void)a;
	mailbox_close(s, h->mailbox);
	return STORE_OK;
}
