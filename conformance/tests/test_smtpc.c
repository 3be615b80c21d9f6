/* Recorded SMTP dialogues, good and bad, replayed to the judge: does it say
 * PASS, FAIL or INCONCLUSIVE, and why? */
#include "conformance/tests/fake.h"
#include "conformance/wire/replyc.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define HI                                                                                         \
	{                                                                                          \
		'S', "220 chat.test ESMTP\r\n"                                                     \
	}

static void
play_noop(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	smtpc_send(c, "NOOP");
	expect_reply(c, "250");
}

static void
play_refused(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	smtpc_send(c, "NOOP\n%s", "NOOP");
	expect_reply(c, "5xx close");
}

static void
play_need_mail(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	need_submit(c, "a@chat.test", "b@chat.test c@chat.test", SPAN("X: y\r\n\r\n.dot\r\n"));
	expect_alive(c);
}

static void
play_expect_mail(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	expect_submit(c, "a@chat.test", "b@chat.test", SPAN("X: y\r\n\r\nz"), "523");
}

static void
play_closed(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	smtpc_send(c, "QUIT");
	expect_reply(c, "221");
	expect_closed(c);
}

static void
play_offers(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	smtpc_send(c, "EHLO x");
	need_reply(c, "250");
	expect_true(r, smtpc_offers(c, "size", "1000"), "SIZE 1000", "none");
	expect_true(r, smtpc_offers(c, "AUTH", "PLAIN"), "AUTH PLAIN", "none");
	expect_true(r, smtpc_offers(c, "AUTH", "LOGIN"), "AUTH LOGIN", "none");
	expect_true(r, smtpc_offers(c, "PIPELINING", NULL), "PIPELINING", "none");
	expect_true(r, !smtpc_offers(c, "AUTH", "XOAUTH2"), "no XOAUTH2", "it");
	expect_true(r, !smtpc_offers(c, "chat.test", NULL), "no offer in the greeting", "it");
	expect_true(r, !smtpc_offers(c, "SIZE", "100"), "no SIZE 100", "it");
}

START_TEST(good_reply_passes)
{
	struct fake_step s[] = { HI, { 'C', "NOOP\r\n" }, { 'S', "250 fine\r\n" } };
	struct outcome o = FAKE(s, play_noop);

	ck_assert_int_eq(o.kind, OUTCOME_PASS);
}
END_TEST

START_TEST(multi_line_reply_passes)
{
	struct fake_step s[] = { { 'S', "220-slow\r\n220 there\r\n" }, { 'C', "NOOP" },
		{ 'S', "250-one\r\n250-\r\n25" }, { 'S', "0\r\n" } };
	struct outcome o = FAKE(s, play_noop);

	ck_assert_int_eq(o.kind, OUTCOME_PASS);
}
END_TEST

START_TEST(other_code_fails_with_stage_and_octets)
{
	struct fake_step s[] = { HI, { 'C', "NOOP" }, { 'S', "502 5.5.1 no\t\r\n" } };
	struct outcome o = FAKE(s, play_noop);

	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	ck_assert_str_eq(o.stage, "NOOP");
	ck_assert_str_eq(o.expected, "250");
	ck_assert_str_eq(o.actual, "502 5.5.1 no<HT>");
}
END_TEST

START_TEST(malformed_reply_fails_with_its_octets)
{
	struct fake_step bare[] = { HI, { 'C', "NOOP" }, { 'S', "250 fine\n" } };
	struct fake_step codes[] = { HI, { 'C', "NOOP" }, { 'S', "250-a\r\n251 b\r\n" } };
	struct outcome o = FAKE(bare, play_noop);

	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	ck_assert_ptr_nonnull(strstr(o.actual, "250 fine<LF>"));
	o = FAKE(codes, play_noop);
	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	ck_assert_ptr_nonnull(strstr(o.actual, "251 b<CR><LF>"));
}
END_TEST

START_TEST(silence_and_close_fail)
{
	struct fake_step silent[] = { HI, { 'C', "NOOP" }, { 'W', NULL } };
	struct fake_step closed[] = { HI, { 'C', "NOOP" }, { 'F', NULL } };
	struct outcome o = FAKE(silent, play_noop);

	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	ck_assert_ptr_nonnull(strstr(o.actual, "deadline"));
	o = FAKE(closed, play_noop);
	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	ck_assert_ptr_nonnull(strstr(o.actual, "FIN"));
}
END_TEST

