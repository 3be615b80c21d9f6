/* One delivery as a dialogue: `reply -> what we say next`, and what becomes of
 * whom.  Dots are put in and taken out again. */
#include "base/cdefs.h"
#include "reference/core/smtp_client.h"
#include "reference/core/smtp_dot.h"
#include "reference/core/smtp_stuff.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct smtp_client c;
static struct smtp_client_rcpt rcpt[3];
static struct smtp_client_mail mail;
static char said[SMTP_CLIENT_COMMAND_MAX + 1];

static void
set_up(void)
{
	rcpt[0] = (struct smtp_client_rcpt){ SPAN("one@b.test"), SMTP_FATE_OPEN };
	rcpt[1] = (struct smtp_client_rcpt){ SPAN("two@b.test"), SMTP_FATE_OPEN };
	rcpt[2] = (struct smtp_client_rcpt){ SPAN("three@b.test"), SMTP_FATE_OPEN };
	mail = (struct smtp_client_mail){ .helo = SPAN("a.test"),
		.sender = SPAN("me@a.test"),
		.rcpt = rcpt,
		.n = 3,
		.size = 77 };
	ck_assert(smtp_client_init(&c, &mail));
}

static enum smtp_client_wish
tell(const char *reply)
{
	uint8_t memory[SMTP_CLIENT_COMMAND_MAX];
	struct buf out;
	size_t eaten;

	buf_init(&out, memory, sizeof(memory));
	enum smtp_client_wish wish = smtp_client_feed(&c, span_str(reply), &eaten, &out);
	ck_assert(!out.full);
	memcpy(said, memory, out.n);
	said[out.n] = '\0';
	return wish;
}

static void
says(const char *reply, const char *command)
{
	ck_assert_int_eq(tell(reply), SMTP_CLIENT_SEND);
	ck_assert_str_eq(said, command);
}

static void
secure(const char *ehlo)
{
	uint8_t memory[SMTP_CLIENT_COMMAND_MAX];
	struct buf out;

	says("220 b.test hello\r\n", "EHLO a.test\r\n");
	says("250-b.test\r\n250-SIZE 5\r\n250 starttls\r\n", "STARTTLS\r\n");
	ck_assert_int_eq(tell("220 go\r\n"), SMTP_CLIENT_TLS);
	buf_init(&out, memory, sizeof(memory));
	smtp_client_secured(&c, &out);
	ck_assert(span_eq(buf_span(&out), SPAN("EHLO a.test\r\n")));
	/* SIZE 5 was said in clear and is forgotten. */
	ck_assert_int_eq(tell(ehlo), SMTP_CLIENT_SEND);
}

static void
to_data(void)
{
	secure("250 b.test\r\n");
	says("250 ok\r\n", "RCPT TO:<one@b.test>\r\n");
	says("250 ok\r\n", "RCPT TO:<two@b.test>\r\n");
	says("550 no\r\n", "RCPT TO:<three@b.test>\r\n");
	says("452 later\r\n", "DATA\r\n");
}

static void
fates(enum smtp_fate a, enum smtp_fate b, enum smtp_fate d)
{
	ck_assert_int_eq(rcpt[0].fate, a);
	ck_assert_int_eq(rcpt[1].fate, b);
	ck_assert_int_eq(rcpt[2].fate, d);
}

START_TEST(OUT_PER_RECIPIENT)
{
	to_data();
	ck_assert_int_eq(tell("354 go\r\n"), SMTP_CLIENT_TEXT);
	smtp_client_sent(&c);
	says("250 taken\r\n", "QUIT\r\n");
	ck_assert(c.decided && !c.next);
	fates(SMTP_FATE_DONE, SMTP_FATE_NEVER, SMTP_FATE_LATER);
	ck_assert_int_eq(tell("221 bye\r\n"), SMTP_CLIENT_CLOSE);
}
END_TEST

/* A server that goes at once after its 250 has the message all the same. */
START_TEST(OUT_ONCE)
{
	to_data();
	ck_assert_int_eq(tell("354 go\r\n"), SMTP_CLIENT_TEXT);
	smtp_client_sent(&c);
	says("250 taken\r\n421 enough\r\n", "QUIT\r\n");
	ck_assert(c.decided && !c.next);
	fates(SMTP_FATE_DONE, SMTP_FATE_NEVER, SMTP_FATE_LATER);
	ck_assert_int_eq(tell("421 enough\r\n"), SMTP_CLIENT_CLOSE);
}
END_TEST

START_TEST(parameters)
{
	mail.eight_bit = mail.utf8 = true;
	ck_assert(smtp_client_init(&c, &mail));
	secure("250-b.test\r\n250-SIZE\r\n250-SMTPUTF8\r\n250 8BITMIME\r\n");
	ck_assert_str_eq(said, "MAIL FROM:<me@a.test> SIZE=77 BODY=8BITMIME SMTPUTF8\r\n");
	mail.sender = SPAN("");
	mail.eight_bit = mail.utf8 = false;
	ck_assert(smtp_client_init(&c, &mail));
	secure("250 b.test\r\n");
	ck_assert_str_eq(said, "MAIL FROM:<>\r\n");
}
END_TEST

