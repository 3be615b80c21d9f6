/* A whole SMTP session through the core, in either role.  The first octet says which
 * and how the shell answers (which logins, mails and recipients it grants), the
 * second where the octets are cut.  Oracles speak of the trace alone. */
#include "base/buf.h"
#include "fuzz/oracle.h"
#include "reference/core/smtp_session.h"

#include <stdbool.h>
#include <string.h>

enum { MOST = 16384, OUT = 1 << 20 };

struct trace {
	bool mx;                     /* port 25 */
	bool tls, login, mail, rcpt; /* granted and still in force */
	struct buf out;              /* all replies */
	uint8_t wishes[MOST];        /* their kinds, in order */
	size_t n;
};

static void
grant(struct smtp_session *s, struct trace *t, const struct smtp_wish *w, uint8_t plan)
{
	enum smtp_reply no = SMTP_SILENT;

	switch (w->kind) {
	case SMTP_WISH_NONE:
	case SMTP_WISH_CLOSE: return;
	case SMTP_WISH_STARTTLS:
		ORACLE(TLS_SMTP_INJECTION, !t->tls);
		t->tls = true;
		t->login = t->mail = t->rcpt = false;
		smtp_session_tls_on(s);
		return;
	case SMTP_WISH_LOGIN:
		ORACLE(MX_NO_AUTH, !t->mx);
		ORACLE(TLS_SMTP_NO_AUTH_CLEAR, t->tls);
		ORACLE(ACC_AUTH_TWICE, !t->login);
		no = plan & 1 ? SMTP_AUTH_NO : SMTP_SILENT;
		t->login = no == SMTP_SILENT;
		break;
	case SMTP_WISH_MAIL:
		ORACLE(TLS_SMTP_NO_MAIL_CLEAR, t->tls);
		ORACLE(MX_NO_MAIL_CLEAR, t->tls);
		ORACLE(SUB_AUTH_REQUIRED, t->mx || t->login);
		no = plan & 2 ? SMTP_RATE : SMTP_SILENT;
		t->mail = no == SMTP_SILENT;
		t->rcpt = false;
		break;
	case SMTP_WISH_RCPT:
		ORACLE(SMTP_SEQUENCE, t->mail);
		t->rcpt = true;
		break;
	case SMTP_WISH_SUBMIT:
		ORACLE(SMTP_SEQUENCE, t->mail && t->rcpt);
		no = plan & 4 ? SMTP_ENCRYPTION_NEEDED : SMTP_SILENT;
		t->mail = t->rcpt = false;
		break;
	}
	smtp_session_answer(s, no, &t->out);
}

/* Where the line that begins at or behind at and asks for TLS ends; in.n: none. */
static size_t
behind_starttls(struct span in, size_t at)
{
	while (at < in.n) {
		size_t next = span_find(in, at, '\n') + 1;
		if (span_starts_nocase(span_sub(in, at, in.n), SPAN("STARTTLS")))
			return next < in.n ? next : in.n;
		at = next;
	}
	return in.n;
}

/* cut: where the octets are cut in two.  waits: the client says nothing behind
 * STARTTLS before it has its answer; otherwise what it says is to be gone. */
static void
play(struct span in, size_t cut, uint8_t plan, bool waits, struct trace *t)
{
	static uint8_t text_memory[4096];
	static const struct account_rules account = { SPAN("chat.test"), 9, 9, 9 };
	static const struct smtp_rules rules[2] = { { &account, 4000, 3, SMTP_SUBMISSION, true },
		{ &account, 4000, 3, SMTP_MX, false } };
	static struct smtp_session s;
	struct smtp_wish wish;
	size_t at = 0, end = cut, tls_at = waits ? behind_starttls(in, 0) : in.n;

	t->tls = plan & 8;
	t->mx = plan & 16;
	smtp_session_init(&s, &rules[t->mx], t->tls, &t->out);
	while (true) {
		struct buf text;
		buf_init(&text, text_memory, sizeof(text_memory));
		size_t here = (end < tls_at ? end : tls_at) - at;
		size_t eaten = smtp_session_feed(&s, span_sub(in, at, here), &t->out, &text, &wish);
		ORACLE(SMTP_SPLIT, eaten <= here);
		ORACLE(TLS_SMTP_INJECTION, wish.kind != SMTP_WISH_STARTTLS || eaten == here);
		at += eaten;
		if (wish.kind != SMTP_WISH_NONE && t->n < sizeof(t->wishes))
			t->wishes[t->n++] = (uint8_t)wish.kind;
		if (wish.kind == SMTP_WISH_CLOSE)
			return;
		grant(&s, t, &wish, plan);
		if (eaten > 0 || wish.kind != SMTP_WISH_NONE)
			continue;
		if (tls_at <= end && tls_at < in.n) {
			tls_at = behind_starttls(in, tls_at);
			continue;
		}
		if (end == in.n)
			return;
		end = in.n;
	}
}

/* RFC 5321, 4.2: every line is three digits, SP or '-', text, CRLF. */
static void
check_replies(struct span out)
{
	for (size_t at = 0; at < out.n;) {
		size_t end = span_find(out, at, '\n') + 1;
		struct span line = span_sub(out, at, end - at);
		ORACLE(SMTP_REPLY_GRAMMAR,
		    line.n >= 6 && line.n <= 512 && span_ends(line, SPAN("\r\n")));
		ORACLE(SMTP_REPLY_GRAMMAR, line.p[0] >= '2' && line.p[0] <= '5');
		ORACLE(SMTP_REPLY_GRAMMAR, line.p[3] == ' ' || line.p[3] == '-');
		at = end;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *in, size_t n)
{
	static struct trace whole, halves;
	static uint8_t one[OUT], two[OUT];

	if (n < 2 || n > MOST)
		return 0;
	struct span rest = SPAN_OF(in + 2, n - 2);
	memset(&whole, 0, sizeof(whole));
	memset(&halves, 0, sizeof(halves));
	buf_init(&whole.out, one, sizeof(one));
	buf_init(&halves.out, two, sizeof(two));
	play(rest, rest.n, in[0], false, &whole);
	check_replies(buf_span(&whole.out));
	memset(&whole, 0, sizeof(whole));
	buf_init(&whole.out, one, sizeof(one));
	play(rest, rest.n, in[0], true, &whole);
	play(rest, rest.n * in[1] / 256, in[0], true, &halves);
	ORACLE(SMTP_SPLIT, span_eq(buf_span(&whole.out), buf_span(&halves.out)));
	ORACLE(
	    SMTP_SPLIT, whole.n == halves.n && memcmp(whole.wishes, halves.wishes, whole.n) == 0);
	check_replies(buf_span(&whole.out));
	return 0;
}