START_TEST(close_is_an_answer_where_it_conforms)
{
	struct fake_step fin[] = { HI, { 'C', "NOOP\n" }, { 'F', NULL } };
	struct fake_step rst[] = { HI, { 'C', "NOOP\n" }, { 'R', NULL } };
	struct fake_step bye[] = { HI, { 'C', "NOOP\n" }, { 'S', "421 bye\r\n" } };
	struct fake_step no[] = { HI, { 'C', "NOOP\n" }, { 'S', "500 no\r\n" } };
	struct fake_step yes[] = { HI, { 'C', "NOOP\n" }, { 'S', "250 ok\r\n250 ok\r\n" } };

	ck_assert_int_eq(FAKE(fin, play_refused).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(rst, play_refused).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(bye, play_refused).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(no, play_refused).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(yes, play_refused).kind, OUTCOME_FAIL);
}
END_TEST

START_TEST(preparation_is_inconclusive)
{
	struct fake_step busy[] = { { 'S', "554 no service\r\n" } };
	struct fake_step full[] = { HI, { 'C', "MAIL" }, { 'S', "550 5.7.1 who are you\r\n" } };
	struct fake_step slow[] = { HI, { 'C', "MAIL" }, { 'S', "450 4.7.1 Too much mail\r\n" } };
	struct outcome o = FAKE(busy, play_noop);

	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "setup");
	ck_assert_str_eq(o.stage, "greeting");
	o = FAKE(full, play_need_mail);
	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "setup");
	ck_assert_str_eq(o.stage, "MAIL");
	ck_assert_uint_eq(o.mails, 1);
	o = FAKE(slow, play_need_mail);
	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "throttled");
}
END_TEST

START_TEST(refused_connection_is_unreachable)
{
	struct fake_step s[] = { HI };
	struct fake f = fake_start(s, 0);
	struct target t = { .host = "127.0.0.1", .domain = "chat.test" };
	struct test_case test = { .play = play_noop };
	struct attempt_plan plan = {
		.target = &t, .test = &test, .id = "TEST", .timeout_scale = 1
	};
	struct outcome o;

	/* The child ends at once with the script: its port is free and refuses. */
	kill(f.pid, SIGKILL);
	waitpid(f.pid, NULL, 0);
	t.port[PORT_SUBMISSION] = f.port;
	attempt_play(&plan, &o);
	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "unreachable");
	test.needs = NEED_IMAP;
	attempt_play(&plan, &o);
	ck_assert_str_eq(o.cause, "unreachable");
}
END_TEST

START_TEST(transaction_is_said_right)
{
	struct fake_step s[] = { HI, { 'C', "MAIL FROM:<a@chat.test>\r\n" }, { 'S', "250 k\r\n" },
		{ 'C', "RCPT TO:<b@chat.test>\r\n" }, { 'S', "250 k\r\n" },
		{ 'C', "RCPT TO:<c@chat.test>\r\n" }, { 'S', "250 k\r\n" }, { 'C', "DATA\r\n" },
		{ 'S', "354 go\r\n" }, { 'C', "X: y\r\n" }, { 'C', "\r\n" }, { 'C', "..dot\r\n" },
		{ 'C', ".\r\n" }, { 'S', "250 k\r\n" }, { 'C', "NOOP" }, { 'S', "250 k\r\n" } };
	struct outcome o = FAKE(s, play_need_mail);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s: %s", o.stage, o.actual);
	ck_assert_uint_eq(o.mails, 1);
}
END_TEST

START_TEST(gate_answer_is_judged)
{
	struct fake_step s[] = { HI, { 'C', "MAIL" }, { 'S', "250 k\r\n" }, { 'C', "RCPT" },
		{ 'S', "250 k\r\n" }, { 'C', "DATA\r\n" }, { 'S', "354 go\r\n" }, { 'D', NULL },
		{ 'S', "523 5.7.1 Encryption Needed\r\n" } };
	struct outcome o = FAKE(s, play_expect_mail);

	ck_assert_int_eq(o.kind, OUTCOME_PASS);
	s[8].text = "250 2.0.0 taken\r\n";
	o = FAKE(s, play_expect_mail);
	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	ck_assert_str_eq(o.stage, "end of DATA");
	s[8].text = "450 4.7.1: Too much mail from a@chat.test\r\n";
	ck_assert_str_eq(FAKE(s, play_expect_mail).cause, "throttled");
}
END_TEST

