/* The dialogues of a deletion audit.  What they conclude is in schedule.c.
 *
 * Looking must not change what is looked at: mailboxes are examined, bodies are
 * peeked at, and an account that is to be forgotten is asked about from outside.
 * A mailbox that nobody may select is watched by STATUS. */
#include "conformance/engine/visit.h"

#include "base/show.h"
#include "conformance/case_retention.h"
#include "conformance/engine/digest.h"
#include "conformance/wire/imapc.h"
#include "conformance/wire/sock.h"

#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

enum { ARRIVE_SECONDS = 30, ASK_MS = 250, VISIT_SECONDS = 120, BOXES_MOST = 64, WORD = 16 };

/* Set before the worker is forked. */
static const struct plan *plan;
static const struct plan_account *subject;
/* Shared with it. */
static struct visited *seen;

/* ---- planting --------------------------------------------------------------------- */

static struct span
message_of(struct run *r, const char *address, const struct kind *k)
{
	/* A little more than the limit: relays count headers or not. */
	if (k->large)
		return mail_sized(r, address, address, (size_t)plan->large_octets + 20000);
	return mail_encrypted(r, address, address);
}

/* From "<token.7@domain>". */
static void
remember(struct run *r, struct sentinel *s, struct span message)
{
	struct span id = mail_field(message, "Message-ID");
	struct digest *d = digest_begin();
	size_t at = span_find(id, 0, '@');

	digest_add(d, mail_body(message));
	digest_end(d, s->digest);
	if (at < 2 || at >= sizeof(s->token))
		run_internal(r, "a Message-ID that is too long");
	else
		memcpy(s->token, id.p + 1, at - 1);
}

static bool
account_has(const struct plan_account *a, enum box b)
{
	for (size_t i = 0; i < a->sentinels; i++)
		if (kinds[a->sentinel[i].kind].box == b)
			return true;
	return false;
}

/* Until the mailbox has given out so many UIDs more: nobody may select it, so nobody is told. */
static void
await_uids(struct imapc *c, int64_t next)
{
	struct run *r = c->run;
	int64_t deadline = run_deadline(r, ARRIVE_SECONDS);

	while (run_ok(r)) {
		need_imap(c, "OK", "STATUS INBOX (UIDNEXT)");
		if (!run_ok(r) || imapc_number(c, "UIDNEXT") >= next)
			return;
		if (run_now_us() > deadline)
			run_inconclusive(r, "not-delivered",
			    "mail to the account itself did not arrive within %d s",
			    ARRIVE_SECONDS);
		sock_wait(c->link->fd, POLLIN, run_now_us() + ASK_MS * 1000);
	}
}

static void
plant_by_smtp(struct run *r, struct imapc *c, const struct account *a)
{
	struct smtpc *s = NULL;
	unsigned n = 0;

	need_imap(c, "OK", "STATUS INBOX (UIDNEXT UIDVALIDITY)");
	int64_t next = imapc_number(c, "UIDNEXT");
	seen->validity = imapc_number(c, "UIDVALIDITY");
	for (size_t i = 0; i < subject->sentinels && run_ok(r); i++) {
		const struct kind *k = &kinds[subject->sentinel[i].kind];
		if (!k->submitted)
			continue;
		s = s != NULL ? s : smtpc_login(r, a);
		struct span m = message_of(r, a->address, k);
		remember(r, &seen->sentinel[i], m);
		seen->sentinel[i].from_ms = plan_now(plan);
		need_submit(s, a->address, a->address, m);
		n++;
	}
	if (n > 0)
		await_uids(c, next + n);
	for (size_t i = 0; i < subject->sentinels; i++)
		if (kinds[subject->sentinel[i].kind].submitted)
			seen->sentinel[i].to_ms = plan_now(plan);
}

static void
plant_by_append(struct run *r, struct imapc *c, const struct account *a, const char *const boxes[3])
{
	for (size_t i = 0; i < subject->sentinels && run_ok(r); i++) {
		const struct kind *k = &kinds[subject->sentinel[i].kind];
		struct sentinel *s = &seen->sentinel[i];
		int64_t age = kind_age(subject->sentinel[i].kind, &plan->terms);
		if (k->submitted)
			continue;
		struct span m = message_of(r, a->address, k);
		remember(r, s, m);
		s->from_ms = plan_now(plan);
		need_append(c, boxes[k->box],
		    run_text(r, "%s%s", k->flags,
			k->dating == DATED_NOW ? "" : imap_date(r, (s->from_ms - age) / 1000)),
		    m);
		s->to_ms = plan_now(plan);
	}
}

static void
plant(struct run *r)
{
	const struct account *a = account(r, 0);
	struct imapc *c = imapc_login(r, a);
	const char *boxes[3] = { "INBOX", NULL, NULL };

	seen->from_ms = plan_now(plan);
	if (account_has(subject, BOX_APART))
		boxes[BOX_APART] = need_box(c, "apart");
	if (account_has(subject, BOX_OPENED))
		boxes[BOX_OPENED] = need_box(c, "opened");
	plant_by_smtp(r, c, a);
	plant_by_append(r, c, a, boxes);
	if (subject->select_inbox)
		need_imap(c, "OK", "SELECT INBOX");
	if (boxes[BOX_OPENED] != NULL)
		need_imap(c, "OK", "SELECT %s", boxes[BOX_OPENED]);
	need_imap(c, "OK BYE", "LOGOUT");
	seen->to_ms = plan_now(plan);
}

