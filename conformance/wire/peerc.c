/* Another mail server as a case plays it: the dialogues on port 25 and their
 * fences, POST /mxdeliv, and the second relay. */
#include "conformance/wire/dkimc.h"
#include "conformance/wire/imapc.h"
#include "conformance/wire/mailc.h"
#include "conformance/wire/smtpc.h"

#include <string.h>

enum { PAIR_ACCOUNTS = 4, PAIR_NAME = 9 };

struct span
peer_mail(struct run *r, const char *to)
{
	return dkimc_sign(r, mail_encrypted(r, peer_sender(r), to), NULL);
}

struct smtpc *
expect_mx_rcpt(struct run *r, const char *to, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	smtpc_send(c, "MAIL FROM:<>");
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", to);
	expect_reply(c, want);
	return c;
}

void
need_mx_fence(struct smtpc *c, struct imapc *box, const struct account *to)
{
	struct run *r = c->run;
	char word[TOKEN_OCTETS];

	if (!run_ok(r))
		return;
	run_word(r, word);
	/* From another domain, so that the token of the attempt is nowhere in it; in a lent one it is
	 * not anyway. */
	const char *from = dkimc_lent(r) != NULL
	    ? peer_sender(r)
	    : run_text(r, "alice@%s%s", word, peer_domain(r) + sizeof(r->token) - 1);
	need_submit(
	    c, from, to->address, dkimc_sign(r, mailc_encrypted(r, word, from, to->address), NULL));
	need_arrival(box, word);
}

/* ---- one message --------------------------------------------------------------------------- */

void
expect_mx_refused_from(
    struct run *r, const char *from, const char *to, struct span message, const char *want)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	expect_submit(c, from, to, message, want);
	expect_alive(c);
	need_mx_fence(c, box, account(r, 0));
	expect_absent(box, run_token(r));
	smtpc_quit(c);
}

struct span
expect_mx_accepted_from(struct run *r, const char *from, const char *to, struct span message)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	expect_submit(c, from, to, message, "250");
	smtpc_quit(c);
	return expect_arrival(box, run_token(r));
}

void
expect_mx_refused(struct run *r, struct span message, const char *want)
{
	expect_mx_refused_from(r, peer_sender(r), sender(r), message, want);
}

struct span
expect_mx_accepted(struct run *r, struct span message)
{
	return expect_mx_accepted_from(r, peer_sender(r), sender(r), message);
}

/* ---- several -------------------------------------------------------------------------------- */

void
expect_each_mx_refused(struct run *r, const struct variant *v, size_t n, const char *want)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	for (size_t i = 0; i < n && run_ok(r); i++) {
		expect_submit(c, peer_sender(r), sender(r), v[i].message, want);
		run_name_variant(r, v[i].name);
	}
	need_mx_fence(c, box, account(r, 0));
	expect_absent(box, run_token(r));
	smtpc_quit(c);
}

void
expect_each_mx_accepted(struct run *r, const struct variant *v, size_t n)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	for (size_t i = 0; i < n && run_ok(r); i++) {
		expect_submit(c, peer_sender(r), sender(r), v[i].message, "250");
		run_name_variant(r, v[i].name);
	}
	smtpc_quit(c);
	for (size_t i = 0; i < n && run_ok(r); i++) {
		struct span id = mail_field(v[i].message, "Message-ID");
		expect_arrival(box, run_text(r, "%.*s", (int)id.n, (const char *)id.p));
		run_name_variant(r, v[i].name);
	}
}

/* ---- POST /mxdeliv ---------------------------------------------------------------------------- */

struct httpc *
expect_mxdeliv_raw(struct run *r, const char *lines, struct span message, const char *want)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);
	struct span head =
	    run_span(r, "POST /mxdeliv HTTP/1.1\r\nHost: %s\r\nContent-Length: %zu\r\n%s\r\n",
		webc_name(r), message.n, lines);

	httpc_raw(c, edit_join(r, head, message));
	expect_status(c, run_text(r, "%s 404", want));
	if (httpc_status(c) == 404 && span_search(span_str(want), SPAN("404")) == strlen(want))
		run_not_applicable(r, "the relay has no /mxdeliv");
	return c;
}

struct httpc *
expect_mxdeliv(
    struct run *r, const char *from, const char *to, struct span message, const char *want)
{
	const char *lines = from != NULL ? run_text(r, "X-Mail-From: %s\r\n", from) : "";
	struct span all = span_str(to);

	for (size_t at = 0; at < all.n;) {
		size_t end = span_find(all, at, ' ');
		lines = run_text(r, "%sX-Mail-To: %.*s\r\n", lines, (int)(end - at), to + at);
		at = end + 1;
	}
	return expect_mxdeliv_raw(r, lines, message, want);
}

/* ---- the second relay ---------------------------------------------------------------------------- */

void
pair_turn(struct run *r, bool to_pair)
{
	if (!run_ok(r))
		return;
	const struct attempt_plan *plan = r->first != NULL ? r->first : r->plan;
	const struct target *first = plan->target;
	if (first->pair == NULL) {
		run_internal(r, "the case does not declare that it needs a pair");
		return;
	}
	if (r->first == NULL || r->second == NULL) {
		struct attempt_plan *other = run_take(r, sizeof(*other));
		*other = *r->plan;
		other->target = first->pair;
		r->first = r->plan;
		r->second = other;
	}
	r->plan = to_pair ? r->second : r->first;
	transcript_note(&r->log, 0, "now at %s", r->plan->target->domain);
}

const struct account *
pair_account(struct run *r, unsigned i)
{
	static struct account made[PAIR_ACCOUNTS];
	struct account *a = &made[i % PAIR_ACCOUNTS];
	bool there = r->second != NULL && r->plan == r->second;

	pair_turn(r, true);
	if (!run_ok(r))
		return a;
	if (r->pair_account[i % PAIR_ACCOUNTS] == NULL) {
		*a = (struct account){ .address = run_text(r, "%.*s%u@%s", PAIR_NAME - 1, r->token,
					   i % PAIR_ACCOUNTS, run_domain(r)),
			.password = run_text(r, "%s-%s", r->token, "of-the-second") };
		r->pair_account[i % PAIR_ACCOUNTS] = a;
		transcript_secret(&r->log, span_str(a->password));
		imapc_login(r, a);
	}
	pair_turn(r, there);
	return a;
}
