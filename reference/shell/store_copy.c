/* Messages that their owner puts into a mailbox: copied, moved, appended.
 * Sources: RFC 3501 sections 6.3.11 and 6.4.7; RFC 4315; RFC 6851. */
#include "reference/shell/store_client_names.h"
#include "reference/shell/store_private.h"

#include <stdlib.h>
#include <string.h>

/* MBOX_COPY_KEEPS: flags, INTERNALDATE (RET_COPY_KEEPS_AGE, RET_MOVE_KEEPS_AGE), and the very same octets.  MBOX_MOVE: the
 * original goes in the same transaction. */
static int
copy_one(struct store *s, const struct ipc_head *h, int64_t to, struct message_row *m,
    struct uid_pair *pair)
{
	struct message_row copy = *m;
	int code = message_add(s, to, &copy);

	*pair = (struct uid_pair){ m->info.uid, copy.info.uid };
	if (code == SQLITE_DONE && h->a != 0)
		code = message_drop(s, h->mailbox, m);
	return code;
}

/* MBOX_COPY_ATOMIC: what is gone is left out, everything else comes or nothing does. */
static enum store_status
copy_all(struct store *s, const struct ipc_head *h, struct span uids, int64_t to, struct answer *a)
{
	uint64_t octets = 0;
	bool room = true;

	for (size_t i = 0; i < uids.n / sizeof(uint32_t); i++) {
		struct message_row m;
		struct uid_pair pair;
		int code = message_get(s, h->mailbox, uid_at(uids, i), &m);
		if (code == SQLITE_DONE)
			continue;
		if (code == SQLITE_ROW)
			code = copy_one(s, h, to, &m, &pair);
		if (code != SQLITE_DONE)
			return sql_status(code);
		octets += m.info.size;
		if (!answer_put(a, &pair, sizeof(pair)))
			return STORE_DOWN;
	}
	if (h->a != 0 || octets == 0)
		return STORE_OK;
	int code = has_room(s, h->account, 0, &room); /* MBOX_QUOTA_FOLDERS */
	return code == SQLITE_ROW && !room ? STORE_FULL : sql_status(code);
}

/* MBOX_COPY, MBOX_COPYUID, MBOX_MOVE_UID, DEL_MOVED */
enum store_status
store_do_copy(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct mailbox_row m;
	struct span to;

	(void)fd;
	if (!ipc_get_string(&octets, &to))
		return STORE_DOWN;
	int code = mailbox_find(s, h->account, to, &m);
	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? STORE_NO : sql_status(code); /* MBOX_COPY_TRYCREATE */
	a->head.a = m.uid_validity;
	return copy_all(s, h, octets, m.id, a);
}

static enum store_status
append(struct store *s, const struct append_request *r, int64_t mailbox, struct span octets,
    struct answer *a)
{
	const int64_t now = clock_now();
	/* MBOX_APPEND_DATE; RET_APPEND_PAST: it counts from there, but RET_APPEND_FUTURE:
	 * not from later than now */
	const int64_t date = r->dated != 0 ? retention_since(r->date, now) : now;
	/* MBOX_APPEND_FLAGS */
	struct message_row m = {
		.info = { .flags = r->flags & FLAGS_KNOWN, .size = octets.n, .date = date }
	};
	int code = body_add(s, octets, &m.body);

	if (code == SQLITE_DONE)
		code = message_add(s, mailbox, &m);
	if (code != SQLITE_DONE)
		return sql_status(code);
	struct uid_pair pair = { 0, m.info.uid }; /* MBOX_APPENDUID */
	return answer_put(a, &pair, sizeof(pair)) ? STORE_OK : STORE_DOWN;
}

/* MBOX_APPEND */
enum store_status
store_do_append(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	struct append_request r;
	struct mailbox_row m;
	bool room = false;

	if (fd == -1 || octets.n < sizeof(r) || h->a > s->config->max_message_size)
		return STORE_DOWN;
	memcpy(&r, octets.p, sizeof(r));
	int code =
	    mailbox_find(s, h->account, span_sub(octets, sizeof(r), octets.n - sizeof(r)), &m);
	if (code == SQLITE_DONE)
		return STORE_NO; /* MBOX_APPEND_TRYCREATE */
	if (code == SQLITE_ROW)
		code = has_room(s, h->account, h->a, &room);
	if (code != SQLITE_ROW)
		return sql_status(code);
	if (!room)
		return STORE_FULL;
	uint8_t *message = body_read(fd, h->a);
	if (message == NULL)
		return STORE_DOWN;
	a->head.a = m.uid_validity;
	enum store_status st = append(s, &r, m.id, SPAN_OF(message, h->a), a);
	free(message);
	return st;
}
