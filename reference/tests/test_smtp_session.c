/* Whole dialogues with a shell that grants wishes by fixed rules.  Each is fed
 * whole and octet by octet; replies and message must be the same. */
#include "reference/core/smtp_session.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct account_rules account = {
	.domain = { (const uint8_t *)"chat.test", 9 },
	.name_min = 9,
	.name_max = 9,
	.password_min = 9,
};
enum kind { LOCAL, WORLD, MX };
static const struct smtp_rules rules[] = {
	[LOCAL] = { .account = &account, .size_max = 100, .rcpt_max = 3 },
	[WORLD] = { .account = &account, .size_max = 100, .rcpt_max = 3, .foreign = true },
	[MX] = { .account = &account, .size_max = 100, .rcpt_max = 3, .role = SMTP_MX },
};

struct world {
	struct smtp_session s;
	uint8_t out_memory[65536], text_memory[4096], log_memory[65536];
	struct buf out, text, log; /* log: granted wishes */
	bool limited;
};

static void
log_span(struct world *w, const char *what, struct span s)
{
	buf_put_str(&w->log, what);
	buf_put(&w->log, s);
	buf_put_str(&w->log, ";");
}

static bool
grant(struct world *w, const struct smtp_wish *wish)
{
	enum smtp_reply no = SMTP_SILENT;

	switch (wish->kind) {
	case SMTP_WISH_NONE: return true;
	case SMTP_WISH_CLOSE: buf_put_str(&w->out, "(closed)"); return false;
	case SMTP_WISH_STARTTLS:
		smtp_session_tls_on(&w->s);
		buf_put_str(&w->out, "(tls)");
		return true;
	case SMTP_WISH_LOGIN:
		log_span(w, wish->create ? "create " : "login ", wish->address);
		log_span(w, "password ", wish->password);
		if (!span_eq(wish->password, SPAN("password9")))
			no = SMTP_AUTH_NO;
		break;
	case SMTP_WISH_MAIL:
		no = w->limited ? SMTP_RATE : SMTP_SILENT;
		if (w->s.rules->role == SMTP_MX)
			log_span(w, "mail ", smtp_session_sender(&w->s));
		break;
	case SMTP_WISH_RCPT: log_span(w, "rcpt ", wish->address); break;
	case SMTP_WISH_SUBMIT:
		log_span(w, "message ", buf_span(&w->text));
		buf_reset(&w->text);
		break;
	}
	smtp_session_answer(&w->s, no, &w->out);
	return true;
}

/* Feeds `in` with at most `piece` new octets at a time. */
static void
talk_as(enum kind kind, struct world *w, bool tls, struct span in, size_t piece)
{
	struct smtp_wish wish;
	size_t at = 0, end = 0;
	bool open = true;

	buf_init(&w->out, w->out_memory, sizeof(w->out_memory));
	buf_init(&w->text, w->text_memory, sizeof(w->text_memory));
	buf_init(&w->log, w->log_memory, sizeof(w->log_memory));
	smtp_session_init(&w->s, &rules[kind], tls, &w->out);
	while (open && end < in.n) {
		end = end + piece < in.n ? end + piece : in.n;
		size_t eaten = 1;
		while (open && eaten > 0) {
			eaten = smtp_session_feed(
			    &w->s, span_sub(in, at, end - at), &w->out, &w->text, &wish);
			at += eaten;
			open = grant(w, &wish);
			if (!smtp_session_in_mail(&w->s))
				buf_reset(&w->text);
		}
	}
	buf_put_octet(&w->out, 0);
	buf_put_octet(&w->log, 0);
}

static void
talk(struct world *w, bool tls, struct span in, size_t piece)
{
	talk_as(LOCAL, w, tls, in, piece);
}

/* The reply codes only: "250-" lines are left out, each code is followed by a blank. */
static const char *
codes(const struct world *w)
{
	static char c[1024];
	size_t n = 0;
	const char *line = (const char *)w->out_memory;

	for (const char *end; (end = strstr(line, "\r\n")) != NULL; line = end + 2) {
		const char *start = line[0] == '(' ? strchr(line, ')') + 1 : line;
		if (start[3] == ' ')
			n += (size_t)snprintf(c + n, sizeof(c) - n, "%.3s ", start);
	}
	snprintf(c + n, sizeof(c) - n, "%s", line);
	return c;
}