static const struct {
	bool eight_bit, utf8;
	const char *ehlo, *why;
} lacks[] = {
	{ false, false, "250-b\r\n250 SIZE 76\r\n", "552 5.3.4" },
	{ true, false, "250 b\r\n", "554 5.6.3" },
	{ true, true, "250-b\r\n250 8BITMIME\r\n", "553 5.6.7" },
};

START_TEST(what_it_does_not_take)
{
	mail.eight_bit = lacks[_i].eight_bit;
	mail.utf8 = lacks[_i].utf8;
	ck_assert(smtp_client_init(&c, &mail));
	secure(lacks[_i].ehlo);
	ck_assert_str_eq(said, "QUIT\r\n");
	ck_assert(strncmp(c.why, lacks[_i].why, 9) == 0);
	fates(SMTP_FATE_NEVER, SMTP_FATE_NEVER, SMTP_FATE_NEVER);
}
END_TEST

START_TEST(OUT_CLEAR_NEVER)
{
	says("220 b.test\r\n", "EHLO a.test\r\n");
	says("250-b.test\r\n250 SIZE\r\n", "QUIT\r\n");
	ck_assert(c.next && !c.decided);
}
END_TEST

START_TEST(OUT_INJECTION)
{
	says("220 b.test\r\n", "EHLO a.test\r\n");
	says("250-b.test\r\n250 STARTTLS\r\n", "STARTTLS\r\n");
	ck_assert_int_eq(tell("220 go\r\n2"), SMTP_CLIENT_CLOSE);
	ck_assert(c.next);
	ck_assert_ptr_nonnull(c.why);
}
END_TEST

/* A refusal in the greeting is one; busy is not. */
START_TEST(greetings)
{
	says("421 busy\r\n", "QUIT\r\n");
	ck_assert(c.next);
	set_up();
	says("554 go away\r\n", "QUIT\r\n");
	ck_assert(c.decided && !c.next);
	fates(SMTP_FATE_NEVER, SMTP_FATE_NEVER, SMTP_FATE_NEVER);
	set_up();
	ck_assert_int_eq(tell("220-hello"), SMTP_CLIENT_WAIT);
	ck_assert_int_eq(tell("HTTP/1.1 400 Bad Request\r\n"), SMTP_CLIENT_CLOSE);
	ck_assert(c.next);
}
END_TEST

/* At every state: whatever comes, everybody has a fate or another server may be
 * asked, never both, and nothing is done without 250 behind the end. */
static const char *const replies[] = { "220 x\r\n", "250 x\r\n", "250-x\r\n250 STARTTLS\r\n",
	"354 x\r\n", "421 x\r\n", "450 x\r\n", "552 x\r\n", "550 x\r\n", "650 x\r\n",
	"250-x\r\n251 x\r\n", "250 x\r\n250 x\r\n", "250 \0x\r\n", "\r\n", "25" };

static void
walk(int depth, unsigned *paths)
{
	struct smtp_client was = c;
	struct smtp_client_rcpt fate[3];
	uint8_t memory[SMTP_CLIENT_COMMAND_MAX];
	struct buf out;

	memcpy(fate, rcpt, sizeof(rcpt));
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		enum smtp_client_state before = c.state;
		enum smtp_client_wish wish = tell(replies[i]);
		bool done = rcpt[0].fate == SMTP_FATE_DONE || rcpt[1].fate == SMTP_FATE_DONE ||
		    rcpt[2].fate == SMTP_FATE_DONE;
		++*paths;
		ck_assert(!(c.decided && c.next));
		if (done)
			ck_assert_int_eq(before, SMTP_CLIENT_AT_END);
		if (wish == SMTP_CLIENT_TLS) {
			buf_init(&out, memory, sizeof(memory));
			smtp_client_secured(&c, &out);
		}
		if (wish == SMTP_CLIENT_TEXT)
			smtp_client_sent(&c);
		if (wish == SMTP_CLIENT_CLOSE || c.state == SMTP_CLIENT_AT_QUIT)
			ck_assert(c.decided || c.next);
		if (c.decided)
			for (size_t k = 0; k < 3; k++)
				ck_assert_int_gt(rcpt[k].fate, SMTP_FATE_TAKEN);
		if (c.next)
			fates(SMTP_FATE_OPEN, SMTP_FATE_OPEN, SMTP_FATE_OPEN);
		if (!c.decided && !c.next && wish != SMTP_CLIENT_WAIT && depth > 0)
			walk(depth - 1, paths);
		c = was;
		c.text.p = c.text_octets;
		memcpy(rcpt, fate, sizeof(rcpt));
	}
	smtp_client_lost(&c, "x");
	ck_assert(c.decided != c.next);
	c = was;
	memcpy(rcpt, fate, sizeof(rcpt));
}

