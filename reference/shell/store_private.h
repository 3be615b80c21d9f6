/* The inside of the store process: one request in, one answer out. */
#ifndef SHELL_STORE_PRIVATE_H
#define SHELL_STORE_PRIVATE_H

#include "base/buf.h"
#include "reference/shell/clock.h"
#include "reference/shell/config.h"
#include "reference/shell/dkim.h"
#include "reference/shell/ipc.h"
#include "reference/shell/store_expire.h"
#include "reference/shell/store_outgoing.h"
#include "reference/shell/store_push.h"
#include "reference/shell/store_sql.h"

enum { OPEN_BUCKETS = 1024 };

struct store {
	const struct config *config;
	uv_loop_t loop;
	struct ipc ipc;
	struct sql_db sql;
	/* What this turn has to say; it leaves after the commit. */
	struct ipc_message *turn, **turn_last;
	bool in_transaction;
	uv_check_t turn_end;
	uv_timer_t truncate; /* the WAL, some time after a deletion */
	struct expire expire;
	struct open_mailbox *open[OPEN_BUCKETS];
	struct ipc outbound; /* when there is an outbound process */
	struct push push;
	struct outgoing outgoing;
	struct dkim_signer *signer; /* NULL: all mail stays here */
	bool in_trouble;            /* the last commit failed, and that was said */
	bool ending;                /* the front process is gone */
};

/* What a handler fills; octets are malloc'ed and given away, so is fd. */
struct answer {
	struct ipc_head head;
	uint8_t *octets;
	size_t n, cap;
	int fd;
};

typedef enum store_status store_handler(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a);

/* store.c */
int store_begin(struct store *s) MUST_USE; /* the transaction of this turn: SQLite's code */
/* After a failure: SQLite itself may have rolled everything back (disk full, I/O
 * error).  Then everything else that was answered in this turn gets st too. */
void store_check_transaction(struct store *s, enum store_status st);
void store_answer(struct store *s, struct answer *a, enum store_status st);
void store_event(
    struct store *s, int64_t mailbox, enum store_event e, const struct message_info *m);
_Noreturn void store_no_memory(void);
/* From a timer: a request without an answer, one of no kind, and the end of the turn. */
void store_request(struct store *s, const struct ipc_head *h);
enum store_status store_step(struct store *s, store_handler *step) MUST_USE;
void store_end_turn(struct store *s);

/* store_login.c: answers later, from the loop. */
void login_begin(struct store *s, const struct ipc_head *h, struct span octets);

/* store_deliver.c, store_open.c, store_body.c, store_message.c */
store_handler store_do_deliver, store_do_open, store_do_close, store_do_body, store_do_flags,
    store_do_expunge, store_do_quota;
/* store_copy.c, store_mailbox.c, store_session.c */
store_handler store_do_copy, store_do_append, store_do_list, store_do_count, store_do_create,
    store_do_remove, store_do_rename, store_do_subscribe, store_do_leave;

/* store_open.c */
bool mailbox_is_open(const struct store *s, int64_t mailbox);
void mailbox_close(struct store *s, int64_t mailbox);

/* store_mailbox.c: SQLITE_ROW, SQLITE_DONE when there is none, or what went wrong. */
struct mailbox_row {
	int64_t id;
	uint32_t uid_validity, uid_next;
};
int mailbox_find(
    struct store *s, int64_t account, struct span name, struct mailbox_row *m) MUST_USE;
/* The INBOX of a new account, subscribed: SQLite's code. */
int mailbox_make_inbox(struct store *s, int64_t account) MUST_USE;

/* store_message.c.  get, first: SQLITE_ROW, or SQLITE_DONE when there is none.
 * add, drop: SQLITE_DONE; add fills in the UID. */
struct message_row {
	struct message_info info;
	int64_t body;
};
struct message_info message_of_row(sqlite3_stmt *st);
int message_get(struct store *s, int64_t mailbox, uint32_t uid, struct message_row *m) MUST_USE;
int message_first(struct store *s, int64_t mailbox, struct message_row *m) MUST_USE;
int message_add(struct store *s, int64_t mailbox, struct message_row *m) MUST_USE;
int message_drop(struct store *s, int64_t mailbox, const struct message_row *m) MUST_USE;
uint32_t uid_at(struct span uids, size_t i); /* of a packed array */

/* store_body.c */
bool answer_put(struct answer *a, const void *p, size_t n) MUST_USE; /* false: no memory */
bool answer_put_string(struct answer *a, struct span s) MUST_USE;    /* as ipc_put_string() */
uint8_t *body_read(int fd, size_t n) MUST_USE; /* all of it, malloc'ed; NULL on failure */
int body_add(struct store *s, struct span octets, int64_t *id) MUST_USE;
/* A memfd with both, which nobody can change any more; -1 on failure. */
int body_seal(struct span first, struct span second) MUST_USE;
int has_room(struct store *s, int64_t account, uint64_t size, bool *room) MUST_USE;

/* store_push.c, store_outgoing.c */
store_handler store_do_add_token, store_do_get_tokens, store_do_drop_tokens, store_do_pushed,
    store_do_push_ready, store_do_send_ready, store_do_sent;

/* store_queue.c: one message on its way into the queue; message, sender, now: given. */
struct queueing {
	struct span message;
	struct span sender; /* empty: nobody is told of a failure */
	int64_t now;
	int64_t body; /* 0: not stored yet; shared with the copies for others here */
	struct queue_row *rows;
	size_t n, cap;
	struct buf signature;
	uint8_t signature_octets[DKIM_FIELDS_MOST];
};
/* Is the address one of another domain, and do we send there? */
bool queue_is_foreign(const struct store *s, struct span address);
enum store_status queue_add(struct store *s, struct queueing *q, struct span rcpt) MUST_USE;
void queue_free(struct queueing *q);
/* Appends who has not got it, in the order of IPC_SENT: SQLITE_DONE. */
int queue_recipients(struct store *s, int64_t id, struct answer *a) MUST_USE;

/* An address that got no copy, and why: a reply in words. */
struct failure {
	struct span address, reply;
	bool expired; /* the reply was temporary, and its time is over */
};
/* Who is to be told of what. */
struct bounce {
	struct span sender;   /* empty: nobody */
	struct span original; /* its header block is quoted, its body is not */
	const struct failure *failures;
	size_t n;
	int64_t now;
	bool late; /* it was accepted long ago: cannot be refused instead */
};
/* store_deliver.c: in the transaction of the failure. */
enum store_status deliver_bounce(struct store *s, const struct bounce *b) MUST_USE;
/* store_bounce.c: the message, malloc'ed.  NULL: no memory. */
enum { BOUNCE_REPLY_MOST = 800 }; /* octets of a reply that are told */
uint8_t *bounce_make(const struct config *c, const struct bounce *what, size_t *size) MUST_USE;

#endif
