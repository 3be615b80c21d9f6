/* Waiting for messages in the selected mailbox, and showing that one is not
 * there.  The wait is woken by the relay (IDLE, RFC 2177); a relay whose IDLE
 * is missing or mute is asked again now and then, so that only the requirements
 * on IDLE suffer. */
#include "conformance/wire/imapc.h"

#include "conformance/wire/sock.h"

#include <poll.h>
#include <string.h>

enum { ARRIVAL_SECONDS = 15, MUTE_SECONDS = 4, NOOP_MS = 250 };

/* Before this attempt has offered a message, whatever is in a mailbox is older than it. */
static void
set_base(struct imapc *c)
{
	struct run *r = c->run;
	int64_t next = imapc_number(c, "UIDNEXT");

	for (size_t i = 0; i < r->mailboxes; i++)
		if (strcmp(r->mailbox[i].address, c->address) == 0)
			c->base = r->mailbox[i].base;
	if (c->base == 1 && r->out->mails == 0 && next > 0 && next <= UINT32_MAX) {
		c->base = (uint32_t)next;
		if (r->mailboxes < RUN_MAILBOXES)
			r->mailbox[r->mailboxes++] =
			    (struct run_mailbox){ .address = c->address, .base = c->base };
	}
	c->scan = c->base;
}

struct imapc *
imapc_inbox(struct run *r, const struct account *a)
{
	struct imapc *c = imapc_login(r, a);

	need_imap(c, "OK", "SELECT INBOX");
	if (run_ok(r))
		set_base(c);
	return c;
}

/* Fetches what is at or above `from` and looks for the token. */
static struct span
look(struct imapc *c, uint32_t from, const char *token, bool *found)
{
	struct span body, hit = { NULL, 0 };
	uint32_t uid = 0;

	*found = false;
	need_imap(c, "OK", "UID FETCH %u:* (UID BODY.PEEK[])", from);
	if (!run_ok(c->run))
		return hit;
	for (size_t i = 0; i < c->count; i++) {
		/* "n:*" names the last message even when it is below n. */
		if (!imapc_fetched(c->lines[i], &uid, &body) || uid < from)
			continue;
		if (uid >= c->scan)
			c->scan = uid + 1;
		if (!*found && span_search(body, span_str(token)) < body.n) {
			hit = body;
			c->uid = uid;
			*found = true;
		}
	}
	return hit;
}

static bool
exists_came(const struct imapc *c, size_t from)
{
	for (size_t i = from; i < c->count; i++)
		if (span_ends(c->lines[i], SPAN(" EXISTS")))
			return true;
	return false;
}

/* Returns when the relay has announced something, or after a while. */
static void
wait_idle(struct imapc *c, int64_t deadline)
{
	struct span what;
	enum response got = RESP_UNTAGGED;
	bool idling = false;

	imapc_start(c, "IDLE");
	while (run_ok(c->run) && got == RESP_UNTAGGED) {
		got = imapc_read(c, &what, run_deadline(c->run, ARRIVAL_SECONDS));
		if (got == RESP_CONTINUE) {
			idling = true;
			break;
		}
	}
	if (!run_ok(c->run))
		return;
	if (!idling && got == RESP_TAGGED) {
		/* No IDLE here: wait until something comes, or a moment. */
		sock_wait(c->link->fd, POLLIN, run_now_us() + NOOP_MS * 1000);
		need_imap(c, "OK", "NOOP");
		return;
	}
	while (idling && !exists_came(c, 0)) {
		got = imapc_read(c, &what, deadline);
		if (got != RESP_UNTAGGED)
			break;
	}
	imapc_raw(c, SPAN("DONE\r\n"));
	need_imap_tagged(c, "OK");
}

static struct span
arrival(struct imapc *c, enum mood mood, const char *token)
{
	int64_t deadline = run_deadline(c->run, ARRIVAL_SECONDS);
	bool found = false;
	struct span body = { NULL, 0 };

	if (!run_ok(c->run))
		return body;
	transcript_note(&c->run->log, c->link->number, "waiting for %s", token);
	for (uint32_t from = c->base;; from = c->scan) {
		body = look(c, from, token, &found);
		if (found || !run_ok(c->run))
			return body;
		if (exists_came(c, 0) && run_now_us() < deadline)
			continue; /* announced behind the answer: IDLE would not say it again */
		int64_t now = run_now_us(), mute = run_deadline(c->run, MUTE_SECONDS);
		if (now >= deadline)
			break;
		wait_idle(c, mute < deadline ? mute : deadline);
	}
	run_disappoint(c->run, mood, "arrival",
	    run_text(c->run, "a message that holds %s, within %d s", token, ARRIVAL_SECONDS),
	    SPAN("it did not arrive"));
	return (struct span){ NULL, 0 };
}

struct span
need_arrival(struct imapc *c, const char *token)
{
	return arrival(c, MOOD_NEED, token);
}

struct span
expect_arrival(struct imapc *c, const char *token)
{
	return arrival(c, MOOD_EXPECT, token);
}

void
expect_absent(struct imapc *c, const char *token)
{
	bool found = false;

	need_imap(c, "OK", "NOOP");
	look(c, c->base, token, &found);
	if (found)
		run_disappoint(c->run, MOOD_EXPECT, "delivery",
		    run_text(c->run, "no message that holds %s", token),
		    run_span(c->run, "it was delivered, UID %u", c->uid));
}
