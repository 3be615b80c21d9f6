/* May a message of another server come in: bounces, and the order of the rules. */
#include "reference/core/bounce.h"
#include "reference/core/inbound.h"
#include "reference/tests/sample_mail.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdlib.h>

#define REPORT "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
#define DAEMON "From: Mail system <MAILER-DAEMON@peer.test>\r\n"
#define AUTO   "Auto-Submitted: auto-replied\r\n"
#define BODY   "\r\n--b\r\n\r\nno such user\r\n--b--\r\n"

static const struct {
	const char *id, *message;
	bool is;
} BOUNCES[] = {
	// clang-format off
	{ "MX_BOUNCE_IN", DAEMON AUTO REPORT BODY, true },
	{ "MX_BOUNCE_IN", "From: mailer-daemon@peer.test\r\nauto-submitted:auto-generated;x=y\r\n" REPORT BODY, true },
	{ "MX_BOUNCE_IN", DAEMON "Auto-Submitted: auto-replied (rejected)\r\nContent-Type: MULTIPART/Report\r\n" BODY, true },
	{ "MX_BOUNCE_IN_NO_AUTO", DAEMON REPORT BODY, false },
	{ "MX_BOUNCE_IN_NO_AUTO", DAEMON "Auto-Submitted:\r\n" REPORT BODY, false },
	{ "MX_BOUNCE_IN_NO_AUTO", DAEMON AUTO AUTO REPORT BODY, false },
	{ "MX_BOUNCE_IN_AUTO_NO", DAEMON "Auto-Submitted: no\r\n" REPORT BODY, false },
	{ "MX_BOUNCE_IN_AUTO_NO", DAEMON "Auto-Submitted: No; auto-replied\r\n" REPORT BODY, false },
	{ "MX_BOUNCE_IN_AUTO_NO", DAEMON "Auto-Submitted: (auto-replied) no\r\n" REPORT BODY, false },
	{ "MX_BOUNCE_IN_AUTO_NO", DAEMON "Auto-Submitted: no auto-replied\r\n" REPORT BODY, false },
	{ "author", "From: someone@peer.test\r\n" AUTO REPORT BODY, false },
	{ "author", "From: mailer-daemon2@peer.test\r\n" AUTO REPORT BODY, false },
	{ "author", "From: \"mailer-daemon@peer.test\" <someone@peer.test>\r\n" AUTO REPORT BODY, false },
	{ "author", DAEMON "From: someone@peer.test\r\n" AUTO REPORT BODY, false },
	{ "author", AUTO REPORT BODY, false },
	{ "type", DAEMON AUTO "Content-Type: text/plain\r\n" BODY, false },
	{ "type", DAEMON AUTO "Content-Type: multipart/reports\r\n" BODY, false },
	{ "type", DAEMON AUTO "Content-Type: text/plain\r\n" REPORT BODY, false },
	{ "type", DAEMON AUTO BODY, false },
	{ "no header block", DAEMON AUTO REPORT, false },
	// clang-format on
};

START_TEST(bounces)
{
	ck_assert_msg(bounce_is(span_str(BOUNCES[_i].message)) == BOUNCES[_i].is, "%s %s",
	    BOUNCES[_i].id, BOUNCES[_i].message);
}
END_TEST

#define FROM     "From: <alice@peer.test>\r\n"
#define RECEIVED "Received: from x by y; Mon, 1 Jan 2024 00:00:00 +0000\r\n"

/* Each a head for an encrypted body, or, where it has a body, the whole. */
static const struct {
	const char *id, *head;
	size_t hops;
	enum inbound want;
} MESSAGES[] = {
	// clang-format off
	{ "encrypted", FROM, 0, INBOUND_IF_SIGNED },
	{ "MX_GATE", FROM "Content-Type: text/plain\r\n\r\nhello\r\n", 0, INBOUND_CLEAR },
	{ "MX_GATE_FIRST", "Content-Type: text/plain\r\n\r\nhello\r\n", 101, INBOUND_CLEAR },
	{ "MX_GATE", "", 0, INBOUND_NO_AUTHOR },
	{ "MX_FROM_MISSING", "To: x@chat.test\r\n", 0, INBOUND_NO_AUTHOR },
	{ "MX_FROM_TWICE", FROM FROM, 0, INBOUND_NO_AUTHOR },
	{ "MX_FROM_LIST", "From: a@peer.test, b@peer.test\r\n", 0, INBOUND_NO_AUTHOR },
	{ "MX_LOOP", FROM, 100, INBOUND_IF_SIGNED },
	{ "MX_LOOP", FROM, 101, INBOUND_LOOP },
	{ "MX_BOUNCE_IN", DAEMON AUTO REPORT BODY, 0, INBOUND_IF_SIGNED_BOUNCE },
	{ "MX_BOUNCE_IN_NO_AUTO", DAEMON REPORT BODY, 0, INBOUND_CLEAR },
	{ "MX_LITERAL_SENDER", "From: a@[192.0.2.1]\r\n", 0, INBOUND_UNSIGNED },
	{ "MX_LITERAL_SENDER", "From: a@[IPv6:2001:db8::1]\r\n", 0, INBOUND_UNSIGNED },
	{ "MX_LITERAL_SENDER", "From: mailer-daemon@[192.0.2.1]\r\n" AUTO REPORT BODY, 0, INBOUND_IF_SIGNED_BOUNCE },
	{ "MX_LITERAL_FORGE", "From: a@[peer.test]\r\n", 0, INBOUND_IF_SIGNED },
	{ "MX_LITERAL_FORGE", "From: \"a@[192.0.2.1]\" <a@peer.test>\r\n", 0, INBOUND_IF_SIGNED },
	{ "MX_SECUREJOIN", FROM SAMPLE_SECUREJOIN, 0, INBOUND_IF_SIGNED },
	{ "MX_SECUREJOIN", "From: a@[192.0.2.1]\r\n" SAMPLE_SECUREJOIN, 0, INBOUND_IF_SIGNED },
	{ "MX_BARE_LF", FROM "X: a\nb\r\n", 0, INBOUND_STRAY },
	{ "MX_BARE_LF", FROM "X: a\rb\r\n", 0, INBOUND_STRAY },
	{ "MX_BARE_LF", FROM "\n\r\n\r", 0, INBOUND_STRAY },
	// clang-format on
};

START_TEST(messages)
{
	static uint8_t memory[65536], scratch[65536];
	struct span author = { NULL, 0 }, head = span_str(MESSAGES[_i].head);
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	for (size_t i = 0; i < MESSAGES[_i].hops; i++)
		buf_put_str(&b, RECEIVED);
	buf_put(&b, head);
	if (span_search(head, SPAN("\r\n\r\n")) == head.n)
		sample_mail_encrypted(&b);
	enum inbound got = inbound_check(buf_span(&b), scratch, &author);
	ck_assert_msg(
	    got == MESSAGES[_i].want, "%s: %d, %s", MESSAGES[_i].id, (int)got, MESSAGES[_i].head);
	ck_assert(got > INBOUND_UNSIGNED || author.n > 0);
}
END_TEST

START_TEST(nothing)
{
	uint8_t scratch[1];
	struct span author;

	ck_assert_int_eq(inbound_check(SPAN(""), scratch, &author), INBOUND_CLEAR);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("inbound");
	TCase *t = tcase_create("inbound");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(t, bounces, 0, COUNT_OF(BOUNCES));
	tcase_add_loop_test(t, messages, 0, COUNT_OF(MESSAGES));
	tcase_add_test(t, nothing);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
