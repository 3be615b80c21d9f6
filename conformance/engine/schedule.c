/* Dates and conclusions of a deletion audit.  No clock, no file, no network. */
#include "conformance/engine/schedule.h"

#include <math.h>
#include <string.h>

enum { SECOND = 1000, HOUR = 3600 * SECOND, DAY = 24 * HOUR };

// clang-format off
const struct kind kinds[KINDS] = {
	{ "inbox",          "delivered to INBOX, not seen",                BOX_INBOX,  DATED_NOW,    true,  false, "",              "RET_GONE",          "RET_NOT_EARLY" },
	{ "seen",           "in INBOX, seen",                              BOX_INBOX,  DATED_NOW,    false, false, "(\\Seen) ",     "RET_GONE",          "RET_NOT_EARLY" },
	{ "unseen",         "in INBOX, without a flag",                    BOX_INBOX,  DATED_NOW,    false, false, "",              "RET_UNSEEN",        "RET_NOT_EARLY" },
	{ "flagged",        "in INBOX, flagged",                           BOX_INBOX,  DATED_NOW,    false, false, "(\\Flagged) ",  "RET_FLAGGED",       "RET_NOT_EARLY" },
	{ "future",         "in INBOX, dated into the future",             BOX_INBOX,  DATED_FUTURE, false, false, "",              "RET_APPEND_FUTURE", "RET_NOT_EARLY" },
	{ "folder",         "in a folder that nobody selects",             BOX_APART,  DATED_NOW,    false, false, "",              "RET_FOLDERS",       "RET_NOT_EARLY" },
	{ "opened-folder",  "in a folder that was selected once",          BOX_OPENED, DATED_NOW,    false, false, "",              "RET_FOLDERS",       "RET_NOT_EARLY" },
	{ "large",          "large, delivered to INBOX",                   BOX_INBOX,  DATED_NOW,    true,  true,  "",              "RET_LARGE",         "RET_LARGE_NOT_EARLY" },
	{ "large-folder",   "large, in a folder that was selected once",   BOX_OPENED, DATED_NOW,    false, true,  "",              "RET_LARGE",         "RET_LARGE_NOT_EARLY" },
	{ "old",            "in INBOX, dated back beyond the limit",       BOX_INBOX,  DATED_OVER,   false, false, "",              "RET_APPEND_PAST",   "RET_NOT_EARLY" },
	{ "old-seen",       "in INBOX, seen, dated back beyond it",        BOX_INBOX,  DATED_OVER,   false, false, "(\\Seen) ",     "RET_APPEND_PAST",   "RET_NOT_EARLY" },
	{ "old-folder",     "in a folder that nobody selects, dated back", BOX_APART,  DATED_OVER,   false, false, "",              "RET_APPEND_PAST",   "RET_NOT_EARLY" },
	{ "old-large",      "large, in a selected folder, dated back",     BOX_OPENED, DATED_OVER,   false, true,  "",              "RET_APPEND_PAST",   "RET_LARGE_NOT_EARLY" },
	{ "young",          "in INBOX, dated back but within the limit",   BOX_INBOX,  DATED_UNDER,  false, false, "",              "RET_GONE",          "RET_NOT_EARLY" },
	{ "young-large",    "large, dated back but within the limit",      BOX_OPENED, DATED_UNDER,  false, true,  "",              "RET_LARGE",         "RET_LARGE_NOT_EARLY" },
};
static const struct {
	const char *name, *text;
} groups[GROUPS] = {
	{ "late",           "messages, after their limit" },
	{ "early",          "messages, shortly before their limit" },
	{ "large-late",     "large messages, after their limit" },
	{ "kept",           "accounts that log in all the time (control)" },
	{ "inactive-late",  "accounts nobody logs in to, after their limit" },
	{ "probe",          "messages dated back" },
	{ "large-early",    "large messages, shortly before their limit" },
	{ "inactive-early", "accounts nobody logs in to, shortly before their limit" },
};
// clang-format on

const char *
group_name(enum group g)
{
	return groups[g].name;
}

const char *
group_text(enum group g)
{
	return groups[g].text;
}

bool
group_named(const char *name, enum group *g)
{
	for (unsigned i = 0; i < GROUPS; i++)
		if (strcmp(groups[i].name, name) == 0) {
			*g = (enum group)i;
			return true;
		}
	return false;
}

size_t
kind_named(const char *name)
{
	size_t i = 0;

	while (i < KINDS && strcmp(kinds[i].name, name) != 0)
		i++;
	return i;
}

bool
group_holds(enum group g, size_t kind)
{
	const struct kind *k = &kinds[kind];
	bool dated = k->dating == DATED_OVER || k->dating == DATED_UNDER;

	switch (g) {
	case GROUP_LATE:
	case GROUP_LARGE_LATE:
	case GROUP_LARGE_EARLY: return !dated;
	case GROUP_EARLY: return !dated && !k->large;
	case GROUP_PROBE: return dated;
	case GROUP_KEPT:
		return k->box != BOX_OPENED && !dated && !k->large && k->dating == DATED_NOW;
	case GROUP_INACTIVE_LATE:
	case GROUP_INACTIVE_EARLY: return kind == 0;
	}
	return false;
}

unsigned
group_accounts(enum group g, unsigned each)
{
	return g == GROUP_KEPT ? (each + 2) / 3 : each;
}