struct dialogue {
	const char *name;
	bool tls;
	struct span say;
	const char *codes, *log;
};

/* \0 test9name@chat.test \0 password9, and others, in base64 */
#define LOGIN  "EHLO me\r\nAUTH PLAIN AHRlc3Q5bmFtZUBjaGF0LnRlc3QAcGFzc3dvcmQ5\r\n"
#define LOGGED "create test9name@chat.test;password password9;"
#define MAIL   "MAIL FROM:<test9name@chat.test>"
#define RCPT   "RCPT TO:<othername@chat.test>\r\n"
#define OTHER  "rcpt othername@chat.test;"

// clang-format off
#define SAY(lit) { (const uint8_t *)(lit), sizeof(lit) - 1 }
static const struct dialogue dialogues[] = {
	{ "TLS_SMTP_NO_MAIL_CLEAR", false, SAY("EHLO a\r\n" MAIL "\r\nSTARTTLS\r\n"),
	  "220 250 530 220 (tls)", "" },
	{ "TLS_SMTP_NO_AUTH_CLEAR", false, SAY(LOGIN), "220 250 530 ", "" },
	{ "TLS_SMTP_FORGETS", false, SAY("NOOP\r\nSTARTTLS\r\nEHLO a\r\nSTARTTLS\r\n"),
	  "220 250 503 250 220 (tls)", "" },
	{ "SUB_AUTH_REQUIRED", true, SAY("EHLO a\r\n" MAIL "\r\n" RCPT "DATA\r\n"),
	  "220 250 530 503 503 ", "" },
	{ "whole", true, SAY(LOGIN MAIL "\r\n" RCPT "DATA\r\na\r\n..b\r\n.\r\nQUIT\r\n"),
	  "220 250 235 250 250 354 250 221 (closed)", LOGGED OTHER "message a\r\n.b\r\n;" },
	{ "SMTP_SMUGGLING", true, SAY(LOGIN MAIL "\r\n" RCPT "DATA\r\na\n.\r\n" MAIL "\r\n" RCPT
	  "DATA\r\nb\r\n.\r\nNOOP\r\n"), "220 250 235 250 250 354 554 250 ", LOGGED OTHER },
	{ "SMTP_TWO_TRANSACTIONS", true, SAY(LOGIN MAIL "\r\n" RCPT "DATA\r\na\r\n.\r\n"
	  MAIL "\r\n" RCPT "DATA\r\nb\r\n.\r\n"), "220 250 235 250 250 354 250 250 250 354 250 ",
	  LOGGED OTHER "message a\r\n;" OTHER "message b\r\n;" },
	{ "SMTP_BARE_LF", true, SAY("NOOP\nNOOP\r\nNOOP\r\n"), "220 500 250 ", "" },
	{ "SMTP_BARE_CR", true, SAY("NOOP\rNOOP\r\nNOOP\r\n"), "220 500 250 ", "" },
	{ "SMTP_NUL", true, SAY("NO\0OP\r\nNOOP\r\n"), "220 500 250 ", "" },
	{ "SMTP_UNKNOWN_COMMAND", true, SAY("XYZZY\r\n\r\nNOOP\r\n"), "220 500 500 250 ", "" },
	{ "give up", true, SAY("a\r\na\r\na\r\na\r\na\r\na\r\na\r\na\r\na\r\na\r\nNOOP\r\n"),
	  "220 500 500 500 500 500 500 500 500 500 421 (closed)", "" },
	{ "not in a row", true, SAY("a\r\na\r\na\r\na\r\na\r\na\r\na\r\na\r\na\r\nNOOP\r\na\r\n"),
	  "220 500 500 500 500 500 500 500 500 500 250 500 ", "" },
	{ "SMTP_CASE", true, SAY("eHlO a\r\nnoop\r\nquit\r\n"), "220 250 250 221 (closed)", "" },
	{ "SMTP_EHLO_LITERAL", true, SAY("EHLO [127.0.0.1]\r\nHELO [IPv6:::1]\r\nEHLO\r\n"),
	  "220 250 250 501 ", "" },
	{ "SMTP_VRFY", true, SAY("VRFY a\r\nVRFY\r\nEXPN a\r\nHELP\r\n"), "220 252 252 502 214 ", "" },
	{ "SMTP_RSET", true, SAY(LOGIN MAIL "\r\nRSET\r\n" RCPT MAIL "\r\n" RCPT "NOOP x\r\nDATA\r\n"),
	  "220 250 235 250 250 503 250 250 250 354 ", LOGGED OTHER },
	{ "SMTP_EHLO_RESETS", true, SAY(LOGIN MAIL "\r\nEHLO a\r\n" RCPT), "220 250 235 250 250 503 ",
	  LOGGED },
	{ "SMTP_SEQUENCE", true, SAY(LOGIN RCPT MAIL "\r\n" MAIL "\r\nDATA\r\n" RCPT "AUTH PLAIN\r\n"),
	  "220 250 235 503 250 503 503 250 503 ", LOGGED OTHER },
	{ "SUB_SENDER_IS_LOGIN", true, SAY(LOGIN "MAIL FROM:<othername@chat.test>\r\nMAIL FROM:<>\r\n"
	  "MAIL FROM:<TEST9name@Chat.Test>\r\n"), "220 250 235 553 553 250 ", LOGGED },
	{ "SUB_SIZE_DECLARED", true, SAY(LOGIN MAIL " SIZE=101\r\n" MAIL " SIZE=100\r\n"),
	  "220 250 235 552 250 ", LOGGED },
	{ "SUB_SIZE_UNDECLARED", true, SAY(LOGIN MAIL "\r\n" RCPT "DATA\r\n"
	  "0123456789012345678901234567890123456789012345678\r\n"
	  "01234567890123456789012345678901234567890123456\r\n.\r\n"
	  MAIL "\r\n" RCPT "DATA\r\n"
	  "0123456789012345678901234567890123456789012345678\r\n"
	  "012345678901234567890123456789012345678901234567\r\n.\r\n"),
	  "220 250 235 250 250 354 250 250 250 354 552 ", LOGGED OTHER
	  "message 0123456789012345678901234567890123456789012345678\r\n"
	  "01234567890123456789012345678901234567890123456\r\n;" OTHER },
	{ "SUB_RCPT_LIMIT", true, SAY(LOGIN MAIL "\r\n" RCPT RCPT RCPT RCPT "DATA\r\n"),
	  "220 250 235 250 250 250 250 452 354 ", LOGGED OTHER OTHER OTHER },
	{ "lower case", true, SAY(LOGIN MAIL "\r\nRCPT TO:<OtherName@Chat.TEST>\r\n"
	  "RCPT TO:<Postmaster>\r\nRCPT TO:<a@b.test>\r\n"), "220 250 235 250 250 250 550 ",
	  LOGGED OTHER "rcpt postmaster@chat.test;" },
	{ "SMTP_MAIL_PARAMS", true, SAY(LOGIN MAIL " FOO=1\r\n" MAIL " BODY=8BITMIME SMTPUTF8\r\n"
	  "RCPT TO:<othername@chat.test> X=1\r\nRCPT TO:<othername@chat.test> NOTIFY=NEVER\r\n"),
	  "220 250 235 555 250 555 250 ", LOGGED OTHER },
	{ "ACC_AUTH_CONTINUATION", true, SAY("EHLO a\r\nAUTH PLAIN\r\n"
	  "AHRlc3Q5bmFtZUBjaGF0LnRlc3QAcGFzc3dvcmQ5\r\n"), "220 250 334 235 ", LOGGED },
	{ "ACC_AUTH_CANCEL", true, SAY("EHLO a\r\nAUTH PLAIN\r\n*\r\n" LOGIN), "220 250 334 501 250 235 ",
	  LOGGED },
	{ "ACC_AUTH_MALFORMED", true, SAY("EHLO a\r\nAUTH PLAIN !!!\r\nAUTH PLAIN =\r\nAUTH PLAIN AGEAYg\r\n"
	  "AUTH\r\nAUTH LOGIN\r\nNOOP\r\n"), "220 250 501 501 501 501 504 250 ", "" },
	{ "ACC_CASE", true, SAY("EHLO a\r\nAUTH PLAIN AFRFU1Q5bmFtZUBDaGF0LlRlc3QAcGFzc3dvcmQ5\r\n"),
	  "220 250 235 ", LOGGED },
	{ "ACC_FOREIGN_DOMAIN", true, SAY("EHLO a\r\nAUTH PLAIN AHRlc3Q5bmFtZUBvdGhlci50ZXN0AHBhc3N3b3JkOQ==\r\n"),
	  "220 250 535 ", "" },
	{ "ACC_SHORT_PASSWORD", true, SAY("EHLO a\r\nAUTH PLAIN AHRlc3Q5bmFtZUBjaGF0LnRlc3QAcGFzc3dvcmQ=\r\n"),
	  "220 250 535 ", "login test9name@chat.test;password password;" },
	{ "acting for another", true, SAY("EHLO a\r\nAUTH PLAIN b3RoZXJAY2hhdC50ZXN0AHRlc3Q5bmFtZUBjaGF0LnRlc3QAcGFzc3dvcmQ5\r\n"),
	  "220 250 535 ", "" },
	{ "arguments", true, SAY("RSET x\r\nQUIT x\r\nNOOP x\r\nRSET \r\nSTARTTLS\r\n"),
	  "220 501 501 250 250 503 ", "" },
};

