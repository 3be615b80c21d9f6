/* A deletion audit as its file tells it: what was pre-registered, and what has happened since.
 *
 * The first lines of the file are the plan: the terms and every account with what will be put into it
 * and when it will be looked at.  They are written at once, before the first packet, and their
 * SHA-256 is published.  Whatever happens later is a line behind them.  The form of the lines has a
 * version; later versions of the program read the older ones. */
#ifndef ENGINE_PLAN_H
#define ENGINE_PLAN_H

#include "conformance/engine/accounts.h"
#include "conformance/engine/attempt.h"
#include "conformance/engine/ledger.h"
#include "conformance/engine/schedule.h"
#include "conformance/engine/target.h"
#include "conformance/engine/when.h"

enum { PLAN_SCHEMA = 1, PLAN_NAME = 32, PLAN_TOKEN = 32, PLAN_WHERE = 160, PLAN_WHY = 300 };

/* Times are milliseconds since 1970 by the plan's clock: the system's, and in a lab its offset. */
struct sentinel {
	size_t kind;
	char token[PLAN_TOKEN], digest[65]; /* in its Message-ID; SHA-256 of its body */
	int64_t from_ms, to_ms;             /* between these it came in */
	bool present, intact;               /* at the look */
	char where[PLAN_WHERE];             /* the mailbox it was in */
};

enum look_state { LOOK_WAITS, LOOK_BEGUN, LOOK_DONE, LOOK_MISSED };

/* There, gone, or neither could be shown. */
enum life { LIFE_UNKNOWN, LIFE_THERE, LIFE_GONE };

struct look {
	struct window window;
	enum look_state state;
	int64_t from_ms, to_ms; /* of the look, or when it was found missed */
	enum life life;         /* of an account */
	unsigned tries;
	char cause[CAUSE_OCTETS], why[PLAN_WHY]; /* of the last try that did not end */
};

enum planting { PLANT_WAITS, PLANT_BEGUN, PLANT_DONE };

struct plan_account {
	const char *name; /* "late-1" */
	const char *address, *box;
	enum group group;
	bool select_inbox;
	struct sentinel sentinel[KINDS];
	size_t sentinels;
	struct look look[LOOKS_MOST];
	size_t looks;
	enum planting planting;
	unsigned tries;
	char cause[CAUSE_OCTETS], why[PLAN_WHY];
	int64_t from_ms, to_ms; /* of the planting: first and last message */
	int64_t validity;       /* UIDVALIDITY of INBOX then */
	/* GROUP_KEPT: the last login, the longest time without one, and whether the account ever
	 * was another one. */
	int64_t kept_ms, pause_ms;
	bool replaced;
	/* Not in the file: failures in a row, and no new try before that. */
	unsigned failures;
	int64_t not_before_ms;
};

struct plan {
	struct arena *arena;
	struct ledger ledger;
	struct seal seal;
	const char *host, *domain, *made, *tool;
	int32_t port[PORTS];
	bool insecure;
	struct terms terms;
	int64_t large_octets;
	unsigned each;             /* accounts for each date */
	bool left_out[GROUPS];     /* for want of a budget */
	unsigned head;             /* lines that are the plan */
	struct plan_account *list; /* n of them */
	size_t n;
	int64_t offset_s;           /* of the plan's clock, in a lab; the last one that was set */
	bool moved;                 /* it ever was one */
	bool hooked;                /* and the relay's clock was moved with it */
	bool planted;               /* every account has been tried */
	int64_t last_ms;            /* time of the last line, by the system's clock */
	const char *made_later[64]; /* accounts that looks left behind */
	size_t made_later_n;
};

/* Names and passwords for all accounts, the file, on the disk.  `drawn` are plan_wants() accounts that
 * do not exist. */
unsigned plan_wants(const struct plan *p);
bool plan_create(
    struct plan *p, const char *path, const struct account *drawn, char *error, size_t error_size);
/* Reads the file; p->seal is set.  write: to go on with it. */
bool plan_open(
    struct plan *p, struct arena *a, const char *path, bool write, char *error, size_t error_size);
void plan_close(struct plan *p);

/* NULL when the box does not open. */
char *plan_password(const struct plan *p, const struct plan_account *a);
/* Milliseconds since 1970 by the plan's clock. */
int64_t plan_now(const struct plan *p);

/* ---- what happens: one line each, on the disk when true is returned ------------- */

/* "planting", "planted", "not-planted", "all-planted", "kept", "looking", "looked", "not-looked",
 * "missed", "clock".  Takes `line`, adds "type" and "at"; changes p as reading the line would. */
bool plan_happened(struct plan *p, const char *type, json_t *line);

/* One line of the file, for plan.c: what it says is so from now on. */
bool plan_take(void *plan, unsigned number, const json_t *line, char *error, size_t error_size);

/* The digests of what is published: the plan, and the file as it is now. */
void plan_digests(const struct plan *p, char plan_hex[65], char file_hex[65]);

#endif
