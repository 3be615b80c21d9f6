/* Push notifications as a case sees them.  The stand-in itself is a process of
 * the engine; here are the questions that a worker asks it. */
#include "conformance/engine/proxy.h"
#include "conformance/wire/httpc.h"
#include "conformance/wire/imapc.h"
#include "conformance/wire/sock.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PUSH_SECONDS = 12, FORGET_SECONDS = 8, FORGET_MS = 100, ASK_SECONDS = 10 };

const char *
push_token(struct run *r, const char *name, const char *what)
{
	char word[TOKEN_OCTETS];

	run_word(r, word);
	return run_text(r, "relayspec:%s-%s-%s", name, what, word);
}

struct imapc *
need_device(struct run *r, const struct account *a, const char *token)
{
	struct imapc *c = need_metadata(r, a);

	need_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken %s)", imap_quoted(r, token));
	return c;
}

struct span
need_devices(struct imapc *c)
{
	need_imap(c, "OK", "GETMETADATA INBOX (/private/devicetoken)");
	return imapc_entry(c, "/private/devicetoken");
}

void
expect_device_gone(struct imapc *c, const char *token)
{
	int64_t deadline = run_deadline(c->run, FORGET_SECONDS);

	for (;;) {
		struct span held = need_devices(c);
		if (!run_ok(c->run) || span_search(held, span_str(token)) >= held.n)
			return;
		if (run_now_us() > deadline) {
			run_disappoint(c->run, MOOD_EXPECT, "GETMETADATA",
			    "a list of tokens without this one", held);
			return;
		}
		sock_wait(c->link->fd, POLLIN, run_now_us() + FORGET_MS * 1000);
	}
}

int64_t
need_wake(struct run *r, const struct account *from, const struct account *to)
{
	struct smtpc *c = smtpc_login(r, from);

	need_submit(c, from->address, to->address, mail_encrypted(r, from->address, to->address));
	return run_now_us();
}

/* ---- asking the stand-in --------------------------------------------------------- */

static int
ask(struct run *r, const char *token, unsigned wanted)
{
	static struct proxy_question q;
	const struct proxy *p = r->plan->target->proxy;
	size_t n = strlen(token);

	if (p == NULL || n == 0 || n > sizeof(q.token)) {
		run_internal(r, "no stand-in, or no token");
		return -1;
	}
	q.wanted = wanted;
	q.token_octets = (uint32_t)n;
	memcpy(q.token, token, n);
	int fd = listen_reach(&p->name);
	if (fd >= 0 && send(fd, &q, sizeof(q), MSG_NOSIGNAL) == (ssize_t)sizeof(q))
		return fd;
	run_internal(r, "the stand-in for the notification proxy is gone: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* False: nothing at the deadline, or the run is decided. */
static bool
hear(struct run *r, int fd, int64_t deadline, struct proxy_answer *a)
{
	size_t head = offsetof(struct proxy_answer, octets);

	if (fd < 0)
		return false;
	bool there = sock_wait(fd, POLLIN, deadline) != 0;
	ssize_t n = there ? recv(fd, a, sizeof(*a), 0) : 0;
	close(fd);
	if (there && (n < (ssize_t)head || (size_t)n != head + a->head_octets + a->body_octets))
		run_internal(r, "the stand-in for the notification proxy is gone");
	return there && run_ok(r);
}

static struct push_seen
push(struct run *r, enum mood mood, const char *token, unsigned n, unsigned seconds)
{
	struct push_seen seen = { .at_us = 0 };
	struct proxy_answer *a = run_take(r, sizeof(*a));

	if (!run_ok(r))
		return seen;
	transcript_note(&r->log, 0, "waiting for notification %u of %s", n, token);
	if (!hear(r, ask(r, token, n), run_deadline(r, seconds), a)) {
		run_disappoint(r, mood, "notification",
		    run_text(r,
			"request %u to the notification proxy with the token %s, within %u s", n,
			token, seconds),
		    SPAN("it did not come"));
		return seen;
	}
	seen.head = SPAN_OF(a->octets, a->head_octets);
	seen.body = SPAN_OF(a->octets + a->head_octets, a->body_octets);
	seen.at_us = a->at_us;
	transcript_note(&r->log, 0,
	    "the proxy got, %lld ms ago:", (long long)((run_now_us() - seen.at_us) / 1000));
	transcript_octets(&r->log, 0, 'S', seen.head);
	transcript_octets(&r->log, 0, 'S', seen.body);
	return seen;
}

struct push_seen
need_push(struct run *r, const char *token, unsigned n)
{
	return push(r, MOOD_NEED, token, n, PUSH_SECONDS);
}

struct push_seen
expect_push(struct run *r, const char *token, unsigned n)
{
	return push(r, MOOD_EXPECT, token, n, PUSH_SECONDS);
}

struct push_seen
expect_push_within(struct run *r, const char *token, unsigned n, unsigned seconds)
{
	return push(r, MOOD_EXPECT, token, n, seconds);
}

void
expect_pushes(struct run *r, const char *token, unsigned n)
{
	struct proxy_answer *a = run_take(r, sizeof(*a));

	if (!run_ok(r))
		return;
	if (!hear(r, ask(r, token, 0), run_deadline(r, ASK_SECONDS), a))
		run_internal(r, "the stand-in for the notification proxy does not answer");
	else if (a->count != n)
		run_disappoint(r, MOOD_EXPECT, "notification",
		    run_text(
			r, "%u requests to the notification proxy with the token %s", n, token),
		    run_span(r, "there were %u", (unsigned)a->count));
	else
		transcript_note(&r->log, 0, "%u notifications of %s so far", n, token);
}

struct span
push_field(const struct push_seen *s, const char *name)
{
	struct span first = { NULL, 0 };

	if (s->head.n > 0)
		httpc_head_fields(s->head, name, &first);
	return first;
}
