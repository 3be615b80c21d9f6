/* What servers of others say: replies to our deliveries, MTA-STS, record data.
 *
 * The first octet says which of these the rest is.  Replies come in pieces that
 * end with an octet 0xff; the server may say whatever it likes. */
#include "fuzz/oracle.h"
#include "reference/core/mx_order.h"
#include "reference/core/smtp_client.h"
#include "reference/core/smtp_dot.h"
#include "reference/core/smtp_stuff.h"
#include "reference/core/sts_policy.h"

#include <stdbool.h>
#include <string.h>

enum { MOST = 4096, HOST = 16 };

/* ---- replies -------------------------------------------------------------- */

struct dialogue {
	struct smtp_client c;
	struct smtp_client_rcpt rcpt[2];
	bool tls;
	uint8_t in[MOST]; /* come and not eaten */
	size_t n;
};

static void
check_command(const struct dialogue *d, struct span said)
{
	static const char *const mail[] = { "MAIL", "RCPT", "DATA" };

	ORACLE(OUT_DOTS,
	    said.n > 2 && span_find(said, 0, '\r') == said.n - 2 &&
		span_find(said, 0, '\n') == said.n - 1);
	for (size_t i = 0; i < 3 && !d->tls; i++)
		ORACLE(OUT_CLEAR_NEVER, !span_starts(said, span_str(mail[i])));
}

/* One wish granted; false when the conversation is over. */
static bool
turn(struct dialogue *d)
{
	uint8_t memory[SMTP_CLIENT_COMMAND_MAX];
	enum smtp_client_state was = d->c.state;
	size_t eaten, arrived = d->n;
	struct buf out;

	buf_init(&out, memory, sizeof(memory));
	enum smtp_client_wish wish = smtp_client_feed(&d->c, SPAN_OF(d->in, d->n), &eaten, &out);
	ORACLE(OUT_LONG_LINE, eaten <= arrived && !out.full);
	d->n -= eaten;
	memmove(d->in, d->in + eaten, d->n);
	ORACLE(OUT_MX_NEXT, !(d->c.decided && d->c.next));
	for (size_t i = 0; i < 2; i++) {
		if (d->rcpt[i].fate == SMTP_FATE_DONE)
			ORACLE(OUT_ONCE, was >= SMTP_CLIENT_AT_END);
		if (d->c.decided)
			ORACLE(OUT_PER_RECIPIENT, d->rcpt[i].fate > SMTP_FATE_TAKEN);
		if (d->c.next)
			ORACLE(OUT_MX_NEXT, d->rcpt[i].fate == SMTP_FATE_OPEN);
	}
	if (wish == SMTP_CLIENT_SEND)
		check_command(d, buf_span(&out));
	if (wish == SMTP_CLIENT_TLS) {
		ORACLE(OUT_INJECTION, d->n == 0);
		d->tls = true;
		smtp_client_secured(&d->c, &out);
		check_command(d, buf_span(&out));
	}
	if (wish == SMTP_CLIENT_TEXT) {
		ORACLE(OUT_INJECTION, d->n == 0 && d->tls);
		smtp_client_sent(&d->c);
	}
	if (wish == SMTP_CLIENT_WAIT)
		ORACLE(OUT_LONG_LINE, d->n < 2048);
	return wish != SMTP_CLIENT_CLOSE;
}

static void
check_replies(const uint8_t *in, size_t n, uint8_t how)
{
	static struct dialogue d;
	bool on = true;

	memset(&d, 0, sizeof(d));
	d.rcpt[0].address = SPAN("one@b.test");
	d.rcpt[1].address = SPAN("two@b.test");
	struct smtp_client_mail mail = { .helo = SPAN("a.test"),
		.sender = SPAN("me@a.test"),
		.rcpt = d.rcpt,
		.n = 2,
		.size = how,
		.eight_bit = (how & 1) != 0,
		.utf8 = (how & 2) != 0 };
	ORACLE(OUT_SENDER_KEPT, smtp_client_init(&d.c, &mail));
	for (size_t at = 0; at < n && on; at++) {
		size_t end = span_find(SPAN_OF(in, n), at, 0xff);
		if (end - at > MOST - d.n)
			break;
		memcpy(d.in + d.n, in + at, end - at);
		d.n += end - at;
		at = end;
		on = turn(&d);
	}
	smtp_client_lost(&d.c, "over");
	ORACLE(OUT_MX_NEXT, d.c.decided != d.c.next);
	ORACLE(OUT_BOUNCE, d.c.text.n <= SMTP_ANSWER_TEXT_MAX);
	for (size_t i = 0; i < d.c.text.n; i++)
		ORACLE(OUT_BOUNCE, d.c.text.p[i] >= ' ' && d.c.text.p[i] <= '~');
}

