/* Owners who come and stay away (case_owner.h).  A login that finds no account makes one, so
 * whether there still is one is asked by mail, before anybody logs in. */
#include "conformance/wire/imapc.h"
#include "conformance/wire/smtpc.h"

enum { DAY = 86400, HOUR = 3600, GOODBYE_SECONDS = 15 };

void
need_logout(struct imapc *c)
{
	struct run *r = c->run;
	int64_t deadline = run_deadline(r, GOODBYE_SECONDS);
	enum response got = RESP_UNTAGGED;
	struct span what;

	need_imap(c, "OK BYE", "LOGOUT");
	while (run_ok(r) && (got == RESP_UNTAGGED || got == RESP_TAGGED))
		got = imapc_read(c, &what, deadline);
	need_true(r, got == RESP_CLOSED, "the relay hangs up after LOGOUT");
	linkc_close(c->link, true);
}

void
need_visit(struct run *r, const struct account *a)
{
	need_logout(imapc_login(r, a));
}

/* ---- letters ------------------------------------------------------------------ */

static const char *
letter(struct run *r, struct span message)
{
	struct span id = mail_field(message, "Message-ID");

	return run_text(r, "%.*s", (int)id.n, (const char *)id.p);
}

const char *
need_letter(struct run *r, const struct account *to)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct span m = mail_encrypted(r, sender(r), to->address);

	need_submit(s, sender(r), to->address, m);
	smtpc_quit(s);
	return letter(r, m);
}

const char *
need_letter_seen(struct run *r, const struct account *to)
{
	struct imapc *c = imapc_inbox(r, to);
	const char *id = need_letter(r, to);

	need_arrival(c, id);
	need_logout(c);
	return id;
}

void
expect_kept(struct run *r, const struct account *a, const char *id)
{
	struct imapc *c = imapc_inbox(r, a);

	expect_arrival(c, id);
	need_logout(c);
}

void
expect_expired(struct run *r, const struct account *a, const char *id)
{
	struct imapc *c = imapc_inbox(r, a);

	expect_absent(c, id);
	need_logout(c);
}

/* ---- somebody or nobody --------------------------------------------------------- */

int64_t
inactive_over(struct run *r)
{
	return limit_number(r, "inactive_s") + limit_number(r, "retention_grace_s");
}

int64_t
inactive_under(struct run *r)
{
	return limit_number(r, "inactive_s") - DAY - HOUR;
}

/* Whether all of it was accepted.  need: each stage may refuse. */
static bool
offer(struct run *r, const struct account *to)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct span m = mail_encrypted(r, sender(r), to->address);
	bool goes_on;

	smtpc_send(s, "MAIL FROM:<%s>", sender(r));
	need_reply(s, "250");
	smtpc_send(s, "RCPT TO:<%s>", to->address);
	need_reply(s, "250 5xx");
	goes_on = smtpc_code(s) == 250;
	if (goes_on) {
		smtpc_send(s, "DATA");
		need_reply(s, "354 5xx");
		goes_on = smtpc_code(s) == 354;
	}
	if (goes_on) {
		smtpc_text(s, m);
		need_reply(s, "250 5xx");
		goes_on = smtpc_code(s) == 250;
	}
	smtpc_quit(s);
	return run_ok(r) && goes_on;
}

void
need_nobody(struct run *r, const struct account *a)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));

	if (offer(r, a))
		need_arrival(box, a->address); /* what is returned names it */
}

void
expect_nobody(struct run *r, const struct account *a)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));

	if (offer(r, a))
		expect_arrival(box, a->address);
}

void
expect_somebody(struct run *r, const struct account *a)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct span m = mail_encrypted(r, sender(r), a->address);

	expect_offer(s, sender(r), a->address, m, "250");
	smtpc_quit(s);
	need_fence(box, account(r, 0), account(r, 0));
	expect_kept(r, a, letter(r, m));
}

void
need_abandoned(struct run *r, const struct account *a)
{
	need_visit(r, a);
	need_time(r, inactive_over(r));
	need_nobody(r, a);
}
