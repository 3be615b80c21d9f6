/* What the store has promised: accounts, mailboxes, messages, tokens, queued mail, and the
 * octets by which each can be recognised (a canary).
 *
 * Each thing has two looks: as it is, and as it will be when the step under way is
 * acknowledged.  Where they differ nobody knows which one a crash leaves. */
#ifndef TESTS_CRASH_WORLD_H
#define TESTS_CRASH_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { THINGS = 256, CANARIES = 256, NOTHING = -1, TEXT_MOST = 64, BODY_MOST = 210 * 1000 };

enum kind { ACCOUNT, MAILBOX, COPY, TOKEN, QUEUED };

struct look {
	bool there;
	int in;     /* the thing that it is part of: an account's number, a mailbox's */
	int canary; /* whose octets it has; NOTHING: an INBOX */
	uint32_t flags;
};

struct thing {
	enum kind kind;
	struct look now, next;
	int above;     /* of a mailbox: the one whose name its begins with */
	int body;      /* of queued mail: the canary in its body, */
	int domain;    /* and of the domain that it goes to, or that a bounce speaks of */
	size_t size;   /* of a message */
	int64_t since; /* of a message: its INTERNALDATE; of an account: its last login */
	/* What the store once said, which must stay so; 0: not known. */
	uint32_t uid, uid_validity, uid_next;
	bool vague; /* nobody will ever be told whether it is there */
	int seen;   /* how often, after the crash */
};

extern struct thing things[THINGS];
extern int n_things;

void world_begin(void);
int world_canary(void); /* a new one */

/* Things of the step under way. */
int world_make(enum kind kind, int in, int canary);
void world_remove(int thing); /* with all that is in it */
void world_commit(void);      /* the step is acknowledged */
void world_close(void);       /* there are no more steps */

struct world_time {
	int64_t now, keep, keep_large, keep_account, keep_token;
};
/* What is due then goes, in this step, or has gone. */
void world_expire(const struct world_time *w);
void world_catch_up(const struct world_time *w);

/* A thing with these looks in one or the other way? */
bool world_may_be(int thing);  /* there */
bool world_must_be(int thing); /* there for sure */
bool world_is_in(int thing, int in);
/* It was found, or was not: it is known now. */
void world_settle(int thing, bool there);

/* Text by which things are known; static memory, a few at a time. */
const char *world_address(int account); /* of an account */
const char *world_recipient(int queued);
const char *world_domain(int queued);
const char *world_name(int mailbox, bool next);
const char *world_token(int canary);
const char *world_body(int canary, size_t size);
int world_find(const char *octets, size_t n, size_t *at); /* the next canary in it; NOTHING */
bool world_has(const char *octets, size_t n, int canary);

/* Does any thing that may be there have these octets? */
bool world_is_alive(int canary);

#endif