/* ---- texts and records ---------------------------------------------------- */

/* In enforce a host that may is named in the file, whole or behind its first label. */
static void
check_policy(struct span file, struct span host)
{
	struct sts_policy p;

	if (!sts_policy_parse(file, &p) || p.mode != STS_ENFORCE || !sts_policy_allows(&p, host))
		return;
	size_t dot = span_find(host, 0, '.');
	struct span parent = span_sub(host, dot, host.n);
	ORACLE(OUT_MTA_STS,
	    span_search_nocase(file, host) < file.n ||
		(parent.n > 1 && span_search_nocase(file, parent) < file.n));
}

static void
check_record(const uint8_t *in, size_t n)
{
	static uint8_t text[MOST];
	char name[DNS_NAME_MAX + 1];
	struct mx_list l = { 0 };
	struct tlsa t;
	struct span id;

	if (dns_name_read(SPAN_OF(in, n), name))
		ORACLE(OUT_MX_ORDER, name[0] == '\0' || dns_name_ok(span_str(name)));
	for (size_t at = 0; at < n; at++) {
		size_t end = span_find(SPAN_OF(in, n), at, 0xff);
		mx_add(&l, SPAN_OF(in + at, end - at), (uint32_t)at);
		at = end;
	}
	for (size_t i = 1; i < l.n; i++)
		ORACLE(OUT_MX_ORDER, l.mx[i - 1].preference <= l.mx[i].preference);
	if (mx_is_null(&l))
		ORACLE(OUT_NULL_MX, l.n == 0);
	size_t made = txt_join(SPAN_OF(in, n), text, sizeof(text));
	ORACLE(OUT_DNS_SERVFAIL, made == SIZE_MAX || made <= n);
	if (tlsa_usable(SPAN_OF(in, n), &t))
		ORACLE(OUT_DANE, t.data.n + 3 == n && t.usage >= 2 && t.usage <= 3);
	if (sts_record(SPAN_OF(in, n), &id))
		ORACLE(OUT_MTA_STS, id.n > 0 && id.n <= STS_ID_MAX);
}

/* Stuffed and unstuffed it is what it was, if it was a message. */
static void
check_dots(const uint8_t *in, size_t n)
{
	static uint8_t out[2 * MOST + SMTP_STUFF_END_MAX], back[2 * MOST];
	struct smtp_stuff s = { 0 };
	struct smtp_dot d;
	size_t made, text;

	if (smtp_nature_of(SPAN_OF(in, n)).strays)
		return;
	ORACLE(OUT_DOTS, smtp_stuff_feed(&s, in, n, out, 2 * MOST, &made) == n);
	made += smtp_stuff_end(&s, out + made);
	smtp_dot_init(&d);
	ORACLE(OUT_DOTS, smtp_dot_feed(&d, out, made, back, sizeof(back), &text) == made);
	ORACLE(OUT_DOTS, d.at == SMTP_DOT_END && !d.dirty);
	ORACLE(OUT_DOTS, (text == n || text == n + 2) && memcmp(back, in, n) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *in, size_t n)
{
	if (n < 2 || n > MOST)
		return 0;
	switch (in[0] & 3) {
	case 0: check_replies(in + 2, n - 2, in[1]); break;
	case 1:
		if (n > 1 + HOST)
			check_policy(SPAN_OF(in + 1 + HOST, n - 1 - HOST),
			    SPAN_OF(in + 1, span_find(SPAN_OF(in + 1, HOST), 0, ' ')));
		break;
	case 2: check_record(in + 1, n - 1); break;
	default: check_dots(in + 1, n - 1); break;
	}
	return 0;
}
