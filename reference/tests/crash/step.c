/* The steps: each changes the world, asks the store, and asks again while the disk fails.
 * A step is one transaction, unless it lets time pass. */
#include "reference/tests/crash/step.h"

#include "reference/shell/clock.h"
#include "reference/shell/ipc.h"
#include "reference/tests/crash/ask.h"
#include "reference/tests/crash/disk.h"

#include <stdio.h>
#include <string.h>

enum { TRIES = 40, TOKEN_LIFE = 90 * 86400 };

static const struct config *config;
static enum step_end end;
static unsigned steps, tries;
static bool atomic;
static int64_t ids[THINGS]; /* of accounts and mailboxes, as the store calls them */

unsigned
step_count(void)
{
	return steps;
}

struct world_time
step_time(const struct config *c, int64_t now)
{
	return (struct world_time){ .now = now,
		.keep = c->retention.keep,
		.keep_large = c->retention.keep_large,
		.keep_account = c->retention.keep_account,
		.keep_token = TOKEN_LIFE };
}

bool
step_is_atomic(void)
{
	return atomic;
}

static void
complain(const char *what, enum store_status st)
{
	printf("     step %u: %s: status %d\n", steps + 1, what, (int)st);
	end = STEP_ODD;
}

/* Once more?  Not when it is done, and not when nobody is there to do it. */
static bool
again(const char *what, enum store_status st)
{
	if (st == STORE_OK) {
		world_commit();
		steps++;
		tries = 0;
		atomic = true;
		return false;
	}
	if (ask_is_over())
		end = STEP_CUT;
	else if ((st != STORE_FULL && st != STORE_DOWN) || !disk_has_failed() || ++tries > TRIES)
		complain(what, st);
	if (end != STEP_DONE)
		world_close();
	return end == STEP_DONE;
}

static bool
over(void)
{
	return end != STEP_DONE;
}

/* ---- accounts and mailboxes ----------------------------------------------- */

void
step_enter(int account)
{
	enum store_status st;

	if (over())
		return;
	do
		st = ask_login(world_address(account), STEP_PASSWORD, true);
	while (again("login", st));
	ids[account] = said.account;
	things[account].since = clock_now();
	ask_leave(said.account);
}

static int
enter_new(int canary)
{
	int a = world_make(ACCOUNT, NOTHING, canary), m;

	if (over())
		return a;
	m = world_make(MAILBOX, a, NOTHING);
	step_enter(a);
	if (!over() && ask_open(ids[a], "INBOX") == STORE_OK)
		things[m].uid_validity = said.uid_validity;
	return a;
}

int
step_account(void)
{
	return enter_new(world_canary());
}

void
step_refused(int account)
{
	enum store_status st;

	if (over())
		return;
	do
		st = ask_login(world_address(account), "password-of-another", true);
	while (st != STORE_NO && again("who guesses a password", st == STORE_OK ? STORE_NO : st));
}

int
step_return(int account)
{
	int a = enter_new(things[account].now.canary);

	if (!over() &&
	    things[step_inbox(a)].uid_validity <= things[step_inbox(account)].uid_validity)
		complain("a UIDVALIDITY that was there", STORE_OK);
	return a;
}

int
step_inbox(int account)
{
	return account + 1;
}

int
step_mailbox(int account, int above)
{
	int m = world_make(MAILBOX, account, world_canary());
	enum store_status st;

	things[m].above = above;
	if (over())
		return m;
	do
		st = ask_create(ids[account], world_name(m, true));
	while (again("create", st));
	return m;
}

void
step_subscribe(int mailbox, bool on)
{
	enum store_status st;

	if (over())
		return;
	do
		st = ask_subscribe(ids[things[mailbox].now.in], world_name(mailbox, false), on);
	while (again("subscribe", st));
}

void
step_rename(int mailbox)
{
	enum store_status st;

	if (over())
		return;
	things[mailbox].next.canary = world_canary();
	do
		st = ask_rename(ids[things[mailbox].now.in], world_name(mailbox, false),
		    world_name(mailbox, true));
	while (again("rename", st));
}

