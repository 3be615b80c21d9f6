/* The list of recipients, and what is handed to the store. */
#include "reference/shell/smtp_message.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(each_recipient_once)
{
	struct rcpt_list l = { 0 };
	char name[32];

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 1000; i++) {
			snprintf(name, sizeof(name), "user%05d@chat.test", i);
			ck_assert(rcpt_list_add(&l, span_str(name)));
		}
	}
	ck_assert_uint_eq(l.n, 1000);
	for (size_t i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "user%05zu@chat.test", i);
		ck_assert(span_eq(l.list[i], span_str(name)));
	}
	rcpt_list_clear(&l);
	ck_assert_uint_eq(l.n, 0);
	ck_assert(rcpt_list_add(&l, SPAN("a@b.c")));
	rcpt_list_clear(&l);
}
END_TEST

START_TEST(SUB_FROM_IS_SENDER)
{
	const struct span me = SPAN("abc@chat.test");

	ck_assert_int_eq(
	    smtp_message_check(SPAN("From: <other@chat.test>\r\n\r\nx\r\n"), me), SMTP_FROM_NO);
	ck_assert_int_eq(
	    smtp_message_check(SPAN("To: a@chat.test\r\n\r\nx\r\n"), me), SMTP_FROM_NO);
	ck_assert_int_eq(smtp_message_check(SPAN(""), me), SMTP_FROM_NO);
	ck_assert_int_eq(smtp_message_check(SPAN("From: <ABC@chat.Test>\r\n\r\nx\r\n"), me),
	    SMTP_ENCRYPTION_NEEDED);
}
END_TEST

START_TEST(header_and_body)
{
	const struct span message =
	    SPAN("Received: x\r\nSubject:a\r\nTo: b\r\n\r\nSubject: body\r\n");
	const char *want = "Subject: [...]\r\nTo: b\r\n\r\nSubject: body\r\n";
	char got[256];
	uint64_t size;
	int fd;

	ck_assert_int_eq(smtp_message_make(message, &fd, &size), SMTP_SILENT);
	ck_assert_uint_eq(size, strlen(want));
	ck_assert_int_eq(pread(fd, got, sizeof(got), 0), (ssize_t)size);
	ck_assert_mem_eq(got, want, size);
	ck_assert_int_eq(write(fd, "x", 1), -1); /* sealed */
	close(fd);
	ck_assert_int_eq(smtp_message_make(SPAN("no header"), &fd, &size), SMTP_HEADER_NO);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp_message");
	TCase *t = tcase_create("smtp_message");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, each_recipient_once);
	tcase_add_test(t, SUB_FROM_IS_SENDER);
	tcase_add_test(t, header_and_body);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
