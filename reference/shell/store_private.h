/* The inside of the store process: one request in, one answer out. */
#ifndef SHELL_STORE_PRIVATE_H
#define SHELL_STORE_PRIVATE_H

#include "base/buf.h"
#include "reference/shell/config.h"
#include "reference/shell/ipc.h"
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
	bool in_trouble; /* the last commit failed, and that was said */
	bool ending;     /* the front process is gone */
};

/* What a handler fills; octets are malloc'ed and given away, so is fd. */
struct answer {
	struct ipc_head head;
	uint8_t *octets;
	size_t n;
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
    struct store *s, int64_t account, enum store_event e, const struct message_info *m);
int64_t store_now(void); /* seconds since 1970 */

/* store_login.c: answers later, from the loop. */
void login_begin(struct store *s, const struct ipc_head *h, struct span octets);

/* store_deliver.c, store_mailbox.c */
store_handler store_do_deliver, store_do_open, store_do_close, store_do_body, store_do_flags,
    store_do_expunge, store_do_quota, store_do_add_token, store_do_get_tokens;
bool mailbox_is_open(const struct store *s, int64_t account);
void mailbox_close(struct store *s, int64_t account);

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
