/* The inside of the store client: what is being asked, and by whom. */
#ifndef SHELL_STORE_CLIENT_PRIVATE_H
#define SHELL_STORE_CLIENT_PRIVATE_H

#include "reference/shell/ipc.h"
#include "reference/shell/store_client_names.h"
#include "reference/shell/store_client_open.h"

struct pending {
	struct pending *next;
	uint64_t id;
	uint32_t kind;
	bool forgotten;
	union {
		store_login_cb *login;
		store_done_cb *done;
		store_mailbox_cb *mailbox;
		store_body_cb *body;
		store_quota_cb *quota;
		store_tokens_cb *tokens;
		store_copy_cb *copy;
		store_names_cb *names;
		store_counts_cb *counts;
	} cb;
	void *ctx;
};

struct store_client {
	struct ipc ipc;
	uint64_t last_id;
	struct pending *first, **last; /* in the order of asking */
	store_event_cb *on_event;
	void *front;
	store_client_end_cb *on_end;
	void *end_ctx;
};

/* Zeroed memory; never NULL, the process ends without. */
void *store_client_take(size_t n);

/* Asks; the callback is filled in by the caller. */
struct pending *store_client_ask(
    struct store_client *s, struct ipc_head h, struct span octets, int fd, void *ctx);
/* Says something that has no answer. */
void store_client_tell(struct store_client *s, const struct ipc_head *h);

/* store_client_names.c */
void store_answer_copy(const struct pending *p, const struct ipc_head *h, struct span octets);
void store_answer_names(const struct pending *p, const struct ipc_head *h, struct span octets);
void store_answer_counts(const struct pending *p, const struct ipc_head *h, struct span octets);

#endif
