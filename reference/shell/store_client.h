/* What the front process asks of the store process.
 *
 * Every call is asynchronous: it queues a request on the socket pair between
 * the two processes and returns; the answer arrives later in a callback with
 * the `ctx` given.  Answers and events come in ONE ordered stream, the order in
 * which the store did things.  So a session that opened a mailbox and then
 * applies every event of it holds exactly what the store holds: that is why
 * IDLE cannot miss a message.
 *
 * A mailbox is asked for by account and name; opening it gives its id, which
 * no other mailbox has had or will have.  Names are canonical: valid modified
 * UTF-7, INBOX in upper case (core/imap_name.h).
 *
 * A callback that is no longer wanted (the connection is gone) is dropped with
 * store_forget(ctx).  Spans in answers are valid during the callback only.
 * When the store process has died, every pending callback gets STORE_DOWN. */
#ifndef SHELL_STORE_CLIENT_H
#define SHELL_STORE_CLIENT_H

#include "base/span.h"

struct store_client;

enum store_status {
	STORE_OK,
	STORE_NO,     /* the answer is no: wrong password, no such message, mailbox or key */
	STORE_EXISTS, /* a mailbox of that name is there already */
	STORE_LIMIT,  /* more of these than one account may have */
	STORE_FULL,   /* over quota, or the disk is full */
	STORE_DOWN    /* the store failed or is gone: a temporary error */
};

/* \Seen and friends, as bits; stored as one integer. */
enum message_flag {
	FLAG_SEEN = 1,
	FLAG_ANSWERED = 2,
	FLAG_FLAGGED = 4,
	FLAG_DELETED = 8,
	FLAG_DRAFT = 16,
	FLAGS_KNOWN = 31
};

struct message_info {
	uint32_t uid;
	uint32_t flags; /* enum message_flag */
	uint64_t size;  /* octets, RFC822.SIZE */
	int64_t date;   /* INTERNALDATE, seconds since 1970, UTC */
};

/* Checks a login; creates the account and its INBOX when the name is unknown and
 * `create` (the address passed the account rules).  STORE_OK: account is its id. */
typedef void store_login_cb(void *ctx, enum store_status st, int64_t account);
void store_login(struct store_client *s, struct span address, struct span password, bool create,
    store_login_cb *cb, void *ctx);

/* A session that store_login() let in is over.  Until then the account is in use. */
void store_leave(struct store_client *s, int64_t account);

/* One message for the INBOX of each local recipient (addresses, lower case), and
 * for the queue when there are others.  `fd` is a memfd with the final octets, given
 * away.  Unknown recipients get no copy: `sender`, who may be elsewhere, is sent a
 * bounce, unless he is empty.  STORE_OK comes after the commit. */
typedef void store_done_cb(void *ctx, enum store_status st);
void store_deliver(struct store_client *s, struct span sender, const struct span *rcpts, size_t n,
    int fd, uint64_t size, store_done_cb *cb, void *ctx);

/* ---- an open mailbox ---- */

/* A mailbox as it is now.  Events of that mailbox are sent from here on until
 * store_close_mailbox().  Messages are in ascending UID order. */
struct mailbox_info {
	int64_t id;
	uint32_t uid_validity, uid_next;
	const struct message_info *messages;
	size_t n;
};
typedef void store_mailbox_cb(void *ctx, enum store_status st, const struct mailbox_info *m);
void store_open_mailbox(
    struct store_client *s, int64_t account, struct span name, store_mailbox_cb *cb, void *ctx);
void store_close_mailbox(struct store_client *s, int64_t mailbox);

/* What happened to an open mailbox, in order: also to the session that caused it.
 * EVENT_DELETED: the mailbox itself is gone, and no event of it follows; *m is zero. */
enum store_event { EVENT_NEW, EVENT_FLAGS, EVENT_GONE, EVENT_DELETED };
typedef void store_event_cb(
    void *front, int64_t mailbox, enum store_event e, const struct message_info *m);
void store_on_event(struct store_client *s, store_event_cb *cb, void *front);

/* The octets of a message: fd of a read-only memfd, given away; -1 with STORE_NO. */
typedef void store_body_cb(void *ctx, enum store_status st, int fd, uint64_t size);
void store_fetch_body(
    struct store_client *s, int64_t mailbox, uint32_t uid, store_body_cb *cb, void *ctx);

/* flags: set (FLAGS), add (+FLAGS) or remove (-FLAGS) on each uid that exists. */
enum flags_op { FLAGS_SET, FLAGS_ADD, FLAGS_REMOVE };
void store_set_flags(struct store_client *s, int64_t mailbox, const uint32_t *uids, size_t n,
    enum flags_op op, uint32_t flags, store_done_cb *cb, void *ctx);

/* Deletes, of the messages with \Deleted, those in uids, or all when uids is NULL.
 * EVENT_GONE for each comes before the callback. */
void store_expunge(struct store_client *s, int64_t mailbox, const uint32_t *uids, size_t n,
    store_done_cb *cb, void *ctx);

/* Octets used by all mailboxes of the account, and allowed. */
typedef void store_quota_cb(void *ctx, enum store_status st, uint64_t used, uint64_t limit);
void store_quota(struct store_client *s, int64_t account, store_quota_cb *cb, void *ctx);

/* Device tokens (METADATA /private/devicetoken): added, never replaced; known
 * ones live on; read back joined by SP; all dropped at once. */
typedef void store_tokens_cb(void *ctx, enum store_status st, struct span tokens);
void store_add_token(
    struct store_client *s, int64_t account, struct span token, store_done_cb *cb, void *ctx);
void store_get_tokens(struct store_client *s, int64_t account, store_tokens_cb *cb, void *ctx);
void store_drop_tokens(struct store_client *s, int64_t account, store_done_cb *cb, void *ctx);

/* No callback with this ctx will be called any more; fds in late answers are closed. */
void store_forget(struct store_client *s, void *ctx);

#endif
