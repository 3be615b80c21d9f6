/* Device tokens and wake-ups: the store's half of push notifications. */
#ifndef SHELL_STORE_PUSH_H
#define SHELL_STORE_PUSH_H

#include "base/cdefs.h"
#include "reference/shell/ipc.h"

#include <stdbool.h>

struct store;

enum {
	PUSH_WINDOW = 128, /* wake-ups that the outbound process has at a time */
	PUSH_FAMILY = 32   /* tokens of an account */
};

/* What became of a wake-up. */
enum push_result {
	PUSH_DONE,  /* the proxy took it */
	PUSH_GONE,  /* the proxy does not know the token any more */
	PUSH_FAILED /* anything else: later again */
};

/* A wake-up that the outbound process has. */
struct push_flight {
	int64_t device, round;
};

struct push {
	uv_timer_t timer;
	bool on;    /* there is an outbound process for us */
	bool ready; /* and it has said so */
	bool look;  /* something may be due that is not under way */
	size_t n;
	struct push_flight flights[PUSH_WINDOW];
};

/* outbound: is there such a process? */
void push_start(struct store *s, bool outbound);

/* At the start and once a day: SQLite's code. */
int push_tidy(struct store *s, int64_t now) MUST_USE;

/* PUSH_PROMPT: after the commit, hands out what is due. */
void push_look(struct store *s);

/* In the transaction of a delivery: every device of the account is to be woken.
 * SQLite's code. */
int push_wake(struct store *s, int64_t account, int64_t now) MUST_USE;

#endif
