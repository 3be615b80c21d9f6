/* First what a client sees, then the octets of the files, then SQLite's own opinion. */
#include "reference/tests/crash/check.h"

#include "reference/shell/clock.h"
#include "reference/tests/crash/ask.h"
#include "reference/tests/crash/files.h"
#include "reference/tests/crash/step.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SIDE_NOW = 1, SIDE_NEXT = 2 };

bool check_is_quiet;
static unsigned complaints, sides; /* sides: of the step under way that were seen */

static void __attribute__((format(printf, 1, 2))) complain(const char *format, ...)
{
	va_list args;

	complaints++;
	if (check_is_quiet)
		return;
	printf("     ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
}

/* It is, or is not, there; that shows whether the step under way was done. */
static void
decide(int thing, bool there, const char *what)
{
	struct thing *t = &things[thing];

	if (!there && world_must_be(thing))
		complain("%s %d is lost", what, thing);
	if (there && !world_may_be(thing))
		complain("%s %d is there again", what, thing);
	if (t->now.there != t->next.there && !t->vague)
		sides |= t->now.there == there ? SIDE_NOW : SIDE_NEXT;
	world_settle(thing, there);
}

/* ---- messages ------------------------------------------------------------- */

static void
compare(struct thing *t, int thing, int mailbox, const struct message_info *m)
{
	const bool was = t->now.there && t->now.in == mailbox && t->now.flags == m->flags;
	const bool will = t->next.there && t->next.in == mailbox && t->next.flags == m->flags;

	if (!was && !will)
		complain("message %d has the flags %x", thing, (unsigned)m->flags);
	if (was != will && world_must_be(thing) && !t->vague)
		sides |= was ? SIDE_NOW : SIDE_NEXT;
	if (t->size != 0 && m->size != t->size)
		complain("message %d has %zu octets", thing, (size_t)m->size);
	if (t->uid != 0 && t->now.in == mailbox && m->uid != t->uid)
		complain(
		    "message %d had UID %u and has %u", thing, (unsigned)t->uid, (unsigned)m->uid);
	t->seen++;
}

/* The message of the body that was fetched last. */
static void
recognise(int mailbox, const struct message_info *m)
{
	for (int i = 0; i < n_things; i++) {
		struct thing *t = &things[i];
		if (t->kind != COPY || t->seen > 0 || !world_may_be(i) ||
		    !world_is_in(i, mailbox) || !world_has(said.octets, said.size, t->now.canary))
			continue;
		if (t->size != 0 &&
		    (said.size != t->size ||
			memcmp(said.octets, world_body(t->now.canary, t->size), t->size) != 0))
			complain("message %d has other octets", i);
		compare(t, i, mailbox, m);
		return;
	}
	complain("UID %u of mailbox %d should not be there", (unsigned)m->uid, mailbox);
}

static void
look_into(int64_t account, int mailbox, const char *name)
{
	static struct message_info messages[ASK_MESSAGES];
	struct thing *t = &things[mailbox];

	if (ask_open(account, name) != STORE_OK) {
		complain("mailbox %d cannot be opened", mailbox);
		return;
	}
	const int64_t id = said.mailbox;
	const size_t n = said.n;
	memcpy(messages, said.messages, sizeof(messages));
	if (t->uid_validity != 0 && said.uid_validity != t->uid_validity)
		complain("mailbox %d has a new UIDVALIDITY", mailbox);
	if (said.uid_next < t->uid_next || (n > 0 && said.uid_next <= messages[n - 1].uid))
		complain(
		    "mailbox %d has gone back to UIDNEXT %u", mailbox, (unsigned)said.uid_next);
	for (size_t i = 0; i < n; i++) {
		if (ask_body(id, messages[i].uid) == STORE_OK)
			recognise(mailbox, &messages[i]);
		else
			complain("UID %u of mailbox %d cannot be read", (unsigned)messages[i].uid,
			    mailbox);
	}
}

/* ---- mailboxes and tokens ------------------------------------------------- */

static bool
is_named(int mailbox, const char *name)
{
	const struct thing *t = &things[mailbox];

	return (t->now.there && strcmp(world_name(mailbox, false), name) == 0) ||
	    (t->next.there && strcmp(world_name(mailbox, true), name) == 0);
}

/* The name decides which look it has. */
static void
named(int mailbox, const char *name)
{
	struct thing *t = &things[mailbox];
	const bool next = t->next.there && strcmp(world_name(mailbox, true), name) == 0;

	if (world_must_be(mailbox) && t->now.canary != t->next.canary)
		sides |= next ? SIDE_NEXT : SIDE_NOW;
	t->now.canary = t->next.canary = next ? t->next.canary : t->now.canary;
	t->seen++;
}

static void
look_at_names(int account, int64_t id)
{
	static char names[ASK_NAMES][sizeof(said.names[0])];

	if (ask_list(id) != STORE_OK) {
		complain("account %d cannot be listed", account);
		return;
	}
	const size_t n = said.n;
	memcpy(names, said.names, sizeof(names));
	for (size_t i = 0; i < n; i++) {
		const char *name = names[i] + 1;
		int m = 0;
		while (m < n_things &&
		    (things[m].kind != MAILBOX || things[m].seen > 0 ||
			things[m].now.in != account || !is_named(m, name)))
			m++;
		if (m == n_things) {
			complain("account %d should have no %s", account, names[i]);
		} else if (names[i][0] == '+') {
			named(m, name);
			look_into(id, m, name);
		}
	}
}

static void
look_at_tokens(int account, int64_t id)
{
	if (ask_tokens(id) != STORE_OK) {
		complain("the tokens of account %d cannot be read", account);
		return;
	}
	for (int i = 0; i < n_things; i++)
		if (things[i].kind == TOKEN && things[i].now.in == account)
			things[i].seen = world_has(said.octets, said.size, things[i].now.canary);
}

static void
look_at_account(int account)
{
	enum store_status st = ask_login(world_address(account), STEP_PASSWORD, false);

	things[account].seen = st == STORE_OK;
	if (st != STORE_OK && st != STORE_NO)
		complain("account %d cannot be asked for: status %d", account, (int)st);
	if (st != STORE_OK)
		return;
	const int64_t id = said.account;
	look_at_names(account, id);
	look_at_tokens(account, id);
	ask_leave(id);
}

/* One of the same address that may be there, who is asked for. */
static bool
has_other(int account)
{
	for (int i = 0; i < n_things; i++)
		if (i != account && things[i].kind == ACCOUNT && world_may_be(i) &&
		    things[i].now.canary == things[account].now.canary)
			return true;
	return false;
}

static void
look_at_all(void)
{
	static const char *const what[] = {
		[ACCOUNT] = "account", [MAILBOX] = "mailbox", [COPY] = "message", [TOKEN] = "token"
	};

	for (int i = 0; i < n_things; i++)
		if (things[i].kind == ACCOUNT && (world_may_be(i) || !has_other(i)))
			look_at_account(i);
	for (int i = 0; i < n_things; i++)
		if (things[i].kind != QUEUED)
			decide(i, things[i].seen > 0, what[things[i].kind]);
}

/* ---- the database --------------------------------------------------------- */

static int64_t
number(sqlite3 *db, const char *query, const char *text)
{
	sqlite3_stmt *st = NULL;
	int64_t n = -1;

	if (sqlite3_prepare_v2(db, query, -1, &st, NULL) != SQLITE_OK) {
		complain("%s: %s", query, sqlite3_errmsg(db));
		return n;
	}
	if (text != NULL)
		sqlite3_bind_text(st, 1, text, -1, SQLITE_TRANSIENT);
	if (sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

/* Whom the queue still has mail for is asked here: the outbound process that could tell is
 * not there. */
static void
look_at_database(const char *dir)
{
	char path[4096];
	sqlite3 *db = NULL;

	snprintf(path, sizeof(path), "%s/refrelay.db", dir);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
		complain("the database cannot be opened: %s", sqlite3_errmsg(db));
		sqlite3_close(db);
		return;
	}
	if (number(db, "SELECT integrity_check = 'ok' FROM pragma_integrity_check", NULL) != 1)
		complain("the database is damaged");
	if (number(db, "SELECT count(*) FROM pragma_foreign_key_check", NULL) != 0)
		complain("there are rows of nobody");
	if (number(db,
		"SELECT count(*) FROM body WHERE id NOT IN (SELECT body FROM message)"
		" AND id NOT IN (SELECT body FROM outgoing)",
		NULL) != 0)
		complain("there are bodies of no message");
	for (int i = 0; i < n_things; i++)
		if (things[i].kind == QUEUED)
			decide(i,
			    number(db, "SELECT count(*) FROM outgoing_rcpt WHERE address = ?",
				world_recipient(i)) == 1,
			    "queued mail");
	sqlite3_close(db);
}

/* ---- all ------------------------------------------------------------------ */

/* Octets of what is gone; and, so that nobody searches in vain, of every message. */
static void
look_for_remains(void)
{
	static bool found[CANARIES];
	const char *octets, *name;
	size_t n;

	memset(found, 0, sizeof(found));
	for (int i = 0; files_get(i, &name, &octets, &n); i++)
		for (size_t at = 0; at < n;) {
			int canary = world_find(octets, n, &at);
			if (canary < 0 || canary >= CANARIES || found[canary])
				continue;
			found[canary] = true;
			if (!world_is_alive(canary))
				complain("%s has octets of what is gone (canary %d) at %zu", name,
				    canary, at);
		}
	for (int i = 0; i < n_things; i++)
		if (things[i].kind == COPY && things[i].now.there && !found[things[i].now.canary])
			complain("the octets of message %d are nowhere", i);
}

bool
check_all(const struct config *c, const char *dir, int talk, bool atomic)
{
	complaints = sides = 0;
	if (ask_begin(c, dir, false, talk) == -1) {
		complain("the store does not start again");
	} else if (ask_clock("settle") != STORE_OK) {
		complain("the store does not settle");
	} else {
		const struct world_time w = step_time(c, clock_now());
		world_catch_up(&w);
		look_at_all();
		if (ask_is_over())
			complain("the store has ended");
		if (files_read(dir) == -1)
			complain("the files cannot be read");
	}
	(void)ask_end(true);
	if (complaints == 0)
		look_at_database(dir);
	if (complaints == 0)
		look_for_remains();
	if (atomic && sides == (SIDE_NOW | SIDE_NEXT))
		complain("one step was done in part");
	return complaints == 0;
}
