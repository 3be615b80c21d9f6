/* Talking to the TURN server that METADATA names: Binding, Allocate with
 * long-term credentials, giving back.  UDP, so requests are sent again until
 * the answer is there.  RFC 8489 (6.2.1, 9.2), RFC 8656 (7). */
#include "conformance/wire/b64c.h"
#include "conformance/wire/imapc.h"
#include "conformance/wire/sock.h"
#include "conformance/wire/stunc.h"
#include "conformance/wire/tlsc.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_SECONDS = 8, AGAIN_US = 400000, UDP_OCTETS = 1500, ATTEMPTS = 3 };

/* One socket: one allocation at most. */
struct talk {
	struct run *run;
	int fd;
	struct turn turn;
	struct span realm, nonce; /* of the last challenge */
	uint8_t key[STUN_KEY];
};

/* ---- what is told ---------------------------------------------------------------- */

/* Up to the next colon, which is passed over. */
static struct span
part(struct span *s)
{
	size_t n = span_find(*s, 0, ':');
	struct span head = span_sub(*s, 0, n);

	*s = span_sub(*s, n + 1, s->n);
	return head;
}

static const char *
text_of(struct run *r, struct span s)
{
	return run_text(r, "%.*s", (int)s.n, (const char *)s.p);
}

/* The name of the relay is where the judge finds it. */
static const char *
host_of(struct run *r, struct span host)
{
	if (span_starts(host, SPAN("[")) && span_ends(host, SPAN("]")))
		host = span_sub(host, 1, host.n - 2);
	return span_eq_nocase(host, span_str(tlsc_name(r))) ? r->plan->target->host
							    : text_of(r, host);
}

struct turn
need_turn(struct run *r, const struct account *a)
{
	struct turn t = { .host = "" };
	struct span v = need_entry(need_metadata(r, a), "/shared/vendor/deltachat/turn");
	struct span host;

	if (!run_ok(r))
		return t;
	if (span_starts(v, SPAN("["))) {
		host = span_sub(v, 0, span_find(v, 0, ']') + 1);
		v = span_sub(v, host.n + 1, v.n);
	} else {
		host = part(&v);
	}
	t.host = host_of(r, host);
	t.port = (uint16_t)strtoul(text_of(r, part(&v)), NULL, 10);
	t.user = text_of(r, part(&v));
	t.password = text_of(r, v);
	transcript_secret(&r->log, span_str(t.password));
	need_true(r, host.n > 0 && t.port > 0 && t.user[0] != '\0' && t.password[0] != '\0',
	    "host:port:expiry:password, as META_TURN_FORM wants it");
	return t;
}