/* ---- dates ---------------------------------------------------------------------- */

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Nobody looks in this last moment before a limit: clocks differ. */
static int64_t
margin(int64_t limit)
{
	return most(SECOND, least(HOUR, limit / 16));
}

/* An early look falls into a time as long as the grace, so that a daily job meets it. */
static int64_t
early_due(int64_t limit, const struct terms *t)
{
	return most(0, limit - margin(limit) - least(t->grace_ms, limit / 3));
}

/* After that, "gone" says too little about the limit. */
static int64_t
late_until(int64_t limit, const struct terms *t)
{
	return limit + t->grace_ms + most(t->grace_ms, limit / 3);
}

size_t
group_windows(enum group g, const struct terms *t, struct window out[LOOKS_MOST])
{
	int64_t r = t->retention_ms, large = t->large_ms, idle = t->inactive_ms;
	struct window late = { LOOK_MAIL, r + t->grace_ms, late_until(r, t) };
	struct window end = { LOOK_ACCOUNT, idle + t->grace_ms, late_until(idle, t) };

	switch (g) {
	case GROUP_LATE: out[0] = late; return 1;
	case GROUP_EARLY:
		out[0] = (struct window){ LOOK_MAIL, early_due(r, t), r - margin(r) };
		return 1;
	case GROUP_LARGE_LATE:
		out[0] = (struct window){ LOOK_MAIL, large + t->grace_ms, late_until(large, t) };
		return 1;
	case GROUP_LARGE_EARLY:
		out[0] = (struct window){ LOOK_MAIL, early_due(large, t), large - margin(large) };
		return 1;
	case GROUP_KEPT:
		out[0] = late;
		out[1] = end;
		return 2;
	case GROUP_PROBE:
		out[0] = (struct window){ LOOK_MAIL, t->grace_ms, 2 * t->grace_ms };
		return 1;
	case GROUP_INACTIVE_LATE: out[0] = end; return 1;
	case GROUP_INACTIVE_EARLY:
		out[0] = (struct window){ LOOK_ACCOUNT, early_due(idle, t), idle - margin(idle) };
		return 1;
	}
	return 0;
}

int64_t
kept_interval(const struct terms *t)
{
	return least(7 * (int64_t)DAY, t->inactive_ms / 4);
}

int64_t
kind_age(size_t kind, const struct terms *t)
{
	const struct kind *k = &kinds[kind];
	int64_t limit = k->large ? t->large_ms : t->retention_ms;

	switch (k->dating) {
	case DATED_NOW: return 0;
	case DATED_FUTURE: return -400 * (int64_t)DAY;
	case DATED_OVER: return limit + most(SECOND, least(DAY, limit / 10));
	/* Within the limit at the end of the probe's window, too. */
	case DATED_UNDER: return most(0, limit - 2 * t->grace_ms - margin(limit));
	}
	return 0;
}

bool
kind_noticed(size_t kind, bool select_inbox)
{
	return kinds[kind].box == BOX_OPENED || (kinds[kind].box == BOX_INBOX && select_inbox);
}

void
kind_bounds(
    size_t kind, bool select_inbox, const struct terms *t, int64_t *least_ms, int64_t *most_ms)
{
	*most_ms = t->retention_ms;
	*least_ms = kinds[kind].large ? least(t->large_ms, t->retention_ms) : t->retention_ms;
	if (kinds[kind].large && kind_noticed(kind, select_inbox))
		*most_ms = *least_ms;
}

enum decides
group_decides(enum group g, size_t kind, bool select_inbox)
{
	const struct kind *k = &kinds[kind];
	bool shorter = k->large && kind_noticed(kind, select_inbox);

	if (!group_holds(g, kind))
		return DECIDES_NOTHING;
	switch (g) {
	case GROUP_LATE: return shorter ? DECIDES_NOTHING : DECIDES_GONE;
	case GROUP_LARGE_LATE: return shorter ? DECIDES_GONE : DECIDES_NOTHING;
	case GROUP_EARLY: return DECIDES_EARLY;
	case GROUP_LARGE_EARLY: return k->large ? DECIDES_EARLY : DECIDES_NOTHING;
	case GROUP_PROBE: return k->dating == DATED_OVER ? DECIDES_GONE : DECIDES_EARLY;
	case GROUP_KEPT: return DECIDES_GONE;
	case GROUP_INACTIVE_LATE:
	case GROUP_INACTIVE_EARLY: return DECIDES_NOTHING;
	}
	return DECIDES_NOTHING;
}

/* ---- conclusions ----------------------------------------------------------------- */

enum finding
schedule_judge(const struct observation *o, const struct terms *t)
{
	/* Between these ages lies the age at which it was looked at. */
	int64_t low = o->look_from_ms - o->to_ms, high = o->look_to_ms - o->from_ms;
	int64_t gone = o->most_ms + t->grace_ms;

	if (o->present && low >= gone)
		return FINDING_LATE;
	if (o->present)
		return low >= o->due_ms ? FINDING_THERE : FINDING_NONE;
	/* A relay counts in whole seconds. */
	if (high <= o->least_ms - SECOND)
		return FINDING_EARLY;
	return low >= o->least_ms && high <= o->until_ms ? FINDING_GONE : FINDING_NONE;
}

double
schedule_bound(unsigned n)
{
	return n == 0 ? 1 : 1 - pow(0.05, 1.0 / n);
}
