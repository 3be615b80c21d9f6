/* What can be done to a store, each in one step: the world is told, the store is asked, and
 * asked again as long as the disk may be to blame.  When the store has ended, the steps
 * that follow do nothing.
 *
 * Numbers of things (world.h) stand for accounts, mailboxes, messages and queued mail. */
#ifndef TESTS_CRASH_STEP_H
#define TESTS_CRASH_STEP_H

#include "reference/shell/config.h"
#include "reference/shell/store_client.h"
#include "reference/tests/crash/world.h"

#define STEP_PASSWORD "password-of-it"
enum { STEP_MANY = 27, STEP_SMALL = 300 };

/* How they ended. */
enum step_end {
	STEP_DONE,
	STEP_CUT, /* the store ended in the middle of them */
	STEP_ODD  /* an answer that may not be: on stdout */
};

void step_begin(const struct config *c);
enum step_end step_result(void);
unsigned step_count(void); /* that were acknowledged */
bool step_is_atomic(void); /* the one under way is one transaction */

/* How long things are kept from now on. */
struct world_time step_time(const struct config *c, int64_t now);

int step_account(void);         /* a new one */
void step_enter(int account);   /* a login, and the session is over */
void step_refused(int account); /* one with a wrong password */
int step_return(int account);   /* one that has gone is made again */
int step_inbox(int account);
void step_token(int account);
void step_no_tokens(int account);

int step_mailbox(int account, int above); /* above: of its name; NOTHING */
void step_subscribe(int mailbox, bool on);
void step_rename(int mailbox);
void step_remove(int mailbox);

/* To the INBOXes of n accounts: the first copy, the others follow it. */
int step_deliver(int from, const int *to, size_t n, size_t size);
int step_append(int mailbox, uint32_t flags, int64_t date, size_t size); /* date 0: now */
void step_flag(int copy, enum flags_op op, uint32_t flags, uint32_t after);
void step_expunge(const int *copies, size_t n); /* of one mailbox; sets Deleted before */
int step_copy(int what, int mailbox, bool move);

/* To two addresses elsewhere, each in a domain of its own, and to an account here: the
 * first of the two. */
int step_send_out(int from, int to, size_t size);
/* To STEP_MANY addresses in one domain: the first. */
int step_send_many(int from);
/* What became of n recipients in one domain.  bounce: the message that tells of it, or
 * NOTHING. */
void step_settle(int queued, const char *const *results, size_t n, int bounce);
/* That message, in the INBOX of an account; to be made before the result is told. */
int step_bounced(int account, int queued);

/* Time passes, and what is due is done; 0: only that. */
void step_pass(int64_t seconds);

#endif