/* In other places: mail for other domains too; port 25. */
static const struct {
	enum kind kind;
	struct dialogue d;
} others[] = {
	{ WORLD, { "federation", true, SAY(LOGIN MAIL "\r\nRCPT TO:<Some.One+x@Other.TEST>\r\n"
	  "RCPT TO:<othername+x@chat.test>\r\nRCPT TO:<\"a@b.test\"@chat.test>\r\n"),
	  "220 250 235 250 250 250 550 ", LOGGED "rcpt Some.One+x@other.test;" OTHER } },
	{ LOCAL, { "MX_PLUS", true, SAY(LOGIN MAIL "\r\nRCPT TO:<OtherName+Tag@chat.test>\r\n"),
	  "220 250 235 250 250 ", LOGGED OTHER } },
	{ MX, { "MX_NO_MAIL_CLEAR", false, SAY("EHLO a\r\n" MAIL "\r\nAUTH PLAIN AGEAYg==\r\nSTARTTLS\r\n"),
	  "220 250 530 502 220 (tls)", "" } },
	{ MX, { "MX_STARTTLS_RESET", true, SAY(MAIL "\r\nAUTH PLAIN\r\nEHLO a\r\nAUTH PLAIN\r\n" MAIL "\r\n"),
	  "220 503 502 250 502 250 ", "mail test9name@chat.test;" } },
	{ MX, { "MX whole", true, SAY("EHLO a\r\nMAIL FROM:<A.b@Peer.Test> RET=HDRS ENVID=x SIZE=9\r\n"
	  "RCPT TO:<OTHERNAME+x@chat.test> NOTIFY=DELAY,FAILURE ORCPT=rfc822;x\r\nDATA\r\na\r\n.\r\n"
	  "MAIL FROM:<>\r\n" RCPT "DATA\r\nb\r\n.\r\nQUIT\r\n"),
	  "220 250 250 250 354 250 250 250 354 250 221 (closed)",
	  "mail A.b@Peer.Test;" OTHER "message a\r\n;mail ;" OTHER "message b\r\n;" } },
	{ MX, { "MX_RELAY_FOREIGN", true, SAY("EHLO a\r\n" MAIL "\r\nRCPT TO:<a@b.test>\r\n"
	  "RCPT TO:<a%b.test@chat.test>\r\nRCPT TO:<@chat.test:a@b.test>\r\n"
	  "RCPT TO:<\"a@b.test\"@chat.test>\r\nRCPT TO:<a@[127.0.0.1]>\r\nRCPT TO:<postmaster>\r\n"),
	  "220 250 250 554 554 501 554 554 250 ",
	  "mail test9name@chat.test;rcpt postmaster@chat.test;" } },
	{ MX, { "MX_SIZE", true, SAY("HELO a\r\nMAIL FROM:<> SIZE=101\r\nMAIL FROM:<> SIZE=100\r\n"),
	  "220 250 552 250 ", "mail ;" } },
	{ MX, { "MX_NO_CHUNKING", true, SAY("EHLO a\r\nMAIL FROM:<> BODY=BINARYMIME\r\nMAIL FROM:<>\r\n" RCPT
	  "BDAT 3 LAST\r\nXCLIENT ADDR=127.0.0.1\r\n"), "220 250 555 250 250 500 500 ",
	  "mail ;" OTHER } },
};
// clang-format on

