/* A real store process in a directory of its own, asked over its socket by the real
 * client; what the last answers and all events said. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "reference/shell/config.h"
#include "reference/shell/ipc.h"
#include "reference/shell/store_client_open.h"

#include <check.h>
#include <sys/types.h>

enum { EVENTS_MOST = 4096, BODY_OCTETS = 2000 };

struct happening {
	int64_t mailbox;
	enum store_event kind;
	struct message_info m;
};

/* Is there an outbound process?  Then this end of the pair with it is the test's. */
extern bool with_outbound;
extern int outbound_end;

extern struct config config;
extern char dir[];
extern pid_t store_pid;
extern uv_loop_t loop;
extern struct store_client *client;
extern struct happening events[EVENTS_MOST];
extern size_t n_events;

/* What the last answer said. */
extern struct store_said {
	int left; /* answers still awaited */
	enum store_status status;
	int64_t account, mailbox;
	int oks; /* answers that were OK */
	uint32_t uid_validity, uid_next;
	size_t n, events_before;
	struct message_info messages[EVENTS_MOST];
	char octets[1 << 16];
	size_t size;
	uint64_t used, limit;
} got;

#define A "aaaaaaaaa@chat.test"
#define B "bbbbbbbbb@chat.test"
#define C "ccccccccc@chat.test"
#define D "ddddddddd@chat.test"

void start_store(void);
void kill_store(void);
void set_up(void);
void tear_down(void);
void await(int n);
void answered(enum store_status st);
void on_login(void *ctx, enum store_status st, int64_t account);
void on_done(void *ctx, enum store_status st);
void on_mailbox(void *ctx, enum store_status st, const struct mailbox_info *m);
void on_body(void *ctx, enum store_status st, int fd, uint64_t size);
void on_quota(void *ctx, enum store_status st, uint64_t used, uint64_t limit);
void on_tokens(void *ctx, enum store_status st, struct span tokens);
enum store_status login(const char *address, const char *password, bool create);
int64_t account(const char *address);
void send_mail(const char *from, const char *const *to, size_t n, char fill, size_t size);
enum store_status deliver(const char *from, const char *to, char fill, size_t size);
int64_t open_named(int64_t account, const char *name);
int64_t open_mailbox(int64_t account);
int64_t inbox(int64_t account);
enum store_status fetch(int64_t account, uint32_t uid);
uint64_t used(int64_t id);
/* Octets of the database file and its log that are c. */
size_t count_on_disk(char c);

#endif