struct turn
turn_made(struct run *r, struct turn t, int64_t seconds)
{
	const char *secret = r->plan->target->turn_secret;
	uint8_t mac[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	t.user = run_text(r, "%lld", (long long)time(NULL) + (long long)seconds);
	if (secret == NULL ||
	    HMAC(EVP_sha1(), secret, (int)strlen(secret), (const uint8_t *)t.user, strlen(t.user),
		mac, &n) == NULL) {
		run_internal(r, "no password of a TURN user");
		return t;
	}
	t.password = text_of(r, b64c_encode(&r->arena, SPAN_OF(mac, n)));
	transcript_secret(&r->log, span_str(t.password));
	return t;
}

struct turn
turn_forged(struct run *r, struct turn t)
{
	size_t n = strlen(t.password != NULL ? t.password : "");

	/* In base64 the first letter is always significant. */
	if (run_ok(r) && n > 0)
		t.password = run_text(r, "%c%s", t.password[0] == 'A' ? 'B' : 'A', t.password + 1);
	return t;
}

/* ---- one request and its answer ---------------------------------------------------- */

static struct talk
open_talk(struct run *r, struct turn t)
{
	struct talk k = { .run = r, .fd = -1, .turn = t };
	const char *error = "";

	if (!run_ok(r))
		return k;
	k.fd = sock_udp(t.host, t.port, &error);
	transcript_note(&r->log, 0, "UDP to %s port %u, from port %u", t.host, (unsigned)t.port,
	    sock_local_port(k.fd));
	if (k.fd < 0)
		run_decide(r, OUTCOME_INCONCLUSIVE, "unreachable", "TURN",
		    run_text(r, "UDP to %s port %u", t.host, (unsigned)t.port), span_str(error));
	return k;
}

static void
close_talk(struct talk *k)
{
	if (k->fd >= 0)
		close(k->fd);
	k->fd = -1;
}

/* Whatever is there; the first that answers this transaction. */
static struct span
take_answer(struct talk *k, const uint8_t id[STUN_ID])
{
	static uint8_t octets[UDP_OCTETS];

	for (;;) {
		ssize_t n = recv(k->fd, octets, sizeof(octets), 0);
		if (n <= 0)
			return (struct span){ NULL, 0 };
		struct span m = SPAN_OF(octets, (size_t)n);
		if (stun_answer(m, id) >= 0)
			return run_keep(k->run, m);
	}
}

/* n = 0: silence. */
static struct span
ask(struct talk *k, const struct buf *request)
{
	int64_t now = run_now_us(), deadline = run_deadline(k->run, ANSWER_SECONDS);
	int64_t again = now, pause = AGAIN_US;
	struct span m = { NULL, 0 };

	while (run_ok(k->run) && m.n == 0 && now < deadline) {
		if (now >= again) {
			/* Nobody there shows as a refusal of an earlier one: it is sent again. */
			(void)send(k->fd, request->p, request->n, MSG_NOSIGNAL);
			again = now + pause;
			pause *= 2;
		}
		if (sock_wait(k->fd, POLLIN, again < deadline ? again : deadline) != 0)
			m = take_answer(k, request->p + 8);
		now = run_now_us();
	}
	return m;
}

static void
begin(struct talk *k, struct buf *b, uint8_t octets[STUN_MOST], unsigned type)
{
	uint64_t id[2] = { run_random(k->run), run_random(k->run) };
	uint8_t copy[STUN_ID];

	memcpy(copy, id, sizeof(copy));
	buf_init(b, octets, STUN_MOST);
	stun_begin(b, type, copy);
}

static void
note_answer(struct talk *k, const char *what, struct span m)
{
	struct span text = stun_get(m, STUN_ERROR_CODE);

	if (m.n == 0)
		transcript_note(&k->run->log, 0, "%s: no answer", what);
	else if (stun_error(m) > 0)
		transcript_note(&k->run->log, 0, "%s: error %d %.*s", what, stun_error(m),
		    (int)(text.n - 4), (const char *)text.p + 4);
	else
		transcript_note(&k->run->log, 0, "%s: granted", what);
}

static bool
is(struct span m, unsigned type)
{
	return m.n > 0 && ((unsigned)m.p[0] << 8 | m.p[1]) == type;
}

/* ---- TURN ---------------------------------------------------------------------------- */

static const uint8_t over_udp[4] = { 17, 0, 0, 0 };

/* Allocate without credentials, which is answered with realm and nonce: need. */
static void
challenge(struct talk *k)
{
	uint8_t octets[STUN_MOST];
	struct buf b;

	begin(k, &b, octets, STUN_ALLOCATE);
	stun_put(&b, STUN_TRANSPORT, SPAN_OF(over_udp, sizeof(over_udp)));
	struct span m = ask(k, &b);
	if (!run_ok(k->run))
		return;
	note_answer(k, "Allocate without credentials", m);
	if (m.n == 0)
		run_decide(k->run, OUTCOME_INCONCLUSIVE, "unreachable", "TURN",
		    run_text(k->run, "an answer from %s port %u (UDP)", k->turn.host,
			(unsigned)k->turn.port),
		    SPAN("silence"));
	k->realm = stun_get(m, STUN_REALM);
	k->nonce = stun_get(m, STUN_NONCE);
}

static struct span
ask_signed(
    struct talk *k, const char *what, unsigned type, enum stun_attribute with, struct span value)
{
	uint8_t octets[STUN_MOST];
	struct span m = { NULL, 0 };
	struct buf b;

	/* 438: the nonce was too old, here is another. */
	for (int i = 0; i < ATTEMPTS && run_ok(k->run); i++) {
		begin(k, &b, octets, type);
		stun_put(&b, with, value);
		stun_put(&b, STUN_USERNAME, span_str(k->turn.user));
		stun_put(&b, STUN_REALM, k->realm);
		stun_put(&b, STUN_NONCE, k->nonce);
		if (!stun_key(k->key, k->turn.user, k->realm, k->turn.password) ||
		    !stun_sign(&b, k->key)) {
			run_internal(k->run, "the request cannot be signed");
			break;
		}
		m = ask(k, &b);
		note_answer(k, what, m);
		if (stun_error(m) != 438)
			break;
		k->nonce = stun_get(m, STUN_NONCE);
	}
	return m;
}

static struct span
allocate_once(struct talk *k)
{
	challenge(k);
	if (run_ok(k->run) && k->nonce.n == 0)
		run_disappoint(k->run, MOOD_EXPECT, "Allocate",
		    "401 with a nonce, when there are no credentials", SPAN("no challenge"));
	return ask_signed(k, run_text(k->run, "Allocate for %s", k->turn.user), STUN_ALLOCATE,
	    STUN_TRANSPORT, SPAN_OF(over_udp, sizeof(over_udp)));
}

/* 437: the server remembers our port from somebody else's allocation; another one will
 * do (RFC 8656, 7.4). */
static struct span
allocate(struct talk *k)
{
	struct span m = allocate_once(k);

	for (int i = 1; i < ATTEMPTS && run_ok(k->run) && stun_error(m) == 437; i++) {
		int taken = k->fd; /* held, so that it is not chosen again */
		*k = open_talk(k->run, k->turn);
		close(taken);
		m = run_ok(k->run) ? allocate_once(k) : m;
	}
	return m;
}

static void
give_back(struct talk *k)
{
	static const uint8_t none[4];

	ask_signed(
	    k, "Refresh with lifetime 0", STUN_REFRESH, STUN_LIFETIME, SPAN_OF(none, sizeof(none)));
}

static struct span
outcome(struct run *r, struct span m)
{
	return m.n == 0         ? SPAN("silence")
	    : stun_error(m) > 0 ? run_span(r, "error %d", stun_error(m))
				: SPAN("something else");
}

void
expect_allocation(struct run *r, struct turn t)
{
	struct talk k = open_talk(r, t);
	struct span m = allocate(&k);

	if (run_ok(r) && !is(m, STUN_ALLOCATE | STUN_SUCCESS))
		run_disappoint(r, MOOD_EXPECT, "Allocate", "an allocation", outcome(r, m));
	expect_true(r, stun_port(stun_get(m, STUN_RELAYED_ADDRESS)) > 0, "a relayed address",
	    "the answer holds none");
	expect_true(r, stun_is_signed(m, k.key), "an answer signed with the password",
	    "its integrity is missing or wrong");
	if (is(m, STUN_ALLOCATE | STUN_SUCCESS))
		give_back(&k);
	close_talk(&k);
}

void
expect_no_allocation(struct run *r, struct turn t)
{
	struct talk k = open_talk(r, t);
	struct span m = allocate(&k);

	if (run_ok(r) && is(m, STUN_ALLOCATE | STUN_SUCCESS)) {
		give_back(&k);
		run_disappoint(r, MOOD_EXPECT, "Allocate", "an error", SPAN("an allocation"));
	}
	close_talk(&k);
}

void
expect_stun(struct run *r, struct turn t)
{
	struct talk k = open_talk(r, t);
	uint8_t octets[STUN_MOST];
	struct buf b;

	challenge(&k);
	if (run_ok(r)) {
		begin(&k, &b, octets, STUN_BINDING);
		struct span m = ask(&k, &b);
		note_answer(&k, "Binding", m);
		if (!is(m, STUN_BINDING | STUN_SUCCESS))
			run_disappoint(
			    r, MOOD_EXPECT, "Binding", "a mapped address", outcome(r, m));
		expect_true(r, stun_port(stun_get(m, STUN_MAPPED_ADDRESS)) > 0, "a mapped address",
		    "the answer holds none");
	}
	close_talk(&k);
}
