/* A store process, asked one thing at a time, that may die over it.
 *
 * Every question ends: with the store's answer, or STORE_DOWN when the store has ended.  One
 * that hangs ends by SIGALRM. */
#ifndef TESTS_CRASH_ASK_H
#define TESTS_CRASH_ASK_H

#include "reference/shell/config.h"
#include "reference/shell/store_client_names.h"

enum { ASK_MESSAGES = 256, ASK_NAMES = 32, ASK_OCTETS = 1 << 18, ASK_UIDS = 64 };

/* What the last answer said; valid until the next question. */
extern struct ask_said {
	int64_t account, mailbox;
	uint32_t uid_validity, uid_next;
	size_t n; /* messages, names or pairs */
	struct message_info messages[ASK_MESSAGES];
	struct uid_pair pairs[ASK_UIDS];
	char names[ASK_NAMES][256];
	char octets[ASK_OCTETS]; /* a body or tokens, with a NUL behind it */
	size_t size;
	uint64_t row; /* of the queue */
} said;

/* Starts a store process in the directory; faulty: on the disk that fails.  talk is where
 * its stderr goes.  -1: it has ended before it was ready. */
int ask_begin(const struct config *c, const char *dir, bool faulty, int talk);
bool ask_is_over(void); /* the store has ended */
/* By SIGKILL or on its own: what waitpid() says; -1: there is none. */
int ask_end(bool by_force);

enum store_status ask_login(const char *address, const char *password, bool create);
void ask_leave(int64_t account);
enum store_status ask_list(int64_t account);
enum store_status ask_create(int64_t account, const char *name);
enum store_status ask_remove(int64_t account, const char *name);
enum store_status ask_rename(int64_t account, const char *from, const char *to);
enum store_status ask_subscribe(int64_t account, const char *name, bool on);
enum store_status ask_open(int64_t account, const char *name); /* and closes it again */
enum store_status ask_body(int64_t mailbox, uint32_t uid);
enum store_status ask_flags(int64_t mailbox, uint32_t uid, enum flags_op op, uint32_t flags);
enum store_status ask_expunge(int64_t mailbox, const uint32_t *uids, size_t n);
enum store_status ask_copy(
    int64_t account, int64_t mailbox, const char *to, bool move, const uint32_t *uids, size_t n);
enum store_status ask_append(
    int64_t account, const char *to, uint32_t flags, int64_t date, const char *body, size_t size);
enum store_status ask_deliver(
    const char *from, const char *const *to, size_t n, const char *body, size_t size);
enum store_status ask_add_token(int64_t account, const char *token);
enum store_status ask_tokens(int64_t account);
enum store_status ask_drop_tokens(int64_t account);

/* The program as the outbound process: it is ready; it waits for the mail to that domain;
 * it says what became of it (results as octet of enum sent_result and a reply each). */
void ask_outbound_ready(void);
enum store_status ask_mail(const char *domain);
void ask_sent(uint64_t row, const char *const *results, size_t n);

/* A command to the clock, once the store has done what is due. */
enum store_status ask_clock(const char *command);

#endif
