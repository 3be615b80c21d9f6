/* Sinks as a case asks about them.  RFC 6698, 2.1 (TLSA). */
#include "conformance/wire/sinkc.h"

#include "conformance/wire/sink_place.h"
#include "conformance/wire/smtpc.h"
#include "conformance/wire/sock.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string.h>

struct sink *
sink_open(struct run *r, const char *name, struct sink_how how)
{
	struct sink *s = run_take(r, sizeof(*s));
	const struct sink_place *p = r->plan->target->sinks;

	s->last_line = &s->lines;
	s->last_mail = &s->mails;
	if (!sinkc_open_door(r, &s->door, peer_name(r, name), NULL, p != NULL ? p->port : 0, how))
		return s;
	s->next = r->sinks->sinks;
	r->sinks->sinks = s;
	if (!how.unpublished)
		dnsc_set(r, name, "A", "%s", s->door.address);
	return s;
}

struct sink *
sink_mx(struct run *r)
{
	struct sink *s = sink_open(r, "mx1", (struct sink_how){ .min = 0 });

	dnsc_set(r, "", "MX", "10 mx1");
	return s;
}

const char *
sink_name(const struct sink *s)
{
	return s->door.name;
}

const char *
sink_address(const struct sink *s)
{
	return s->door.address;
}

void
sink_tlsa(struct sink *s, bool right)
{
	struct run *r = s->door.run;
	const struct sink_place *p = r->plan->target->sinks;
	uint8_t digest[EVP_MAX_MD_SIZE], *der = NULL;
	char hex[2 * EVP_MAX_MD_SIZE + 1];
	unsigned n = 0;

	if (!run_ok(r))
		return;
	int octets = i2d_PUBKEY(right ? p->key : p->other, &der);
	if (octets <= 0 || EVP_Digest(der, (size_t)octets, digest, &n, EVP_sha256(), NULL) != 1)
		run_internal(r, "OpenSSL makes no digest");
	OPENSSL_free(der);
	for (unsigned i = 0; i < n; i++) {
		hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	hex[2 * n] = '\0';
	dnsc_set(r, run_text(r, "_25._tcp.%s.", s->door.name), "TLSA", "3 1 1 %s", hex);
	dnsc_set(r, run_text(r, "_%u._tcp.%s.", p->port, s->door.name), "TLSA", "3 1 1 %s", hex);
}

void
sink_rule(struct sink *s, const char *prefix, const char *reply, unsigned times)
{
	struct sink_rule *u = run_take(s->door.run, sizeof(*u)), **last = &s->rules;

	*u = (struct sink_rule){ .prefix = prefix, .reply = reply, .times = times };
	while (*last != NULL)
		last = &(*last)->next;
	*last = u;
}

/* ---- sending ------------------------------------------------------------------------------------- */

void
need_sent_text(struct run *r, const char *to, struct span message)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	need_submit(c, sender(r), to, message);
	smtpc_quit(c);
}

struct span
need_sent(struct run *r, const char *to)
{
	size_t n = span_find(span_str(to), 0, ' ');
	struct span message = mail_encrypted(r, sender(r), run_text(r, "%.*s", (int)n, to));

	need_sent_text(r, to, message);
	return message;
}

/* ---- waiting ------------------------------------------------------------------------------------- */

/* What there was instead, for people. */
static struct span
instead(struct sink *s)
{
	struct run *r = s->door.run;
	struct span last = { NULL, 0 };
	const char *why = "";

	for (const struct sink_line *l = s->lines; l != NULL; l = l->next)
		last = l->text;
	for (const struct sinkc *c = r->sinks != NULL ? r->sinks->callers : NULL; c != NULL;
	     c = c->next)
		if (c->sink == s && c->why[0] != '\0')
			why = c->why;
	return run_span(r, "%u connections, %u messages; said last: %.*s%s%s", s->door.callers,
	    s->taken, (int)last.n, last.n > 0 ? (const char *)last.p : "nothing",
	    why[0] != '\0' ? "; " : "", why);
}

static const struct sink_taken *
nth_mail(struct sink *s, unsigned n, const char *text)
{
	unsigned seen = 0;

	for (const struct sink_taken *t = s->mails; t != NULL; t = t->next) {
		if (text != NULL && span_search(t->mail.octets, span_str(text)) == t->mail.octets.n)
			continue;
		if (++seen == n)
			return t;
	}
	return NULL;
}

static struct sink_mail
wait_mail(struct sink *s, enum mood mood, unsigned n, const char *text, unsigned seconds)
{
	static const struct sink_mail none = {
		.from = "", .from_parameters = "", .ehlo = "", .sni = "", .client = "", .to = { "" }
	};
	struct run *r = s->door.run;
	int64_t deadline = run_deadline(r, seconds);
	const struct sink_taken *t = NULL;

	if (!run_ok(r))
		return none;
	transcript_note(&r->log, 0, "waiting for message %u at %s", n, s->door.name);
	while ((t = nth_mail(s, n, text)) == NULL && run_ok(r) && sock_serve(deadline))
		continue;
	if (t != NULL)
		return t->mail;
	run_disappoint(r, mood, "delivery",
	    run_text(r, "message %u%s%s at %s, within %u s", n, text != NULL ? " with " : "",
		text != NULL ? text : "", s->door.name, seconds),
	    instead(s));
	return none;
}

