/* What IMAP asks of the store about mailboxes by name, and about messages that
 * their owner puts into one.  Rules as in store_client.h. */
#ifndef SHELL_STORE_CLIENT_NAMES_H
#define SHELL_STORE_CLIENT_NAMES_H

#include "reference/shell/store_client.h"

/* Copies or moves messages to the mailbox `to` of the same account, all that still
 * exist or none.  n pairs: the UID it had, the UID it got; uid_validity is that
 * of `to`.  STORE_NO: there is no mailbox `to`. */
struct uid_pair {
	uint32_t from, to;
};
typedef void store_copy_cb(
    void *ctx, enum store_status st, uint32_t uid_validity, const struct uid_pair *pairs, size_t n);
struct store_copy {
	int64_t account, mailbox; /* from there */
	struct span to;           /* a name */
	bool move;
	const uint32_t *uids;
	size_t n;
};
void store_copy(
    struct store_client *s, const struct store_copy *what, store_copy_cb *cb, void *ctx);

/* A message that its owner puts into a mailbox.  fd as in store_deliver().
 * STORE_OK: the pair's `to` is its UID.  STORE_NO: there is no such mailbox. */
struct store_append {
	int64_t account;
	struct span to;
	uint32_t flags;
	bool dated;
	int64_t date; /* INTERNALDATE; the time of arrival unless dated */
	int fd;
	uint64_t size;
};
void store_append(
    struct store_client *s, const struct store_append *what, store_copy_cb *cb, void *ctx);

/* Every name, ascending by its octets: mailboxes, and subscriptions to names that
 * may have no mailbox any more. */
struct mailbox_name {
	struct span name;
	bool exists, subscribed;
};
typedef void store_names_cb(
    void *ctx, enum store_status st, const struct mailbox_name *names, size_t n);
void store_list(struct store_client *s, int64_t account, store_names_cb *cb, void *ctx);

struct mailbox_counts {
	uint32_t uid_validity, uid_next;
	uint64_t messages, unseen;
};
typedef void store_counts_cb(void *ctx, enum store_status st, const struct mailbox_counts *c);
void store_count(
    struct store_client *s, int64_t account, struct span name, store_counts_cb *cb, void *ctx);

/* create: with the names above it.  remove: STORE_NO also when only names below
 * it exist.  rename: with the names below it; INBOX gives its messages away and
 * stays.  subscribe: STORE_NO when a mailbox that does not exist is to be subscribed. */
void store_create_mailbox(
    struct store_client *s, int64_t account, struct span name, store_done_cb *cb, void *ctx);
void store_remove_mailbox(
    struct store_client *s, int64_t account, struct span name, store_done_cb *cb, void *ctx);
void store_rename_mailbox(struct store_client *s, int64_t account, struct span from, struct span to,
    store_done_cb *cb, void *ctx);
void store_subscribe(struct store_client *s, int64_t account, struct span name, bool on,
    store_done_cb *cb, void *ctx);

#endif
