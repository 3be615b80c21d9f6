/* The inside of the store process: one request in, one answer out. */
#ifndef SHELL_STORE_PRIVATE_H
#define SHELL_STORE_PRIVATE_H

#include "base/buf.h"
#include "reference/shell/config.h"
#include "reference/shell/ipc.h"
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
	struct open_mailbox *open[OPEN_BUCKETS];
	struct push push;
	bool in_trouble; /* the last commit failed, and that was said */
	bool ending;     /* the front process is gone */
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
int64_t store_now(void); /* seconds since 1970 */

/* A request of the outbound process. */
ipc_message_cb store_on_outbound;

/* store_login.c: answers later, from the loop. */
void login_begin(struct store *s, const struct ipc_head *h, struct span octets);

/* store_deliver.c, store_open.c, store_body.c, store_message.c */
store_handler store_do_deliver, store_do_open, store_do_close, store_do_body, store_do_flags,
    store_do_expunge, store_do_quota;
/* store_copy.c, store_mailbox.c */
store_handler store_do_copy, store_do_append, store_do_list, store_do_count, store_do_create,
    store_do_remove, store_do_rename, store_do_subscribe;

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
uint8_t *body_read(int fd, size_t n) MUST_USE; /* all of it, malloc'ed; NULL on failure */
int body_add(struct store *s, struct span octets, int64_t *id) MUST_USE;
int has_room(struct store *s, int64_t account, uint64_t size, bool *room) MUST_USE;

/* store_push.c */
store_handler store_do_add_token, store_do_get_tokens, store_do_drop_tokens, store_do_pushed,
    store_do_push_ready;

/* An address that got no copy, and why. */
struct failure {
	struct span address;
	bool full; /* over quota; otherwise there is no such mailbox */
};

/* store_bounce.c: the message that tells the sender, malloc'ed.  NULL: no memory.
 * original: its header block is quoted, its body is not. */
uint8_t *bounce_make(const struct config *c, struct span sender, const struct failure *failures,
    size_t n, struct span original, int64_t now, size_t *size) MUST_USE;

#endif