void
step_remove(int mailbox)
{
	enum store_status st;

	if (over())
		return;
	world_remove(mailbox);
	do
		st = ask_remove(ids[things[mailbox].now.in], world_name(mailbox, false));
	while (again("remove", st));
}

void
step_token(int account)
{
	int t = world_make(TOKEN, account, world_canary());
	enum store_status st;

	things[t].since = clock_now();
	if (over())
		return;
	do
		st = ask_add_token(ids[account], world_token(things[t].next.canary));
	while (again("token", st));
}

void
step_no_tokens(int account)
{
	enum store_status st;

	if (over())
		return;
	for (int i = 0; i < n_things; i++)
		if (things[i].kind == TOKEN && things[i].now.in == account)
			world_remove(i);
	do
		st = ask_drop_tokens(ids[account]);
	while (again("no tokens", st));
}

/* ---- messages ------------------------------------------------------------- */

static int
make_copy(int mailbox, int canary, size_t size)
{
	int c = world_make(COPY, mailbox, canary);

	things[c].size = size;
	things[c].since = clock_now();
	return c;
}

/* To the INBOXes of n accounts; the first copy, the others follow it. */
int
step_deliver(int from, const int *to, size_t n, size_t size)
{
	const char *addresses[8], *body;
	int canary = world_canary(), first = n_things;
	enum store_status st;

	for (size_t i = 0; i < n; i++) {
		(void)make_copy(step_inbox(to[i]), canary, size);
		addresses[i] = world_address(to[i]);
	}
	if (over())
		return first;
	const char *sender = world_address(from);
	body = world_body(canary, size);
	do
		st = ask_deliver(sender, addresses, n, body, size);
	while (again("delivery", st));
	return first;
}

int
step_append(int mailbox, uint32_t flags, int64_t date, size_t size)
{
	int c = make_copy(mailbox, world_canary(), size);
	enum store_status st;

	if (over())
		return c;
	things[c].next.flags = flags;
	things[c].since = date != 0 ? date : things[c].since;
	do
		st = ask_append(ids[things[mailbox].now.in], world_name(mailbox, false), flags,
		    date, world_body(things[c].next.canary, size), size);
	while (again("append", st));
	if (!over())
		things[c].uid = said.pairs[0].to;
	return c;
}

/* The mailbox of a copy, open, and its UID there. */
static uint32_t
find(int copy)
{
	const int mailbox = things[copy].now.in;
	enum store_status st;

	do
		st = ask_open(ids[things[mailbox].now.in], world_name(mailbox, false));
	while (st != STORE_OK && again("open", st));
	if (over())
		return 0;
	ids[mailbox] = said.mailbox;
	things[mailbox].uid_validity = said.uid_validity;
	things[mailbox].uid_next = said.uid_next;
	for (size_t i = 0; things[copy].uid == 0 && i < said.n; i++) {
		const uint32_t uid = said.messages[i].uid;
		if (ask_body(said.mailbox, uid) == STORE_OK &&
		    world_has(said.octets, said.size, things[copy].now.canary))
			things[copy].uid = uid;
	}
	if (things[copy].uid == 0)
		(void)again("a message is there", STORE_NO);
	return things[copy].uid;
}

void
step_flag(int copy, enum flags_op op, uint32_t flags, uint32_t after)
{
	enum store_status st;

	if (over())
		return;
	const uint32_t uid = find(copy);
	if (over())
		return;
	things[copy].next.flags = after;
	do
		st = ask_flags(ids[things[copy].now.in], uid, op, flags);
	while (again("flags", st));
}

void
step_expunge(const int *copies, size_t n)
{
	uint32_t uids[8];
	enum store_status st;

	for (size_t i = 0; i < n; i++)
		step_flag(
		    copies[i], FLAGS_ADD, FLAG_DELETED, things[copies[i]].now.flags | FLAG_DELETED);
	if (over())
		return;
	for (size_t i = 0; i < n; i++) {
		uids[i] = things[copies[i]].uid;
		world_remove(copies[i]);
	}
	do
		st = ask_expunge(ids[things[copies[0]].now.in], uids, n);
	while (again("expunge", st));
}