static void
check_split(enum kind kind, const struct dialogue *d)
{
	static struct world a, b;

	talk_as(kind, &a, d->tls, d->say, d->say.n);
	ck_assert_msg(strcmp(codes(&a), d->codes) == 0, "%s: %s", d->name, a.out_memory);
	ck_assert_msg(strcmp((char *)a.log_memory, d->log) == 0, "%s: %s", d->name, a.log_memory);
	for (size_t piece = 1; piece <= 3; piece++) {
		talk_as(kind, &b, d->tls, d->say, piece);
		ck_assert_msg(
		    a.out.n == b.out.n && a.log.n == b.log.n, "%s: %s", d->name, b.out_memory);
		ck_assert_mem_eq(a.out_memory, b.out_memory, a.out.n);
		ck_assert_mem_eq(a.log_memory, b.log_memory, a.log.n);
	}
}

START_TEST(SMTP_SPLIT)
{
	check_split(LOCAL, &dialogues[_i]);
}
END_TEST

START_TEST(elsewhere)
{
	check_split(others[_i].kind, &others[_i].d);
}
END_TEST

/* Whatever stands behind STARTTLS in the same piece is gone. */
START_TEST(TLS_SMTP_INJECTION)
{
	static struct world w;

	talk(&w, false, SPAN("EHLO a\r\nSTARTTLS\r\nNOOP\r\nEHLO b\r\n"), 1000);
	ck_assert_str_eq(codes(&w), "220 250 220 (tls)");
}
END_TEST