START_TEST(end_of_connection_is_judged)
{
	struct fake_step good[] = { HI, { 'C', "QUIT" }, { 'S', "221 bye\r\n" }, { 'F', NULL } };
	struct fake_step open[] = { HI, { 'C', "QUIT" }, { 'S', "221 bye\r\n" }, { 'W', NULL } };
	struct fake_step more[] = { HI, { 'C', "QUIT" }, { 'S', "221 bye\r\n250 x\r\n" },
		{ 'F', NULL } };

	ck_assert_int_eq(FAKE(good, play_closed).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(open, play_closed).kind, OUTCOME_FAIL);
	ck_assert_int_eq(FAKE(more, play_closed).kind, OUTCOME_FAIL);
}
END_TEST

START_TEST(offers_are_words)
{
	struct fake_step s[] = { HI, { 'C', "EHLO" },
		{ 'S',
		    "250-chat.test\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 AUTH LOGIN "
		    "PLAIN\r\n" } };
	struct outcome o = FAKE(s, play_offers);

	ck_assert_msg(o.kind == OUTCOME_PASS, "%s", o.expected);
}
END_TEST

START_TEST(wanted_lists)
{
	ck_assert(replyc_wanted("250", 250, false));
	ck_assert(!replyc_wanted("250", 0, true));
	ck_assert(replyc_wanted("501 535 5xx", 599, false));
	ck_assert(!replyc_wanted("501 535", 550, false));
	ck_assert(replyc_wanted("5xx close", 0, true));
	ck_assert(replyc_wanted("close", 421, false));
	ck_assert(!replyc_wanted("close", 250, false));
	ck_assert(!replyc_wanted("4xx", 521, false));
}
END_TEST

static void
play_secret(struct run *r)
{
	const struct account *a = account(r, 0);
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSION);

	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, a->address, a->password));
	need_reply(c, "334");
	smtpc_send(c, "AUTH PLAIN");
	need_reply(c, "334");
	smtpc_send(c, "%s", "cGxhbnRlZC1zZWNyZXQ=");
	need_reply(c, "235");
	smtpc_send(c, "NOOP %s", a->password);
	expect_reply(c, "250");
}

START_TEST(transcript_keeps_no_secret)
{
	struct fake_step s[] = { HI, { 'C', "AUTH" }, { 'S', "334 \r\n" }, { 'C', "AUTH" },
		{ 'S', "334 \r\n" }, { 'C', "cGxh" }, { 'S', "235 k\r\n" }, { 'C', "NOOP" },
		{ 'S', "599 you said correct horse 1\r\n" } };
	char path[] = "/tmp/relayspec-test-XXXXXX", text[8192] = "";
	int fd = mkstemp(path);
	struct outcome o = fake_attempt(s, COUNT_OF(s), play_secret, NULL, path);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	unlink(path);
	ck_assert_int_gt(n, 0);
	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
	ck_assert_ptr_nonnull(strstr(text, "C: AUTH PLAIN <redacted><CR><LF>"));
	ck_assert_ptr_nonnull(strstr(text, "C: <redacted><CR><LF>"));
	ck_assert_ptr_null(strstr(text, "correct horse"));
	ck_assert_ptr_null(strstr(text, "cGxh"));
	ck_assert_ptr_null(strstr(text, "AGFsaWNl"));
	ck_assert_ptr_null(strstr(o.actual, "correct horse"));
	ck_assert_ptr_nonnull(strstr(o.actual, "<redacted>"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtpc");
	TCase *t = tcase_create("dialogues");

	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	tcase_add_test(t, good_reply_passes);
	tcase_add_test(t, multi_line_reply_passes);
	tcase_add_test(t, other_code_fails_with_stage_and_octets);
	tcase_add_test(t, malformed_reply_fails_with_its_octets);
	tcase_add_test(t, silence_and_close_fail);
	tcase_add_test(t, close_is_an_answer_where_it_conforms);
	tcase_add_test(t, preparation_is_inconclusive);
	tcase_add_test(t, refused_connection_is_unreachable);
	tcase_add_test(t, transaction_is_said_right);
	tcase_add_test(t, gate_answer_is_judged);
	tcase_add_test(t, end_of_connection_is_judged);
	tcase_add_test(t, offers_are_words);
	tcase_add_test(t, wanted_lists);
	tcase_add_test(t, transcript_keeps_no_secret);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