struct sink_mail
need_mail_at(struct sink *s, unsigned n)
{
	return wait_mail(s, MOOD_NEED, n, NULL, SINK_SECONDS);
}

struct sink_mail
expect_mail_at(struct sink *s, unsigned n)
{
	return wait_mail(s, MOOD_EXPECT, n, NULL, SINK_SECONDS);
}

struct sink_mail
expect_mail_within(struct sink *s, unsigned n, unsigned seconds)
{
	return wait_mail(s, MOOD_EXPECT, n, NULL, seconds);
}

struct sink_mail
expect_mail_with(struct sink *s, const char *text)
{
	return wait_mail(s, MOOD_EXPECT, 1, text, SINK_SECONDS);
}

static void
wait_command(struct sink *s, enum mood mood, const char *prefix, unsigned n)
{
	struct run *r = s->door.run;
	int64_t deadline = run_deadline(r, SINK_SECONDS);

	while (run_ok(r) && sink_commands(s, prefix) < n && sock_serve(deadline))
		continue;
	if (run_ok(r) && sink_commands(s, prefix) < n)
		run_disappoint(r, mood, "delivery",
		    run_text(r, "%u times %s at %s", n, prefix, s->door.name), instead(s));
}

void
need_sink_command(struct sink *s, const char *prefix, unsigned n)
{
	wait_command(s, MOOD_NEED, prefix, n);
}

void
expect_sink_command(struct sink *s, const char *prefix, unsigned n)
{
	wait_command(s, MOOD_EXPECT, prefix, n);
}

static void
wait_over(struct sink *s, enum mood mood, unsigned n)
{
	struct run *r = s->door.run;
	int64_t deadline = run_deadline(r, SINK_SECONDS);

	while (run_ok(r) && s->door.over < n && sock_serve(deadline))
		continue;
	if (run_ok(r) && s->door.over < n)
		run_disappoint(r, mood, "delivery",
		    run_text(r, "%u ended connections at %s", n, s->door.name), instead(s));
}

void
need_sink_over(struct sink *s, unsigned n)
{
	wait_over(s, MOOD_NEED, n);
}

void
expect_sink_over(struct sink *s, unsigned n)
{
	wait_over(s, MOOD_EXPECT, n);
}

/* ---- so far ----------------------------------------------------------------------------------------- */

/* What has come but was not looked at yet. */
static void
catch_up(struct sink *s)
{
	if (run_ok(s->door.run))
		while (sock_serve(0))
			continue;
}

unsigned
sink_mails(struct sink *s)
{
	catch_up(s);
	return s->taken;
}

unsigned
sink_commands(struct sink *s, const char *prefix)
{
	unsigned n = 0;

	for (const struct sink_line *l = s->lines; l != NULL; l = l->next)
		n += span_starts_nocase(l->text, span_str(prefix));
	return n;
}

unsigned
sink_connections(struct sink *s)
{
	catch_up(s);
	return s->door.callers;
}

void
expect_mails_at(struct sink *s, unsigned n)
{
	catch_up(s);
	if (run_ok(s->door.run) && s->taken != n)
		run_disappoint(s->door.run, MOOD_EXPECT, "delivery",
		    run_text(s->door.run, "%u messages at %s", n, s->door.name), instead(s));
}

void
expect_no_command(struct sink *s, const char *prefix)
{
	catch_up(s);
	if (run_ok(s->door.run) && sink_commands(s, prefix) > 0)
		run_disappoint(s->door.run, MOOD_EXPECT, prefix,
		    run_text(s->door.run, "no %s at %s", prefix, s->door.name), instead(s));
}

void
expect_no_caller(struct sink *s)
{
	catch_up(s);
	if (run_ok(s->door.run) && s->door.callers > 0)
		run_disappoint(s->door.run, MOOD_EXPECT, "connect",
		    run_text(s->door.run, "no connection to %s", s->door.name), instead(s));
}

size_t
need_first_at(struct run *r, struct sink *const *s, size_t n)
{
	int64_t deadline = run_deadline(r, SINK_SECONDS);

	while (run_ok(r)) {
		for (size_t i = 0; i < n; i++)
			if (s[i]->door.how.scripted ? s[i]->door.callers > 0 : s[i]->taken > 0)
				return i;
		if (!sock_serve(deadline)) {
			run_disappoint(r, MOOD_NEED, "delivery",
			    "a message or connection at one of several servers",
			    SPAN("nothing came"));
			break;
		}
	}
	return n;
}
