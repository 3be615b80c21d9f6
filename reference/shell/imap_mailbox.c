/* The selected mailbox, and STATUS of any.
 * Sources: RFC 3501 sections 6.3 and 6.4; RFC 2342, RFC 3691, RFC 4315. */
#include "reference/core/imap_text.h"
#include "reference/shell/imap_session.h"

#include <stdlib.h>

#define ALL_FLAGS  "(\\Answered \\Flagged \\Deleted \\Seen \\Draft)"
#define NO_MAILBOX "NO [NONEXISTENT] No such mailbox"

void
imap_leave_mailbox(struct imap_session *s)
{
	/* A mailbox that is still being opened is closed by store_client.c. */
	if (s->state == IMAP_SELECTED)
		store_close_mailbox(s->f->store, s->mailbox);
	imap_hub_remove(s);
	imap_view_free(&s->view);
	if (s->state == IMAP_SELECTED)
		s->state = IMAP_AUTHENTICATED;
}

static void
say_first_unseen(struct imap_session *s)
{
	for (size_t i = 0; i < s->view.n; i++) {
		if (s->view.m[i].info.flags & FLAG_SEEN)
			continue;
		imap_printf(s, "* OK [UNSEEN %zu] First unseen message\r\n", i + 1);
		return;
	}
}

static void
on_open(void *ctx, enum store_status st, const struct mailbox_info *m)
{
	struct imap_session *s = ctx;

	if (st != STORE_OK) {
		imap_failed(s, st);
		return;
	}
	if (!imap_view_load(&s->view, m))
		imap_no_memory();
	s->state = IMAP_SELECTED;
	s->mailbox = m->id;
	s->read_only = s->cmd->verb == VERB_EXAMINE;
	imap_hub_add(s);
	/* IMAP_SELECT, IMAP_UIDVALIDITY, IMAP_UIDNEXT */
	imap_say(s, SPAN("* FLAGS " ALL_FLAGS "\r\n"));
	if (s->read_only)
		imap_say(s, SPAN("* OK [PERMANENTFLAGS ()] Read only\r\n"));
	else
		imap_say(s, SPAN("* OK [PERMANENTFLAGS " ALL_FLAGS "] These are kept\r\n"));
	imap_printf(s, "* %zu EXISTS\r\n* 0 RECENT\r\n", s->view.n);
	say_first_unseen(s);
	imap_printf(s, "* OK [UIDVALIDITY %u] UIDs are valid\r\n", s->view.uid_validity);
	imap_printf(s, "* OK [UIDNEXT %u] The next UID\r\n", s->view.uid_next);
	imap_done(s,
	    s->read_only ? "OK [READ-ONLY] The mailbox is open"
			 : "OK [READ-WRITE] The mailbox is open");
}

/* SELECT and EXAMINE (MBOX_EXAMINE_OTHER).  Whatever comes of it, the old mailbox is closed. */
void
imap_select(struct imap_session *s)
{
	struct imap_name_memory memory;
	struct span name;

	imap_leave_mailbox(s);
	/* IMAP_NO_MAILBOX: NO, not BAD: clients take it for "does not exist". */
	if (!imap_mailbox_name(s->cmd->a, &memory, &name)) {
		imap_done(s, NO_MAILBOX);
		return;
	}
	store_open_mailbox(s->f->store, s->account, name, on_open, s);
}

/* MBOX_NAMESPACE: the delimiter is that of LIST. */
void
imap_namespace(struct imap_session *s)
{
	imap_say(s, SPAN("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n"));
	imap_done(s, "OK NAMESPACE completed");
}

static void
say_status(struct imap_session *s, struct span name, const struct mailbox_counts *counts)
{
	uint8_t memory[2 * IMAP_NAME_MAX + 256];
	struct buf b;
	const char *sep = "";
	const struct {
		enum imap_status bit;
		const char *name;
		uint64_t value;
	} items[] = {
		{ STATUS_MESSAGES, "MESSAGES ", counts->messages },
		{ STATUS_RECENT, "RECENT ", 0 },
		{ STATUS_UIDNEXT, "UIDNEXT ", counts->uid_next },
		{ STATUS_UIDVALIDITY, "UIDVALIDITY ", counts->uid_validity },
		{ STATUS_UNSEEN, "UNSEEN ", counts->unseen },
	};

	buf_init(&b, memory, sizeof(memory));
	buf_put_str(&b, "* STATUS ");
	imap_put_mailbox(&b, name);
	buf_put_str(&b, " (");
	for (size_t i = 0; i < COUNT_OF(items); i++) {
		if (!(s->cmd->status & (uint32_t)items[i].bit))
			continue;
		buf_put_str(&b, sep);
		buf_put_str(&b, items[i].name);
		buf_put_u64(&b, items[i].value);
		sep = " ";
	}
	buf_put_str(&b, ")\r\n");
	imap_say(s, buf_span(&b));
}

static void
on_counts(void *ctx, enum store_status st, const struct mailbox_counts *counts)
{
	struct imap_session *s = ctx;
	struct imap_name_memory memory;
	struct span name;

	if (st != STORE_OK || !imap_mailbox_name(s->cmd->a, &memory, &name)) {
		imap_failed(s, st);
		return;
	}
	say_status(s, name, counts);
	imap_done(s, "OK STATUS completed");
}

/* IMAP_STATUS, MBOX_STATUS_OTHER: always a fresh look, also at the selected mailbox. */
void
imap_status(struct imap_session *s)
{
	struct imap_name_memory memory;
	struct span name;

	if (imap_mailbox_name(s->cmd->a, &memory, &name))
		store_count(s->f->store, s->account, name, on_counts, s);
	else
		imap_done(s, NO_MAILBOX);
}

static void
on_expunged(void *ctx, enum store_status st)
{
	struct imap_session *s = ctx;

	if (st == STORE_OK)
		imap_done(s, "OK EXPUNGE completed");
	else
		imap_failed(s, st);
}

/* EXPUNGE and UID EXPUNGE; what is gone is told by imap_done(). */
void
imap_expunge(struct imap_session *s)
{
	uint32_t *uids;
	size_t n;

	if (s->read_only) {
		imap_done(s, "NO The mailbox is open for reading only");
		return;
	}
	if (!s->cmd->uid) {
		store_expunge(s->f->store, s->mailbox, NULL, 0, on_expunged, s);
		return;
	}
	/* IMAP_UID_EXPUNGE: of the messages with \Deleted only those named. */
	(void)imap_fix_set(s, &s->cmd->set);
	uids = imap_uids(s, NULL, &n);
	if (n == 0)
		on_expunged(s, STORE_OK);
	else
		store_expunge(s->f->store, s->mailbox, uids, n, on_expunged, s);
	free(uids);
}

/* IMAP_CLOSE: the mailbox is left before anything is told, so no EXPUNGE is said. */
static void
on_closed(void *ctx, enum store_status st)
{
	struct imap_session *s = ctx;

	imap_leave_mailbox(s);
	if (st == STORE_OK)
		imap_done(s, "OK CLOSE completed");
	else
		imap_failed(s, st);
}

void
imap_close(struct imap_session *s)
{
	if (s->read_only)
		on_closed(s, STORE_OK);
	else
		store_expunge(s->f->store, s->mailbox, NULL, 0, on_closed, s);
}

/* IMAP_UNSELECT: nothing is expunged. */
void
imap_unselect(struct imap_session *s)
{
	imap_leave_mailbox(s);
	imap_done(s, "OK UNSELECT completed");
}
