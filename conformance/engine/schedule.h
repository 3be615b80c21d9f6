/* When a deletion audit looks at what, and what it may conclude: pure, in milliseconds.
 *
 * One account is looked at once.  So every date has accounts of its own, and what is learned of a
 * message is an interval: there at its last sight, gone at its first.  spec/retention.rec. */
#ifndef ENGINE_SCHEDULE_H
#define ENGINE_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the relay promises, or was told to do. */
struct terms {
	int64_t retention_ms, large_ms, inactive_ms;
	int64_t grace_ms; /* after a limit it may take so long */
};

/* The dates, in the order in which a small budget of accounts is spent. */
enum group {
	GROUP_LATE,       /* retention + grace: gone */
	GROUP_EARLY,      /* shortly before retention: there */
	GROUP_LARGE_LATE, /* the same for large messages */
	GROUP_KEPT,       /* control: logs in all the time; its mail goes, the account does not */
	GROUP_INACTIVE_LATE, /* an account nobody logged in to: gone */
	GROUP_PROBE,         /* grace: messages dated back are gone, or there */
	GROUP_LARGE_EARLY,
	GROUP_INACTIVE_EARLY
};
enum { GROUPS = 8, KINDS = 15, LOOKS_MOST = 2 };

enum look_what { LOOK_MAIL, LOOK_ACCOUNT };

struct window {
	enum look_what what;
	int64_t due_ms, until_ms; /* after planting */
};

enum box { BOX_INBOX, BOX_APART, BOX_OPENED }; /* APART is never selected, OPENED once */
enum dating { DATED_NOW, DATED_FUTURE, DATED_OVER, DATED_UNDER }; /* beyond its limit; before */

/* One kind of message. */
struct kind {
	const char *name, *text;
	enum box box;
	enum dating dating;
	bool submitted;    /* by SMTP; else APPENDed */
	bool large;        /* above the limit for large ones */
	const char *flags; /* "(\\Seen) " or "" */
	const char *gone_id, *early_id;
};

extern const struct kind kinds[KINDS];
const char *group_name(enum group g); /* "late", "large-early" */
const char *group_text(enum group g);
bool group_named(const char *name, enum group *g);
size_t kind_named(const char *name); /* KINDS: none */

/* Is this kind planted in accounts of that group? */
bool group_holds(enum group g, size_t kind);
/* How many accounts a group has when dates have `each`. */
unsigned group_accounts(enum group g, unsigned each);
/* Its looks; how many. */
size_t group_windows(enum group g, const struct terms *t, struct window out[LOOKS_MOST]);
/* Between two logins of GROUP_KEPT. */
int64_t kept_interval(const struct terms *t);

/* How old a message is made by its date; negative: it comes from the future. */
int64_t kind_age(size_t kind, const struct terms *t);
/* Was its mailbox selected when it was in there?  select_inbox: the account's INBOX once was. */
bool kind_noticed(size_t kind, bool select_inbox);
/* Between these ages it may go: deployed relays hold the shorter limit of large ones back until they
 * are noticed. */
void kind_bounds(
    size_t kind, bool select_inbox, const struct terms *t, int64_t *least_ms, int64_t *most_ms);

/* What a look at this kind in an account of that group is meant to decide. */
enum decides { DECIDES_NOTHING, DECIDES_EARLY, DECIDES_GONE };
enum decides group_decides(enum group g, size_t kind, bool select_inbox);

/* What one look tells. */
enum finding {
	FINDING_NONE,  /* neither for nor against */
	FINDING_THERE, /* still there shortly before it may go */
	FINDING_GONE,  /* gone in time */
	FINDING_EARLY, /* gone too early */
	FINDING_LATE   /* there although it had to go */
};

/* Of something that may go at the ages of least..most, put there between `from` and `to`, looked at
 * between look_from and look_to.  At ages below `due` its presence tells nothing, nor its absence
 * above `until`, but for faults. */
struct observation {
	int64_t least_ms, most_ms, due_ms, until_ms;
	int64_t from_ms, to_ms, look_from_ms, look_to_ms;
	bool present;
};
enum finding schedule_judge(const struct observation *o, const struct terms *t);

/* Upper bound, at 95 % confidence, of the share of accounts that behave otherwise, when none of n
 * did: 1 - 0.05^(1/n). */
double schedule_bound(unsigned n);

#endif