/* MX_NO_AUTH, MX_NO_CHUNKING, MX_XCLIENT: what is offered, and nothing else. */
START_TEST(MX_EHLO)
{
	static struct world w;

	talk_as(MX, &w, true, SPAN("EHLO a\r\n"), 1000);
	ck_assert_str_eq((char *)w.out_memory,
	    "220 chat.test ESMTP\r\n250-chat.test\r\n250-PIPELINING\r\n250-SIZE 100\r\n"
	    "250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n");
}
END_TEST

START_TEST(SUB_RATE_LIMIT)
{
	static struct world w;

	w.limited = true;
	talk(&w, true, SPAN(LOGIN MAIL "\r\n" RCPT), 1000);
	ck_assert_str_eq(codes(&w), "220 250 235 450 503 ");
}
END_TEST

START_TEST(SMTP_LONG_COMMAND)
{
	static struct world w;
	static uint8_t in[10000];
	struct buf b;

	buf_init(&b, in, sizeof(in));
	buf_put_str(&b, "NOOP ");
	while (b.n < 6000)
		buf_put_octet(&b, 'a');
	buf_put_str(&b, "\r\nNOOP\r\n");
	for (size_t piece = 1; piece < 9000; piece += 1023) {
		talk(&w, true, buf_span(&b), piece);
		ck_assert_str_eq(codes(&w), "220 500 250 ");
	}
}
END_TEST

/* 3 digits, SP or "-", text, CRLF; at most 512 octets; the codes of a reply agree. */
START_TEST(SMTP_REPLY_GRAMMAR)
{
	static struct world w;
	size_t start = 0;

	talk(&w, false, SPAN("EHLO a\r\nHELP\r\n\r\nSTARTTLS x\r\n"), 1000);
	ck_assert(w.out.n > 100);
	for (size_t i = 0; i + 1 < w.out.n; i++) {
		const uint8_t *line = w.out_memory + start;
		ck_assert(w.out_memory[i] != '\n' || w.out_memory[i - 1] == '\r');
		if (w.out_memory[i] != '\n')
			continue;
		ck_assert(i + 1 - start <= 512 && i + 1 - start >= 6);
		ck_assert(line[0] >= '2' && line[0] <= '5' && (line[3] == ' ' || line[3] == '-'));
		if (line[3] == '-')
			ck_assert_mem_eq(line, w.out_memory + i + 1, 3);
		start = i + 1;
	}
}
END_TEST

START_TEST(small_when_idle)
{
	ck_assert_uint_le(sizeof(struct smtp_session), 512);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp_session");
	TCase *t = tcase_create("smtp_session");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(t, SMTP_SPLIT, 0, (int)(sizeof(dialogues) / sizeof(dialogues[0])));
	tcase_add_loop_test(t, elsewhere, 0, (int)(sizeof(others) / sizeof(others[0])));
	tcase_add_test(t, TLS_SMTP_INJECTION);
	tcase_add_test(t, MX_EHLO);
	tcase_add_test(t, SUB_RATE_LIMIT);
	tcase_add_test(t, SMTP_LONG_COMMAND);
	tcase_add_test(t, SMTP_REPLY_GRAMMAR);
	tcase_add_test(t, small_when_idle);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
