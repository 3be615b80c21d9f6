/* Paths, parameters, verbs and the PLAIN message by table. */
#include "reference/core/sasl_plain.h"
#include "reference/core/smtp_command.h"
#include "reference/core/smtp_path.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

struct mail {
	const char *arg;
	int reply;
	const char *address;
	uint64_t size;
};

static const struct mail mails[] = {
	{ "FROM:<a@b.c>", 0, "a@b.c", 0 },
	{ "from:<a@b.c>", 0, "a@b.c", 0 },
	{ "FROM:<>", 0, "", 0 },
	{ "FROM:<> SIZE=5", 0, "", 5 },
	{ "FROM:<a@b.c> SIZE=18446744073709551615", 0, "a@b.c", UINT64_MAX },
	{ "FROM:<a@b.c> SIZE=99999999999999999999", 0, "a@b.c", UINT64_MAX },
	{ "FROM:<a@b.c> SIZE=123456789012345678901", SMTP_PARAMETER_NO, NULL, 0 },
	{ "FROM:<a@b.c>  BODY=8bitmime smtputf8 AUTH=<> size=7", 0, "a@b.c", 7 },
	{ "FROM:<\"a b\\\"@\"@b.c>", 0, "\"a b\\\"@\"@b.c", 0 },
	{ "FROM:<a@[127.0.0.1]>", 0, "a@[127.0.0.1]", 0 },
	{ "FROM:<a@[IPv6:::1]>", 0, "a@[IPv6:::1]", 0 },
	{ "FROM:<a@_b.c_d>", 0, "a@_b.c_d", 0 },
	/* MX_DSN_PARAMETERS */
	{ "FROM:<a@b.c> RET=HDRS ENVID=QQ+3Dx SIZE=7", 0, "a@b.c", 7 },
	{ "FROM:<> ret=full", 0, "", 0 },
	{ "FROM:<a@b.c> RET=X", SMTP_PARAMETER_NO, NULL, 0 },
	{ "FROM:<a@b.c> ENVID=", SMTP_PARAMETER_NO, NULL, 0 },
	{ "FROM:<a@b.c> RET=FULL RET=FULL", SMTP_SYNTAX, NULL, 0 },
	{ "FROM:<a.b+c@b-c.d>", 0, "a.b+c@b-c.d", 0 },
	{ "FROM:<\xc3\xa4@b.c> SMTPUTF8", 0, "\xc3\xa4@b.c", 0 },
	{ "FROM:<\xc3\xa4@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM: <a@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:a@b.c", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM<a@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@b.c", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:a@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<<a@b.c>>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@b.c>x", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<>x", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a b@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@b c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<.a@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a.@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a..b@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@-b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@b-.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@b.c.>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@b..c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<\"a@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<\"a\\", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@[>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<@x,@y:a@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "TO:<a@b.c>", SMTP_PATH_SYNTAX, NULL, 0 },
	{ "FROM:<a@b.c> XYZ", SMTP_PARAMETER_NO, NULL, 0 },
	{ "FROM:<a@b.c> SIZE=", SMTP_PARAMETER_NO, NULL, 0 },
	{ "FROM:<a@b.c> SIZE=1x", SMTP_PARAMETER_NO, NULL, 0 },
	{ "FROM:<a@b.c> SIZE", SMTP_PARAMETER_NO, NULL, 0 },
	{ "FROM:<a@b.c> BODY=BINARYMIME", SMTP_PARAMETER_NO, NULL, 0 },
	{ "FROM:<a@b.c> SIZE=1 SIZE=1", SMTP_SYNTAX, NULL, 0 },
};

START_TEST(SMTP_MAIL_SYNTAX)
{
	const struct mail *t = &mails[_i];
	struct smtp_mail m;

	ck_assert_msg((int)smtp_path_mail(span_str(t->arg), &m) == t->reply, "%s", t->arg);
	if (t->address == NULL)
		return;
	ck_assert_msg(span_eq(m.address, span_str(t->address)), "%s", t->arg);
	ck_assert_uint_eq(m.size, t->size);
}
END_TEST

START_TEST(rcpt)
{
	struct span a;

	ck_assert_int_eq(smtp_path_rcpt(SPAN("TO:<a@b.c>"), false, &a), SMTP_SILENT);
	ck_assert(span_eq(a, SPAN("a@b.c")));
	ck_assert_int_eq(smtp_path_rcpt(SPAN("to:<PostMaster>"), false, &a), SMTP_SILENT);
	ck_assert(span_eq(a, SPAN("PostMaster")));
	ck_assert_int_eq(
	    smtp_path_rcpt(SPAN("TO:<a@b.c> NOTIFY=NEVER ORCPT=rfc822;a"), false, &a), SMTP_SILENT);
	ck_assert_int_eq(smtp_path_rcpt(SPAN("TO:<a@b.c> SIZE=1"), false, &a), SMTP_PARAMETER_NO);
	ck_assert_int_eq(smtp_path_rcpt(SPAN("TO:<>"), false, &a), SMTP_PATH_SYNTAX);
	ck_assert_int_eq(smtp_path_rcpt(SPAN("TO:<postmaster"), false, &a), SMTP_PATH_SYNTAX);
	ck_assert_int_eq(smtp_path_rcpt(SPAN("TO:<\xff@b.c>"), false, &a), SMTP_PATH_SYNTAX);
	ck_assert_int_eq(smtp_path_rcpt(SPAN("TO:<\xff@b.c>"), true, &a), SMTP_SILENT);
}
END_TEST

START_TEST(mailbox)
{
	ck_assert(smtp_path_is_mailbox(SPAN("a@b.c")));
	ck_assert(smtp_path_is_mailbox(SPAN("\"a b\"@[192.0.2.1]")));
	/* MXD_INJECTION */
	ck_assert(!smtp_path_is_mailbox(SPAN("")));
	ck_assert(!smtp_path_is_mailbox(SPAN("<a@b.c>")));
	ck_assert(!smtp_path_is_mailbox(SPAN("a@b.c ")));
	ck_assert(!smtp_path_is_mailbox(SPAN("a@b.c> SIZE=1")));
	ck_assert(!smtp_path_is_mailbox(SPAN("a@b.c\r\nRCPT TO:<x@y.z>")));
	ck_assert(!smtp_path_is_mailbox(SPAN("a@b.c,d@e.f")));
	ck_assert(!smtp_path_is_mailbox(SPAN("a@b.c\0")));
	ck_assert(!smtp_path_is_mailbox(SPAN("a")));
}
END_TEST

START_TEST(SMTP_CASE)
{
	struct smtp_command c;

	smtp_command_parse(SPAN("mAiL  FROM:<a> \t "), &c);
	ck_assert_int_eq(c.verb, SMTP_ON_MAIL);
	ck_assert(span_eq(c.arg, SPAN("FROM:<a>")));
	smtp_command_parse(SPAN("MAILX FROM:<a>"), &c);
	ck_assert_int_eq(c.verb, SMTP_ON_UNKNOWN);
	smtp_command_parse(SPAN(" NOOP"), &c);
	ck_assert_int_eq(c.verb, SMTP_ON_UNKNOWN);
	smtp_command_parse(SPAN(""), &c);
	ck_assert_int_eq(c.verb, SMTP_ON_UNKNOWN);
}
END_TEST

START_TEST(plain)
{
	size_t i, j;

	ck_assert(sasl_plain_scan((const uint8_t *)"\0a\0b", 4, &i, &j));
	ck_assert(i == 0 && j == 2);
	ck_assert(sasl_plain_scan((const uint8_t *)"x\0a\0", 4, &i, &j));
	ck_assert(i == 1 && j == 3);
	ck_assert(!sasl_plain_scan((const uint8_t *)"a\0b", 3, &i, &j));
	ck_assert(!sasl_plain_scan((const uint8_t *)"\0a\0b\0", 5, &i, &j));
	ck_assert(!sasl_plain_scan((const uint8_t *)"ab", 2, &i, &j));
	ck_assert(!sasl_plain_scan((const uint8_t *)"", 0, &i, &j));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp_path");
	TCase *t = tcase_create("smtp_path");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(t, SMTP_MAIL_SYNTAX, 0, (int)(sizeof(mails) / sizeof(mails[0])));
	tcase_add_test(t, rcpt);
	tcase_add_test(t, mailbox);
	tcase_add_test(t, SMTP_CASE);
	tcase_add_test(t, plain);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