/* ---- looking ------------------------------------------------------------------------ */

/* The name in a LIST line as it can be sent again; n = 0: nothing to look into. */
static struct span
listed_name(struct run *r, struct span line)
{
	size_t flags = span_find(line, 0, ')'), delimiter = span_find(line, flags + 2, ' ');
	struct span name = span_sub(line, delimiter + 1, line.n);

	if (span_search_nocase(line, SPAN("\\Noselect")) < flags ||
	    span_search_nocase(line, SPAN("\\NonExistent")) < flags)
		return (struct span){ NULL, 0 };
	if (span_starts(name, SPAN("{")))
		run_inconclusive(r, "setup", "a mailbox whose name is told as a literal");
	return name;
}

/* Which of the account's messages is this one? */
static void
recognize(struct run *r, struct span message, const char *box)
{
	char hex[65];
	struct digest *d = digest_begin();

	digest_add(d, mail_body(message));
	digest_end(d, hex);
	for (size_t i = 0; i < subject->sentinels; i++) {
		const char *id = run_text(r, "<%s@", subject->sentinel[i].token);
		if (span_search(message, span_str(id)) >= message.n)
			continue;
		seen->sentinel[i].present = true;
		seen->sentinel[i].intact = strcmp(hex, subject->sentinel[i].digest) == 0;
		/* Five characters an octet at most, and a NUL. */
		struct buf where;
		buf_init(&where, seen->sentinel[i].where, PLAN_WHERE - 1);
		show_octets(&where, span_str(box), (PLAN_WHERE - 4) / 5);
	}
}

static void
look_into(struct imapc *c, const char *box)
{
	uint32_t uid;
	struct span body;

	need_imap(c, "OK NO", "EXAMINE %s", box);
	int64_t n = imapc_number(c, "EXISTS");
	/* What is listed and cannot be examined might hide something. */
	need_true(c->run, n >= 0, run_text(c->run, "mailbox %s can be examined", box));
	if (n <= 0)
		return;
	need_imap(c, "OK", "UID FETCH 1:* (UID BODY.PEEK[])");
	for (size_t i = 0; i < imapc_lines(c) && run_ok(c->run); i++)
		if (imapc_fetched(imapc_line(c, i), &uid, &body))
			recognize(c->run, body, box);
}

static void
look(struct run *r)
{
	const char *names[BOXES_MOST];
	size_t n = 0;

	seen->from_ms = plan_now(plan);
	struct imapc *c = imapc_login(r, account(r, 0));
	need_imap(c, "OK", "LIST \"\" *");
	for (size_t i = 0; i < imapc_lines(c) && run_ok(r); i++) {
		if (!span_starts_nocase(imapc_line(c, i), SPAN("LIST ")))
			continue;
		struct span name = listed_name(r, imapc_line(c, i));
		need_true(r, n < BOXES_MOST, "no more than 64 mailboxes");
		if (name.n > 0 && n < BOXES_MOST)
			names[n++] = run_text(r, "%.*s", (int)name.n, (const char *)name.p);
	}
	need_true(r, n > 0, "LIST shows mailboxes");
	for (size_t i = 0; i < n && run_ok(r); i++)
		look_into(c, names[i]);
	need_imap(c, "OK BYE", "LOGOUT");
	seen->to_ms = plan_now(plan);
}

static void
keep(struct run *r)
{
	seen->from_ms = plan_now(plan);
	struct imapc *c = imapc_login(r, account(r, 0));
	need_imap(c, "OK", "STATUS INBOX (UIDVALIDITY)");
	seen->validity = imapc_number(c, "UIDVALIDITY");
	need_imap(c, "OK BYE", "LOGOUT");
	seen->to_ms = plan_now(plan);
}

/* ---- asking about an account from outside ------------------------------------------- */

/* Is mail to this address taken?  False: refused for good. */
static bool
takes(struct run *r, struct smtpc *s, const char *from, const char *to)
{
	smtpc_send(s, "MAIL FROM:<%s>", from);
	need_reply(s, "250");
	smtpc_send(s, "RCPT TO:<%s>", to);
	need_reply(s, "250 251 5xx");
	if (smtpc_code(s) >= 500) {
		smtpc_send(s, "RSET");
		need_reply(s, "250");
		return false;
	}
	smtpc_send(s, "DATA");
	need_reply(s, "354");
	smtpc_text(s, mail_encrypted(r, from, to));
	need_reply(s, "250");
	return true;
}

/* An address that nobody has. */
static const char *
nobody(struct run *r)
{
	char word[TOKEN_OCTETS];

	run_word(r, word);
	return run_text(r, "%.9s@%s", word, plan->domain);
}

/* Has something come that names this address? */
static bool
bounced(struct imapc *c, const char *address)
{
	need_imap(c, "OK", "UID FETCH 1:* (UID BODY.PEEK[])");
	return run_ok(c->run) && imapc_find(c, address).n > 0;
}