START_TEST(every_dialogue)
{
	unsigned paths = 0;

	walk(10, &paths);
	ck_assert_uint_gt(paths, 1000);
}
END_TEST

START_TEST(what_is_told)
{
	char longest[1200] = "550 ";

	memset(longest + 4, 'x', sizeof(longest) - 7);
	memcpy(longest + sizeof(longest) - 3, "\r\n", 3);
	says("550-5.1.1 n\xc3\xb6\x1b[0m\r\n550 away\r\n", "QUIT\r\n");
	ck_assert(span_eq(buf_span(&c.text), SPAN("550-5.1.1 n???[0m away")));
	set_up();
	says(longest, "QUIT\r\n");
	ck_assert_uint_eq(c.text.n, SMTP_ANSWER_TEXT_MAX);
}
END_TEST

START_TEST(lost_behind_the_end)
{
	to_data();
	ck_assert_int_eq(tell("354 go\r\n"), SMTP_CLIENT_TEXT);
	smtp_client_sent(&c);
	smtp_client_lost(&c, "gone");
	ck_assert(c.decided && !c.next);
	fates(SMTP_FATE_LATER, SMTP_FATE_NEVER, SMTP_FATE_LATER);
}
END_TEST

START_TEST(addresses_cannot_be_commands)
{
	rcpt[1].address = SPAN("two@b.test>\r\nDATA");
	ck_assert(!smtp_client_init(&c, &mail));
}
END_TEST

/* Every short text of CRLFs, dots and letters comes out as it went in. */
START_TEST(OUT_DOTS)
{
	static const char *const pieces[] = { "\r\n", ".", "x" };
	uint8_t text[16], out[64], back[64];

	for (size_t code = 0; code < 2187; code++) {
		size_t n = 0, made, read, m = 0;
		for (size_t i = 0, k = code; i < 7; i++, k /= 3) {
			memcpy(text + n, pieces[k % 3], strlen(pieces[k % 3]));
			n += strlen(pieces[k % 3]);
		}
		struct smtp_stuff s = { 0 };
		for (size_t at = 0; at < n; at += read) { /* two octets of room at a time */
			read = smtp_stuff_feed(&s, text + at, n - at, out + m, 2, &made);
			ck_assert_uint_gt(read, 0);
			m += made;
		}
		m += smtp_stuff_end(&s, out + m);
		struct smtp_dot d;
		smtp_dot_init(&d);
		read = smtp_dot_feed(&d, out, m, back, sizeof(back), &made);
		ck_assert_uint_eq(read, m);
		ck_assert_int_eq(d.at, SMTP_DOT_END);
		if (made > n) /* the CRLF that was not there */
			made -= 2;
		ck_assert_uint_eq(made, n);
		ck_assert_mem_eq(back, text, n);
	}
}
END_TEST

START_TEST(natures)
{
	struct smtp_nature n = smtp_nature_of(SPAN("a: b\r\n\r\nc\r\n"));

	ck_assert(!n.strays && !n.eight_bit && !n.utf8_header);
	n = smtp_nature_of(SPAN("a: b\r\n\r\n\xff\r\n"));
	ck_assert(!n.strays && n.eight_bit && !n.utf8_header);
	n = smtp_nature_of(SPAN("a: \xff\r\n\r\nc\r\n"));
	ck_assert(!n.strays && n.eight_bit && n.utf8_header);
	ck_assert(smtp_nature_of(SPAN("a\nb\r\n")).strays);
	ck_assert(smtp_nature_of(SPAN("a\rb\r\n")).strays);
	ck_assert(smtp_nature_of(SPAN("a\0b\r\n")).strays);
	ck_assert(smtp_nature_of(SPAN("a\r")).strays);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp_client");
	TCase *t = tcase_create("smtp_client");
	SRunner *r = srunner_create(s);

	tcase_add_checked_fixture(t, set_up, NULL);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, OUT_PER_RECIPIENT);
	tcase_add_test(t, OUT_ONCE);
	tcase_add_test(t, parameters);
	tcase_add_loop_test(t, what_it_does_not_take, 0, COUNT_OF(lacks));
	tcase_add_test(t, OUT_CLEAR_NEVER);
	tcase_add_test(t, OUT_INJECTION);
	tcase_add_test(t, greetings);
	tcase_add_test(t, every_dialogue);
	tcase_add_test(t, what_is_told);
	tcase_add_test(t, lost_behind_the_end);
	tcase_add_test(t, addresses_cannot_be_commands);
	tcase_add_test(t, OUT_DOTS);
	tcase_add_test(t, natures);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