/* To another mailbox of the account; the copy. */
int
step_copy(int what, int mailbox, bool move)
{
	const int c = move ? what : n_things;
	enum store_status st;

	if (over())
		return what;
	const uint32_t uid = find(what);
	if (over())
		return what;
	if (move) {
		things[what].next.in = mailbox;
	} else {
		(void)make_copy(mailbox, things[what].now.canary, things[what].size);
		things[c].next.flags = things[what].now.flags;
		things[c].since = things[what].since;
	}
	const int from = things[what].now.in;
	do
		st = ask_copy(
		    ids[things[from].now.in], ids[from], world_name(mailbox, false), move, &uid, 1);
	while (again("copy", st));
	if (!over())
		things[c].uid = said.pairs[0].to;
	return c;
}

/* ---- mail for other domains ----------------------------------------------- */

static int
make_queued(int body, int domain)
{
	int q = world_make(QUEUED, NOTHING, world_canary());

	things[q].body = body;
	things[q].domain = domain;
	return q;
}

static void
send_to(int from, const char *const *addresses, size_t n, int body, size_t size)
{
	const char *sender = world_address(from);
	enum store_status st;

	do
		st = ask_deliver(sender, addresses, n, world_body(body, size), size);
	while (again("mail for others", st));
}

/* To two addresses elsewhere, each in a domain of its own, and to an account here. */
int
step_send_out(int from, int to, size_t size)
{
	const int body = world_canary(), first = make_queued(body, world_canary());
	const int second = make_queued(body, world_canary());

	(void)make_copy(step_inbox(to), body, size);
	if (over())
		return first;
	const char *addresses[] = { world_recipient(first), world_recipient(second),
		world_address(to) };
	send_to(from, addresses, 3, body, size);
	return first;
}

/* To many in one domain, named in another order than that of the table. */
int
step_send_many(int from)
{
	const char *addresses[STEP_MANY];
	const int body = world_canary(), domain = world_canary(), first = n_things;

	for (int i = 0; i < STEP_MANY; i++)
		(void)make_queued(body, domain);
	if (over())
		return first;
	for (int i = 0; i < STEP_MANY; i++)
		addresses[i] = world_recipient(first + i * 7 % STEP_MANY);
	send_to(from, addresses, STEP_MANY, body, STEP_SMALL);
	return first;
}

/* What became of n recipients in one domain.  Nobody acknowledges that: it is known when
 * twice all that there was to do is done.  bounce: the message that tells of it, or
 * NOTHING. */
void
step_settle(int queued, const char *const *results, size_t n, int bounce)
{
	const unsigned failures = disk_failures();

	if (over())
		return;
	if (ask_mail(world_domain(queued)) != STORE_OK) {
		(void)again("mail is handed over", STORE_DOWN);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (results[i][0] != SENT_LATER)
			world_remove(queued + (int)i);
	ask_sent(said.row, results, n);
	enum store_status st = ask_clock("settle");
	if (st == STORE_OK)
		st = ask_clock("settle");
	/* What the disk refused is written down later, and nobody is told. */
	if (disk_failures() > failures) {
		for (size_t i = 0; i < n; i++)
			things[queued + (int)i].vague = true;
		if (bounce != NOTHING)
			things[bounce].vague = true;
	}
	(void)again("a result", st);
}

/* The message in the account that tells that there is no such address: it has its octets. */
int
step_bounced(int account, int queued)
{
	int c = make_copy(step_inbox(account), things[queued].now.canary, 0);

	things[c].domain = things[queued].domain;
	return c;
}

/* What goes with it goes in steps. */
void
step_pass(int64_t seconds)
{
	char command[64];
	const struct world_time w = step_time(config, clock_now() + seconds);

	if (over())
		return;
	world_expire(&w);
	atomic = false;
	snprintf(command, sizeof(command), "advance %lld", (long long)seconds);
	enum store_status st = ask_clock(command);
	while (again("time passes", st))
		st = ask_clock("settle");
}

void
step_begin(const struct config *c)
{
	config = c;
	end = STEP_DONE;
	steps = tries = 0;
	atomic = true;
	if (!ask_is_over())
		return;
	end = STEP_CUT;
	world_close();
}

enum step_end
step_result(void)
{
	return end;
}
