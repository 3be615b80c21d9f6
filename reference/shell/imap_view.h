/* The mailbox as one session has been told about it.
 *
 * A snapshot, then every event in order.  Sequence numbers are positions in
 * `m`; a message that is gone keeps its place until the session may hear an
 * EXPUNGE, a new one has no number before its EXISTS. */
#ifndef SHELL_IMAP_VIEW_H
#define SHELL_IMAP_VIEW_H

#include "reference/core/imap_command.h"
#include "reference/shell/conn.h"
#include "reference/shell/store_client.h"

struct imap_seen {
	struct message_info info;
	bool gone;  /* deleted, but the session does not know yet */
	bool dirty; /* the flags are not those the session knows */
};

struct imap_view {
	struct imap_seen *m;
	size_t n, cap;
	size_t told; /* the first `told` messages have been announced */
	uint32_t uid_validity, uid_next;
	bool news;    /* imap_view_tell() has something to say */
	bool deleted; /* the mailbox is gone, and no event will come any more */
	/* IMAP_STORE_SILENT: one of this session runs, and what it does is no news. */
	bool silent;
	enum imap_store_op op;
	uint32_t flags;
};

/* False: no memory; nothing is loaded. */
bool imap_view_load(struct imap_view *v, const struct mailbox_info *from);
void imap_view_free(struct imap_view *v);

/* False: no memory, the view is no longer true. */
bool imap_view_event(struct imap_view *v, enum store_event e, const struct message_info *m);

/* Says how many messages there are now, when some are new, and nothing else. */
void imap_view_number(struct imap_view *v, struct conn *c);

/* Says what has happened; EXPUNGE only when `expunge`. */
void imap_view_tell(struct imap_view *v, struct conn *c, bool expunge);

/* The UID of the last announced message; 0 when there is none. */
uint32_t imap_view_last_uid(const struct imap_view *v);

#endif