/* Gone: refused, or a report comes as it comes for an address that nobody has.  There: taken, where
 * such an address is refused; or no report has come after two on mail that was sent later. */
static void
ask_by_mail(struct run *r)
{
	const struct account *me = account(r, 0);

	seen->from_ms = plan_now(plan);
	struct imapc *c = imapc_inbox(r, me);
	struct smtpc *s = smtpc_login(r, me);
	bool taken = takes(r, s, me->address, subject->address);
	for (int i = 0; taken && i < 2 && seen->life == LIFE_UNKNOWN && run_ok(r); i++) {
		const char *other = nobody(r);
		if (!takes(r, s, me->address, other)) {
			seen->life = LIFE_THERE;
			break;
		}
		need_arrival(c, other);
		if (bounced(c, subject->address))
			seen->life = LIFE_GONE;
		else if (i == 1)
			seen->life = LIFE_THERE;
	}
	if (!taken && run_ok(r)) {
		/* Refused, but not because all is refused. */
		need_true(r, takes(r, s, me->address, me->address), "mail to its sender is taken");
		seen->life = LIFE_GONE;
	}
	seen->to_ms = plan_now(plan);
}

static bool
lets_in(struct run *r, const char *address)
{
	uint8_t random[WORD];
	char *password = run_take(r, 2 * WORD + 1);

	need_true(r, getrandom(random, sizeof(random), 0) == sizeof(random), "random octets");
	for (size_t i = 0; i < WORD; i++)
		snprintf(password + 2 * i, 3, "%02x", random[i]);
	transcript_secret(&r->log, span_str(password));
	struct imapc *c = imapc_connect(r, PORT_IMAPS);
	need_imap(c, "OK NO", "LOGIN %s %s", imap_quoted(r, address), password);
	struct span answer = imapc_tagged(c);
	return run_ok(r) && span_search(answer, SPAN(" OK")) < answer.n;
}

/* Another password than the account's lets in: it was made anew, so the old one was gone.  That it is
 * refused tells nothing: a relay may keep addresses that were used from others. */
static void
ask_by_login(struct run *r)
{
	seen->from_ms = plan_now(plan);
	need_true(r, !lets_in(r, account(r, 0)->address), "a wrong password is refused");
	if (lets_in(r, subject->address))
		seen->life = LIFE_GONE;
	seen->to_ms = plan_now(plan);
}

/* ---- as attempts --------------------------------------------------------------------- */

static const struct {
	struct test_case test;
	const char *name;
	unsigned connections;
} visits[] = {
	[VISIT_PLANT] = { { .text = "messages are put into an account",
			      .needs = NEED_MAIL,
			      .accounts = 1,
			      .mails = 2,
			      .seconds = VISIT_SECONDS,
			      .play = plant },
	    "plant", 2 },
	[VISIT_LOOK] = { { .text = "messages are looked for",
			     .needs = NEED_IMAPS,
			     .accounts = 1,
			     .seconds = VISIT_SECONDS,
			     .play = look },
	    "look", 1 },
	[VISIT_KEEP] = { { .text = "an account logs in",
			     .needs = NEED_IMAPS,
			     .accounts = 1,
			     .seconds = VISIT_SECONDS,
			     .play = keep },
	    "keep", 1 },
	[VISIT_MAIL] = { { .text = "mail is sent to an account",
			     .needs = NEED_MAIL,
			     .accounts = 1,
			     .mails = 3,
			     .seconds = VISIT_SECONDS,
			     .play = ask_by_mail },
	    "mail", 2 },
	[VISIT_LOGIN] = { { .text = "another password is tried",
			      .needs = NEED_IMAPS,
			      .accounts = 1,
			      .seconds = VISIT_SECONDS,
			      .play = ask_by_login },
	    "login", 2 },
};

unsigned
visit_connections(enum visit what)
{
	return visits[what].connections;
}

unsigned
visit_mails(enum visit what)
{
	return visits[what].test.mails;
}

const struct visited *
visit_play(struct audit *a, const struct plan *p, const struct plan_account *who, enum visit what,
    const struct account *as, struct outcome *out)
{
	static unsigned number;
	char transcript[4400];
	struct attempt_plan attempt = { .target = &a->target,
		.test = &visits[what].test,
		.id = who->name,
		.number = ++number,
		.accounts = as,
		.pgp = &a->pgp,
		.seed = a->seed,
		.transcript = transcript,
		.timeout_scale = a->options->timeout_scale };

	if (seen == NULL) {
		void *m = mmap(
		    NULL, sizeof(*seen), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (m == MAP_FAILED) {
			*out = (struct outcome){ .kind = OUTCOME_INTERNAL };
			return NULL;
		}
		seen = m;
	}
	*seen = (struct visited){ 0 };
	plan = p;
	subject = who;
	snprintf(transcript, sizeof(transcript), "%s/transcripts/%s-%s.txt", a->out, who->name,
	    visits[what].name);
	audit_play_once(a, &attempt, 0, audit_limit_us(a, &visits[what].test, 0), out);
	return seen;
}
